// A URL that was checked: what the loop needs to know of it.

/// An http or https URL with its host in the form that is looked up and connected to.
package struct TargetURL: Sendable, Equatable {
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
}
