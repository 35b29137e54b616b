// A run's network options, to be typed again in a command that the run prints.

internal import Foundation
internal import Ground
internal import Stores

/// The options that a later command over the same hosts needs; those that have their default are left out.
package enum NetworkWords {
    /// What stands for text that is not shown: credentials.
    package static let hidden = "…"

    /// A line behind a command that is printed; nil where it can be pasted as it is.
    package static func note(on command: String) -> String? {
        command.contains(hidden) ? "put your own value in place of \(hidden)" : nil
    }

    /// The words without options that made rows fail of these classes.
    package static func words(_ words: [String], without classes: [String]) -> [String] {
        var words = words
        for (failure, option) in [("too_large", "--max-bytes"), ("robots_txt", "--robots-txt")] {
            guard classes.contains(failure), let place = words.firstIndex(of: option) else { continue }
            words.removeSubrange(place...min(place + 1, words.count - 1))
        }
        return words
    }

    /// - Returns: words as a shell takes them. Passwords and values of headers that may be secret are `hidden`.
    package static func words(_ flags: DownloadFlags) -> [String] {
        let usual = DownloadFlags()
        var words: [String] = []
        func add(_ name: String, _ value: String?) {
            guard let value else { return }
            words += ["--" + name, value.contains(hidden) ? "'\(value)'" : ShellWord.quoted(value)]
        }
        func add<Value: Equatable>(
            _ name: String, _ path: KeyPath<DownloadFlags, Value>, _ text: (Value) -> String?
        ) {
            if flags[keyPath: path] != usual[keyPath: path] { add(name, text(flags[keyPath: path])) }
        }
        func flag(_ name: String, _ isSet: Bool) { if isSet { words.append("--" + name) } }
        flag("allow-private-addresses", flags.allowsPrivateAddresses)
        add("allow-stores", \.allowedStores) { $0.joined(separator: ",") }
        if !flags.allowedStores.isEmpty {
            // Those of the dataset's own store are with its place.
            let place = flags.outputPlace.flatMap { StorePath($0) }
            for word in flags.storeOptions where place.map({ !StoreOptions.isOption(word, of: $0) }) ?? true {
                add("store-option", word)
            }
        }
        add("proxy", flags.proxy.map(withoutCredentials))
        add("ca-file", \.caFile) { $0 }
        flag("ignore-ssl-certificate", flags.ignoresSSLCertificate)
        add("user-agent", \.userAgent) { $0 }
        add("user-agent-token", \.userAgentToken) { $0 }
        for header in flags.headers { add("header", shown(header: header)) }
        add("disallowed-header-directives", \.disallowedHeaderDirectives) { $0?.joined(separator: ",") }
        add("robots-txt", \.robotsTxt) { $0 }
        add("dns-servers", \.dnsServers) { $0.joined(separator: ",") }
        add("hosts-file", \.hostsFile) { $0 }
        add("timeout", \.timeoutSeconds, number)
        add("deadline", \.deadlineSeconds, number)
        add("max-bytes", \.maximumBytes) { $0 }
        add("retries", \.retries) { String($0) }
        add("max-in-flight", \.maximumInFlight) { $0.map { String($0) } }
        add("max-bandwidth", \.maximumBandwidth) { $0 }
        add("per-host-connections", \.perHostConnections) { String($0) }
        add("per-host-rate", \.perHostRate) { $0.flatMap(number) }
        return words
    }

    /// A proxy's URL with its user and password hidden.
    package static func withoutCredentials(_ proxy: String) -> String {
        guard let at = proxy.lastIndex(of: "@") else { return proxy }
        let scheme = proxy.range(of: "://").map { String(proxy[..<$0.upperBound]) } ?? ""
        return scheme + hidden + proxy[at...]
    }

    /// Headers that say nothing secret are shown whole.
    private static func shown(header: String) -> String {
        let name = header.prefix { $0 != ":" }
        let isOpen = ["accept", "accept-language", "referer", "origin", "dnt"].contains(name.lowercased())
        return isOpen ? header : name + ": " + hidden
    }

    static func number(_ value: Double) -> String? {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(value)
    }
}
