// `img2shards doctor`: looks at everything a run depends on, and says what to change.

internal import Fetching
internal import Foundation
internal import Stores

/// A look at resolver, limits, line, clock and certificates. Nothing is changed, nothing written.
package struct Diagnosis {
    /// A wrong option.
    package struct Mistake: Error, Sendable {
        package let message: String
    }

    private let servers: [NameServerAddress]
    private let dnsServers: [String]
    private let url: String?
    private let store: StoreReading?

    /// - Parameters:
    ///   - dnsServers: as for `--dns-servers`; none takes those of `/etc/resolv.conf`.
    ///   - url: measured for bandwidth, or a place in a store; nil: not.
    ///   - storeOptions: `key=value` each.
    package init(dnsServers: [String], url: String?, storeOptions: [String] = []) throws(Mistake) {
        var servers: [NameServerAddress] = []
        for text in dnsServers {
            guard let server = NameServerAddress(text) else {
                throw Mistake(
                    message: "--dns-servers \"\(text)\" is not the address of a DNS server.\n"
                        + "  write addresses with commas between, each with :port if not 53")
            }
            servers.append(server)
        }
        self.servers = dnsServers.isEmpty ? ResolverConfiguration().servers : servers
        self.dnsServers = dnsServers
        self.url = url
        guard let url, StorePath.isStore(url) else {
            store = nil
            return
        }
        guard let place = StorePath(url) else { throw Mistake(message: "--url \(url) names no bucket.") }
        guard place.scheme.kind != .hub else {
            throw Mistake(
                message: "--url \(url): object stores are tested, and the Hub is none: give the URL of a file there.")
        }
        do {
            let options = try StoreOptions(storeOptions)
            try options.check(for: [place])
            store = StoreReading(place, options)
        } catch {
            throw Mistake(message: error.message)
        }
    }

    /// Takes some seconds. Passes each finding to `show` as soon as it is known, and returns all of them at the end.
    @discardableResult
    package func run(_ show: (Finding) -> Void) -> [Finding] {
        var findings: [Finding] = []
        func add(_ some: [Finding]) {
            findings += some
            for finding in some { show(finding) }
        }
        let power = MachineReading.power
        add(power.findings)
        add([MachineReading.openFiles.finding, MachineReading.ports.finding])
        add(MachineReading.trust.findings)
        for (index, server) in servers.enumerated() {
            do {
                // A word of its own for each start: nothing comes from a cache.
                let label = "d\(ProcessInfo.processInfo.processIdentifier)-\(index)"
                add([try ResolverReading.figures(server, label: label).finding])
            } catch {
                add([Finding("resolver", .change, "\(server) cannot be asked: \(error.message)")])
            }
        }
        if let store {
            store.run { add([$0]) }
        } else if let url {
            do {
                let line = try LineReading.figures(url: url, dnsServers: dnsServers, memoryBytes: power.freeBytes)
                add([line.finding])
            } catch {
                add([Finding("line", .change, "cannot be measured: \(error.message)")])
            }
        } else {
            add([Finding("line", .note, "not measured: add --url with the URL of a large file")])
        }
        return findings
    }
}
