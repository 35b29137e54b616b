// Texts of a list as the URLs that they are requested as.

/// Says which URL the fetcher asks for when a list has a text. Used by one thread at a time.
package final class ListedURLReader {
    private let parser: URLParser

    /// - Throws: `URLError` for want of memory.
    package init() throws(URLError) { parser = try URLParser() }

    /// Lends the name of the URL that is requested for `listed`, UTF-8; it must not leave `body`.
    ///
    /// The name is the repaired, encoded URL without user, fragment and default port, with its host in lower case and
    /// punycode, or as the plain form of an address.
    ///
    /// - Returns: nil for a text that is no URL: nothing is requested for it.
    package func withName<R>(of listed: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> R) -> R? {
        if Self.isItsOwnName(listed) { return body(listed) }
        // What is no URL has no name; the fetcher gives the reason in the row.
        guard let target = try? parser.parse(String(decoding: listed, as: UTF8.self)) else { return nil }
        var name = target.name
        return name.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }

    /// True for most URLs, false where it would take a longer look.
    private static func isItsOwnName(_ listed: UnsafeRawBufferPointer) -> Bool {
        guard listed.count <= URLRepair.maximumBytes, URLRepair.isOrdinary(listed) else { return false }
        let host = listed.dropFirst(listed[4] == UInt8(ascii: ":") ? 7 : 8).prefix {
            $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":")
        }
        // Numbers may be an address in another form, and a final dot is taken away.
        guard let last = host.last, last != UInt8(ascii: "."), let dot = host.lastIndex(of: UInt8(ascii: ".")) else {
            return false
        }
        return !ByteSet.digits.contains(host[dot + 1])
    }
}

extension TargetURL {
    /// Scheme, host, port, path and query: see `ListedURLReader`.
    package var name: String {
        var host = host
        switch address {
        // An IPv4 address within an IPv6 one leads to the same machine.
        case .v6(0, let lower) where lower >> 32 == 0xFFFF:
            host = IPAddress.v4(UInt32(truncatingIfNeeded: lower)).text
        case .v6: host = "[" + (address?.text ?? host) + "]"
        default: break
        }
        let port = port == (isSecure ? 443 : 80) ? "" : ":\(port)"
        return (isSecure ? "https://" : "http://") + host + port + pathAndQuery
    }
}
