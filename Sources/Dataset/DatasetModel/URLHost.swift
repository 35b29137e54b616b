// The host of a URL as a table has it, for the tally of hosts only: tallies name hosts as the list spells them, in datasets of
// others too. What is requested is read by the target URLs.

/// Finds the host of a URL as it stands in the list.
package enum URLHost {
    /// Longest host name of DNS in text form, in bytes.
    private static let maximumBytes = 253

    /// The host in lower case without user, port and trailing dot; nil if there is none, or none that could be.
    package static func of(_ url: String) -> String? {
        let bytes = url.utf8
        guard let scheme = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        var rest = bytes[bytes.index(after: scheme)...]
        guard rest.starts(with: "//".utf8) else { return nil }
        rest = rest.dropFirst(2)
        let authority = rest.prefix { byte in
            byte != UInt8(ascii: "/") && byte != UInt8(ascii: "?") && byte != UInt8(ascii: "#")
                && byte != UInt8(ascii: "\\")
        }
        let hostAndPort = authority.lastIndex(of: UInt8(ascii: "@")).map { authority[$0...].dropFirst() } ?? authority
        var host: Substring.UTF8View
        if hostAndPort.first == UInt8(ascii: "["), let end = hostAndPort.firstIndex(of: UInt8(ascii: "]")) {
            host = hostAndPort[...end]
        } else {
            host = hostAndPort.prefix { $0 != UInt8(ascii: ":") }
        }
        if host.last == UInt8(ascii: ".") { host = host.dropLast() }
        guard !host.isEmpty, host.count <= maximumBytes else { return nil }
        return Substring(host).lowercased()
    }
}
