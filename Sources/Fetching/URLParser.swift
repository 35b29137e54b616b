// libcurl's own URL parser, so that what we check is what libcurl will connect to.

internal import CCurl

/// Parses URLs with one reused handle. Used by one thread at a time.
final class URLParser {
    /// Freed in `deinit`.
    private let handle: OpaquePointer

    init() throws(FetchError) {
        guard let handle = curl_url() else { throw .system("make a URL handle") }
        self.handle = handle
    }

    deinit { curl_url_cleanup(handle) }

    /// Checks and repairs a URL from a list.
    func parse(_ url: String) throws(FetchError) -> TargetURL {
        let text = try URLRepair.repaired(url)
        let scheme = try URLRepair.scheme(of: text)
        guard scheme == "http" || scheme == "https" else { throw .unknownURLType(scheme) }
        try set(text)
        return try target(text: text)
    }

    /// Where a `Location` leads that was answered by `base`.
    func parse(location: String, from base: TargetURL) throws(FetchError) -> TargetURL {
        let repaired = try URLRepair.repaired(location)
        try set(base.text)
        try set(repaired)
        let scheme = part(CURLUPART_SCHEME) ?? ""
        guard scheme == "http" || scheme == "https" else { throw .unknownURLType(scheme) }
        // A redirect keeps to itself the user and password meant for another host.
        let next = try target(text: nil)
        if next.hasCredentials, base.hasCredentials, next.origin != base.origin, !repaired.utf8.contains(0x40) {
            curl_url_set(handle, CURLUPART_USER, nil, 0)
            curl_url_set(handle, CURLUPART_PASSWORD, nil, 0)
            return try target(text: nil)
        }
        return next
    }

    /// `target.text` without user, password and fragment, for people to read.
    func shown(_ target: TargetURL) -> String {
        guard target.hasCredentials else {
            return target.text.utf8.firstIndex(of: 0x23).map { String(target.text[..<$0]) } ?? target.text
        }
        guard curl_url_set(handle, CURLUPART_URL, target.text, 0) == CURLUE_OK else { return "" }
        curl_url_set(handle, CURLUPART_USER, nil, 0)
        curl_url_set(handle, CURLUPART_PASSWORD, nil, 0)
        curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0)
        return part(CURLUPART_URL) ?? ""
    }

    private func set(_ text: String) throws(FetchError) {
        let code = curl_url_set(handle, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME))
        guard code == CURLUE_OK else { throw Self.error(code) }
    }

    /// - Parameter text: the whole URL if it is known and needs no change.
    private func target(text: String?) throws(FetchError) -> TargetURL {
        guard var host = part(CURLUPART_HOST), !host.isEmpty else { throw .invalidURL("<urlopen error no host given>") }
        var text = text
        if host.utf8.contains(where: { $0 >= 0x80 }) {
            guard let punycode = InternationalHost.ascii(host) else {
                throw .invalidURL("The host is no valid international name")
            }
            host = try replaceHost(punycode)
            text = nil
        }
        if host.utf8.last == 0x2E {
            host = try replaceHost(String(host.dropLast()))
            text = nil
        }
        host = host.lowercased()
        if host.utf8.first == 0x5B { host = String(host.dropFirst().dropLast()) }
        // libcurl reads a leading sign in CURLOPT_RESOLVE as a command.
        guard let first = host.utf8.first, first != 0x2B, first != 0x2D, host.utf8.count <= 253 else {
            throw .invalidURL("The host of the URL is not valid")
        }
        let isSecure = part(CURLUPART_SCHEME) == "https"
        let port = part(CURLUPART_PORT).flatMap { Int($0) } ?? (isSecure ? 443 : 80)
        guard (1...65_535).contains(port) else { throw .invalidURL("The port of the URL is not valid") }
        let hasCredentials = part(CURLUPART_USER) != nil || part(CURLUPART_PASSWORD) != nil
        guard let whole = text ?? part(CURLUPART_URL) else { throw .invalidURL("The URL is not valid") }
        return TargetURL(
            text: whole, isSecure: isSecure, host: host, port: port, hasCredentials: hasCredentials,
            address: IPAddress(host))
    }

    private func replaceHost(_ host: String) throws(FetchError) -> String {
        guard curl_url_set(handle, CURLUPART_HOST, host, 0) == CURLUE_OK, let set = part(CURLUPART_HOST) else {
            throw .invalidURL("The host of the URL is not valid")
        }
        return set
    }

    private func part(_ which: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, which, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    private static func error(_ code: CURLUcode) -> FetchError {
        let detail = String(cString: curl_url_strerror(code))
        switch code {
        case CURLUE_NO_HOST: return FetchError(.invalidURL, "<urlopen error no host given>", detail: detail)
        case CURLUE_BAD_IPV6: return FetchError(.invalidURL, "Invalid IPv6 URL", detail: detail)
        case CURLUE_BAD_PORT_NUMBER:
            return FetchError(.invalidURL, "The port of the URL is not valid", detail: detail)
        case CURLUE_BAD_HOSTNAME: return FetchError(.invalidURL, "The host of the URL is not valid", detail: detail)
        default: return FetchError(.invalidURL, "The URL is not valid", detail: detail)
        }
    }
}
