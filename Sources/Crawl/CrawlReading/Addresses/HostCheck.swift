// Hosts that Python's urlsplit refuses.

internal import Foundation
internal import Glibc

/// Whether the part of an address between `//` and the path is one to Python.
enum HostCheck {
    static func allows(_ host: ArraySlice<UInt8>) -> Bool {
        let (opens, closes) = (host.contains(UInt8(ascii: "[")), host.contains(UInt8(ascii: "]")))
        if opens != closes { return false }
        if opens, !isBracketed(host) { return false }
        return host.allSatisfy { $0 < 0x80 } || staysHost(host)
    }

    /// An IPv6 address, or a future one, in brackets (RFC 3986, 3.2.2).
    private static func isBracketed(_ host: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: host, as: UTF8.self)
        guard let open = text.firstIndex(of: "[") else { return false }
        let inside = text[text.index(after: open)...].prefix { $0 != "]" }
        if inside.hasPrefix("v") {
            let parts = inside.dropFirst().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count == 2 && !parts[0].isEmpty && parts[0].allSatisfy(\.isHexDigit) && !parts[1].isEmpty
        }
        var address = in6_addr()
        // A zone may follow the address.
        let number = inside.prefix { $0 != "%" }
        return inet_pton(AF_INET6, String(number), &address) == 1
    }

    /// Characters that become `/` and the like when names are normalised must not be in a host.
    private static func staysHost(_ host: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: host, as: UTF8.self).filter { !"@:#?".contains($0) }
        let normal = text.precomposedStringWithCompatibilityMapping
        return normal == text || !normal.contains { "/?#@:".contains($0) }
    }
}
