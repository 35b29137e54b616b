// What the machine gives a run: files, ports, memory, cores, clock, certificates; and what it means.

internal import Foundation
internal import Ground
internal import Reporting

/// The limit of open files.
struct OpenFileFigures: Sendable {
    let soft: Int
    let hard: Int

    /// Open shards, idle connections, the list, libraries.
    private static let besideTransfers = 700
    /// The default of `--max-in-flight`, and what goes with it.
    private static let plenty = 2048 + besideTransfers

    var finding: Finding {
        let room = max(0, hard - Self.besideTransfers)
        let limits = soft == hard ? hard.grouped : "\(soft.grouped), raised to \(hard.grouped) by img2shards"
        guard hard < Self.plenty else {
            return Finding("open files", .ok, "limit \(limits): room for 2,048 transfers in flight and more")
        }
        return Finding(
            "open files", .change, "limit \(limits): room for \(room.grouped) transfers in flight only",
            advice: [
                "raise the hard limit: 'ulimit -Hn 65536' as root, LimitNOFILE=65536 in a service,",
                "--ulimit nofile=65536:65536 for docker run, or a line 'nofile 65536' in /etc/security/limits.conf",
            ])
    }
}

/// Local ports for connections.
struct PortFigures: Sendable {
    let first: Int
    let last: Int
    /// Closed connections that keep their port for a minute (TIME_WAIT); nil where the system does not say.
    let waiting: Int?

    /// How long Linux keeps a port after a connection (TCP_TIMEWAIT_LEN).
    private static let waitSeconds = 60
    private static let fewPorts = 10_000

    var finding: Finding {
        let count = max(0, last - first + 1)
        let used = waiting ?? 0
        let perSecond = count / Self.waitSeconds
        let text =
            "\(count.grouped) local ports: about \(perSecond.grouped) new connections a second to one address, lasting"
            + (used > 0 ? "; \(used.grouped) ports wait to be free" : "")
        let widen = "widen the range: sysctl -w net.ipv4.ip_local_port_range='1024 65535'"
        if count < Self.fewPorts { return Finding("ports", .change, text, advice: [widen]) }
        if used * 2 > count {
            return Finding(
                "ports", .change, text,
                advice: [widen, "let free ports be used sooner: sysctl -w net.ipv4.tcp_tw_reuse=1"])
        }
        return Finding("ports", .ok, text)
    }
}

/// Memory and cores as this process may use them.
struct PowerFigures: Sendable {
    /// Cores it may run on, and those of the machine.
    let cores: Int
    let machineCores: Int
    /// The control group's limit in cores; nil without one.
    let coreLimit: Double?
    /// The machine's, or the control group's limit if that is less.
    let memoryBytes: Int
    /// Free now, without swapping.
    let freeBytes: Int
    let isLimited: Bool

    /// What a run takes at its default settings, with room to spare.
    private static let enoughBytes = 1_000_000_000

    var findings: [Finding] {
        var power = "\(cores) of \(machineCores) cores"
        var coreAdvice: [String] = []
        if let coreLimit, coreLimit < Double(cores) {
            power += ", limited to the time of \(String(format: "%.1f", coreLimit)) (cgroup)"
            coreAdvice = ["start with --image-workers \(max(1, Int(coreLimit.rounded()))), so that threads do not wait"]
        }
        let memory =
            "\(ByteCount(memoryBytes).text)\(isLimited ? " (cgroup's limit)" : ""), \(ByteCount(freeBytes).text) free"
        let isScarce = freeBytes < Self.enoughBytes
        return [
            Finding("cores", coreAdvice.isEmpty ? .ok : .note, power, advice: coreAdvice),
            Finding(
                "memory", isScarce ? .change : .ok, memory,
                advice: isScarce
                    ? [
                        "a run takes up to 1 GB: free some, or start with --memory-budget 64MiB "
                            + "--max-in-flight 256"
                    ] : []),
        ]
    }
}

/// Clock and certificates, without which TLS fails.
struct TrustFigures: Sendable {
    /// Seconds since 1970, as the machine believes.
    let clockSeconds: Int
    /// When this program was made: no clock that is right can say an earlier time.
    let builtSeconds: Int
    /// Whether the system says that its clock is correct; nil where it does not say.
    let isSynchronised: Bool?
    let certificateFile: String?
    let certificates: Int

    var findings: [Finding] {
        let clock: Finding
        if clockSeconds < builtSeconds - 86_400 {
            clock = Finding(
                "clock", .change, "earlier than the day this program was built: certificates will look not yet valid",
                advice: ["set it: timedatectl set-ntp true, or date --set"])
        } else {
            clock = Finding("clock", .ok, isSynchronised == true ? "correct" : "plausible")
        }
        return [clock, certificateFinding]
    }

    var certificateFinding: Finding {
        guard let certificateFile, certificates > 0 else {
            let missing = certificateFile.map { "no certificate authority is in \($0)" }
            return Finding(
                "certificates", .change,
                (missing ?? "no certificate authorities are installed") + ": every https URL will fail",
                advice: ["install the package ca-certificates, or give a file: --ca-file, or SSL_CERT_FILE"])
        }
        return Finding("certificates", .ok, "\(certificates.grouped) authorities in \(certificateFile)")
    }
}
