// Where a name server is asked.

/// The address and port of a name server.
package struct NameServerAddress: Hashable, Sendable, CustomStringConvertible {
    let address: IPAddress
    let port: UInt16

    init(_ address: IPAddress, port: UInt16 = 53) {
        self.address = address
        self.port = port
    }

    /// Reads `10.0.0.2`, `10.0.0.2:5353`, `2001:db8::1`, `[2001:db8::1]` and `[2001:db8::1]:5353`.
    package init?(_ text: String) {
        if let address = IPAddress(text) {
            self.init(address)
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
        guard let address = IPAddress(String(host)) else { return nil }
        if rest.isEmpty {
            self.init(address)
        } else {
            let digits = rest.dropFirst()
            guard rest.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let port = UInt16(digits), port > 0
            else { return nil }
            self.init(address, port: port)
        }
    }

    /// As people write it: without the port where that is 53.
    package var description: String {
        if port == 53 { return address.text }
        return isIPv6 ? "[\(address.text)]:\(port)" : "\(address.text):\(port)"
    }

    private var isIPv6: Bool {
        if case .v6 = address { true } else { false }
    }

    /// As c-ares reads it.
    var withPort: String { isIPv6 ? "[\(address.text)]:\(port)" : "\(address.text):\(port)" }
}
