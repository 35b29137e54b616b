// Whose a URL is.

internal import CCurl

/// Scheme, host and port of an http or https URL, as libcurl reads it.
package struct Origin: Hashable, Sendable {
    package let isSecure: Bool
    package let host: String
    package let port: Int
    /// Percent-encoded, without the query.
    private let path: String

    /// Nil for what libcurl refuses, and for other schemes.
    package init?(of url: String) {
        guard !url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }), let handle = curl_url() else { return nil }
        defer { curl_url_cleanup(handle) }
        guard curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK else { return nil }
        func part(_ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
            defer { curl_free(text) }
            return String(cString: text)
        }
        guard let scheme = part(CURLUPART_SCHEME)?.lowercased(), scheme == "http" || scheme == "https",
            let host = part(CURLUPART_HOST), !host.isEmpty,
            let port = part(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap({ Int($0) })
        else { return nil }
        isSecure = scheme == "https"
        self.host = host.lowercased()
        self.port = port
        path = part(CURLUPART_PATH) ?? "/"
    }

    package static func == (one: Origin, other: Origin) -> Bool {
        one.isSecure == other.isSecure && one.host == other.host && one.port == other.port
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(host)
        hasher.combine(port)
    }

    /// `https://HOST`, with its port where it is not the usual one.
    package var text: String {
        "\(isSecure ? "https" : "http")://\(host)" + (port == (isSecure ? 443 : 80) ? "" : ":\(port)")
    }

    /// The URL for people: without user, password, query and fragment, which may be secrets.
    package var shownURL: String { text + path }
}
