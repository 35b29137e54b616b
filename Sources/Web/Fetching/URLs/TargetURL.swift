// A URL that was checked: what the loop needs to know of it.

/// An http or https URL with its host in the form that is looked up and connected to.
struct TargetURL: Sendable, Equatable {
    /// The URL as given to libcurl.
    let text: String
    let isSecure: Bool
    /// In lower case, punycode, without brackets or a final dot.
    let host: String
    let port: Int
    /// Whether the URL carries a user or a password.
    let hasCredentials: Bool
    /// The host, if it is an address and needs no look-up.
    let address: IPAddress?

    /// `host:port`, by which hosts are told apart.
    var origin: String { "\(host):\(port)" }

    /// The origin with its scheme: http and https at one port are not the same server.
    var site: String { (isSecure ? "https://" : "http://") + origin }

    /// What the server is asked for; `text` is canonical.
    var pathAndQuery: Substring {
        text.dropFirst(isSecure ? 8 : 7).drop { $0 != "/" }
    }
}
