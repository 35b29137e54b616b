// Where a name server is asked.

internal import Glibc
internal import URLs

/// The address and port of a name server.
package struct NameServerAddress: Hashable, Sendable, CustomStringConvertible {
    let address: IPAddress
    let port: UInt16
    /// The network interface through which a link-local address is reached: its name or number; nil for others.
    let zone: String?

    init(_ address: IPAddress, port: UInt16 = 53, zone: String? = nil) {
        self.address = address
        self.port = port
        self.zone = zone
    }

    /// Reads `10.0.0.2`, `10.0.0.2:5353`, `2001:db8::1`, `[2001:db8::1]` and `[2001:db8::1]:5353`; IPv6 addresses may
    /// have a zone (RFC 4007), as in `fe80::1%eth0`.
    package init?(_ text: String) {
        if let address = Self(withoutPort: text) {
            self = address
            return
        }
        let host: Substring
        let rest: Substring
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<end]
            rest = text[text.index(after: end)...]
            guard host.contains(":") else { return nil }
        } else {
            let colon = text.firstIndex(of: ":") ?? text.endIndex
            host = text[..<colon]
            rest = text[colon...]
        }
        guard let server = Self(withoutPort: String(host)) else { return nil }
        if rest.isEmpty {
            self = server
        } else {
            let digits = rest.dropFirst()
            guard rest.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let port = UInt16(digits), port > 0
            else { return nil }
            self.init(server.address, port: port, zone: server.zone)
        }
    }

    /// Reads an address without a port, with or without a zone.
    init?(withoutPort text: String) {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(String(parts[0])) else { return nil }
        guard parts.count == 2 else {
            self.init(address)
            return
        }
        guard case .v6 = address, !parts[1].isEmpty, parts[1].utf8.count < Int(IF_NAMESIZE),
            parts[1].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"[]:/%".utf8.contains($0) })
        else { return nil }
        self.init(address, zone: String(parts[1]))
    }

    /// The interface's number; 0 where there is no zone or no such interface.
    var interface: UInt32 {
        guard let zone else { return 0 }
        let index = if_nametoindex(zone)
        return index != 0 ? index : UInt32(zone) ?? 0
    }

    /// As people write it: without the port where that is 53.
    package var description: String {
        let text = address.text + (zone.map { "%" + $0 } ?? "")
        if port == 53 { return text }
        return isIPv6 ? "[\(text)]:\(port)" : "\(text):\(port)"
    }

    private var isIPv6: Bool {
        if case .v6 = address { true } else { false }
    }

    /// As c-ares 1.18 reads it: without the zone.
    var withPort: String { isIPv6 ? "[\(address.text)]:\(port)" : "\(address.text):\(port)" }
}
