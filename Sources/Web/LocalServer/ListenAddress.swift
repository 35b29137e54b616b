// Where a server listens.

internal import Glibc

/// An address of this machine and a port: `127.0.0.1:1234`, `[::1]:1234`.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// An IPv4 or IPv6 address, without brackets.
    package let host: String
    /// 0 lets the system choose.
    package var port: UInt16
    package let isIPv6: Bool

    /// Loopback, at a port.
    package init(loopbackPort port: UInt16) {
        (host, self.port, isIPv6) = ("127.0.0.1", port, false)
    }

    /// Reads `ADDRESS:PORT`, `:PORT` and `PORT`; the last two are of loopback. `localhost` is 127.0.0.1.
    ///
    /// - Returns: nil for anything else. Host names are refused, because they may have several addresses.
    package init?(_ text: String) {
        let colon = text.lastIndex(of: ":")
        let portText = colon.map { text[text.index(after: $0)...] } ?? text[...]
        guard !portText.isEmpty, portText.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(portText)
        else { return nil }
        var host = colon.map { String(text[..<$0]) } ?? ""
        if host.isEmpty || host == "localhost" { host = "127.0.0.1" }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
            var address = in6_addr()
            guard inet_pton(AF_INET6, host, &address) == 1 else { return nil }
            isIPv6 = true
        } else {
            var address = in_addr()
            guard inet_pton(AF_INET, host, &address) == 1 else { return nil }
            isIPv6 = false
        }
        (self.host, self.port) = (host, port)
    }

    /// Whether only this machine reaches it.
    package var isLoopback: Bool { isIPv6 ? host == "::1" : host.hasPrefix("127.") }

    /// Whether it stands for every address of this machine, and so cannot be opened from another one.
    var isOfAllInterfaces: Bool {
        if !isIPv6 { return host == "0.0.0.0" }
        var address = in6_addr()
        return inet_pton(AF_INET6, host, &address) == 1 && withUnsafeBytes(of: address) { $0.allSatisfy { $0 == 0 } }
    }

    func at(port: UInt16) -> ListenAddress {
        var address = self
        address.port = port
        return address
    }

    /// As it stands in a URL.
    package var description: String { (isIPv6 ? "[\(host)]" : host) + ":\(port)" }
}
