// The canonical URL: what is requested, and all that anybody needs to know of it.

/// An http or https URL with its host in the form that is looked up and connected to. Exclude lists, robots.txt, the lines
/// of hosts and requests use its parts; nobody reads the text again.
package struct TargetURL: Sendable, Equatable {
    /// Longest host name of DNS in text form, in bytes.
    static let maximumHostBytes = 253

    /// The URL as given to libcurl.
    package let text: String
    package let isSecure: Bool
    /// In lower case, punycode, without brackets or a final dot.
    package let host: String
    package let port: Int
    /// Whether the URL carries a user or a password.
    package let hasCredentials: Bool
    /// The host, if it is an address and needs no look-up.
    package let address: IPAddress?

    /// `host:port`, by which hosts are distinguished.
    package var origin: String { "\(host):\(port)" }

    /// The origin with its scheme: http and https at one port are not the same server.
    package var site: String { (isSecure ? "https://" : "http://") + origin }

    /// What the server is asked for; `text` is canonical.
    package var pathAndQuery: Substring {
        text.dropFirst(isSecure ? 8 : 7).drop { $0 != "/" }
    }

    /// What is compared: the URL without user, fragment and default port, the host in lower case and punycode, or as the
    /// plain form of an address.
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

extension TargetURL {
    /// - Parameter parts: those of `text`, whose host is a name.
    init(_ parts: OrdinaryURL, of text: String) {
        let utf8 = text.utf8
        let start = utf8.index(utf8.startIndex, offsetBy: parts.host.lowerBound)
        self.init(
            text: text, isSecure: parts.isSecure,
            host: String(text[start..<utf8.index(start, offsetBy: parts.host.count)]),
            port: parts.port ?? (parts.isSecure ? 443 : 80), hasCredentials: false, address: nil)
    }
}
