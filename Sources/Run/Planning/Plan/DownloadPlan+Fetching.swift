// How images are fetched, checked.

internal import Fetching
internal import Foundation
internal import Ground

extension DownloadPlan {
    static func fetching(
        _ flags: DownloadFlags, _ hints: Img2DatasetHints, _ descriptors: DescriptorBudget, memoryBudgetBytes: Int
    ) throws(DownloadError) -> FetchOptions {
        var options = FetchOptions()
        options.timeout = try seconds("--timeout", flags.timeoutSeconds)
        options.deadline = try seconds("--deadline", flags.deadlineSeconds)
        options.maximumBodyBytes = try bodySize(flags.maximumBytes)
        options.retries = try number("--retries", flags.retries, 0...100)
        options.maximumIdleConnections = descriptors.idleConnections
        let most = descriptors.transfers
        if let typed = flags.maximumInFlight {
            let asked = try number("--max-in-flight", typed, 1...1_000_000)
            guard asked <= most else {
                let limit = DescriptorBudget.limit(forTransfers: asked, sizes: openSizes(flags))
                throw DownloadError(
                    .command,
                    """
                    --max-in-flight \(asked) needs more open files than this machine allows: at most \(most) fit.
                      raise the limit (ulimit -n \(limit)) or use fewer
                    """)
            }
            options.maximumInFlight = asked
        } else {
            options.maximumInFlight = hints.maximumInFlight(
                atMost: min(4096, most, max(64, memoryBudgetBytes / memoryOfTransfer)))
        }
        if let text = flags.maximumBandwidth {
            guard let bandwidth = Bandwidth(typed: text) else {
                throw DownloadError(
                    .command, "--max-bandwidth \"\(text)\" is no speed. Write it as 100MB (a second) or 800Mbit.")
            }
            options.maximumBytesPerSecond = try bandwidth.checked(typed: text).bytesPerSecond
        }
        options.perHostConnections = try number("--per-host-connections", flags.perHostConnections, 1...1_000_000)
        if let rate = flags.perHostRate {
            guard rate >= 0.001, rate <= 1_000_000 else {
                throw DownloadError(
                    .command, "--per-host-rate cannot be \(rate): it takes 0.001 to 1000000 requests per second.")
            }
            options.perHostRate = rate
        }
        options.userAgent = flags.userAgent ?? options.userAgent
        options.userAgentToken = flags.userAgentToken
        for header in flags.headers {
            guard header.contains(":"), !header.contains(where: \.isNewline) else {
                throw DownloadError(.command, "--header \"\(header)\" is no header. Write it as 'Name: value'.")
            }
            try checkShown("--header", header)
        }
        if let proxy = flags.proxy { try checkShown("--proxy", proxy) }
        if flags.refererColumn != nil, flags.headers.contains(where: { $0.lowercased().hasPrefix("referer:") }) {
            throw DownloadError(.command, "--header Referer and --referer-col exclude each other.")
        }
        options.headers = flags.headers
        options.proxy = flags.proxy
        if let caFile = flags.caFile, !FileManager.default.isReadableFile(atPath: caFile) {
            throw DownloadError(.command, "--ca-file \(caFile) cannot be read.")
        }
        options.caFile = flags.caFile
        options.verifiesCertificates = !flags.ignoresSSLCertificate
        if let directives = flags.disallowedHeaderDirectives {
            options.disallowedDirectives = Set(directives.map { $0.lowercased() })
        }
        options.robotsTxt = try choice("--robots-txt", flags.robotsTxt)
        options.dnsServers = try NameChoices.servers(flags.dnsServers)
        options.hostsFile = try NameChoices.hostsFile(flags.hostsFile)
        options.allowsPrivateAddresses = flags.allowsPrivateAddresses
        return options
    }

    /// A command as a run prints it has "…" where it had something secret.
    private static func checkShown(_ option: String, _ value: String) throws(DownloadError) {
        guard value.contains(NetworkWords.hidden) else { return }
        throw DownloadError(
            .command,
            """
            \(option) "\(value)" has "…" in the place of a secret value.
              put your own value in place of …
            """)
    }

    /// - Throws: `command` below 1 KB: no image is that small, and a unit was forgotten.
    private static func bodySize(_ text: String) throws(DownloadError) -> Int {
        let bytes = try size("--max-bytes", text)
        guard bytes < 1000 else { return bytes }
        throw DownloadError(
            .command,
            """
            --max-bytes \(text) is \(bytes == 1 ? "1 byte" : "\(bytes) bytes"): too small for any image.
              give a unit: --max-bytes \(bytes)MB
            """)
    }

    /// Part of the memory budget for each transfer in flight: a middling image's body.
    private static let memoryOfTransfer = 64 << 10

    /// Sizes that an open shard has files of; a file of vectors counts as one.
    static func openSizes(_ flags: DownloadFlags) -> Int {
        max(1, flags.imageSizes.count) + (flags.embed.isOn ? 1 : 0)
    }

    /// - Throws: `run` when this machine allows too few open files for any run.
    static func descriptors(sizes: Int) throws(DownloadError) -> DescriptorBudget {
        let limit = OpenFileLimit.raise()
        if let budget = DescriptorBudget(limit: limit, sizes: sizes) { return budget }
        throw DownloadError(
            .run,
            """
            This machine allows \(limit) open files for a process, and this run needs at least \
            \(DescriptorBudget.least(sizes: sizes)).
              raise the limit: ulimit -n 4096
            """)
    }
}
