// The one reader of URLs: libcurl's own parser, so that what we check is what libcurl will connect to.

internal import CCurl

/// Parses URLs with one reused handle. Used by one thread at a time.
package final class URLParser {
    /// Freed in `deinit`.
    private let handle: OpaquePointer

    package init() throws(URLError) {
        guard let handle = curl_url() else { throw URLError(.system, "Cannot make a URL handle: there is no memory") }
        self.handle = handle
    }

    deinit { curl_url_cleanup(handle) }

    /// Checks and repairs a URL from a list. One that every parser reads alike is not shown to libcurl.
    package func parse(_ url: String) throws(URLError) -> TargetURL {
        guard let ordinary = OrdinaryURL(url) else { return try target(of: URLRepair.repaired(url)) }
        return ordinary.hasName ? TargetURL(ordinary, of: url) : try target(of: url)
    }

    /// Where a `Location` leads that was answered by `base`.
    ///
    /// - Parameter location: as the server sent it.
    package func parse(location: [UInt8], from base: TargetURL) throws(URLError) -> TargetURL {
        try target(of: URLRepair.resolved(location: location, from: base.text))
    }

    /// `target.text` without user, password and fragment, for people to read.
    package func shown(_ target: TargetURL) -> String {
        guard target.hasCredentials else {
            return target.text.utf8.firstIndex(of: 0x23).map { String(target.text[..<$0]) } ?? target.text
        }
        guard curl_url_set(handle, CURLUPART_URL, target.text, 0) == CURLUE_OK else { return "" }
        curl_url_set(handle, CURLUPART_USER, nil, 0)
        curl_url_set(handle, CURLUPART_PASSWORD, nil, 0)
        curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0)
        return part(CURLUPART_URL) ?? ""
    }

    /// Where the robots.txt of a URL's server is.
    package func robotsTxt(of target: TargetURL) throws(URLError) -> TargetURL {
        guard let server = server(of: target) else { throw .invalidURL("The URL is not valid") }
        return try self.target(of: server + "robots.txt")
    }

    /// The root of a URL's server: scheme, host, port and a slash.
    package func server(of target: TargetURL) -> String? {
        let scheme = target.isSecure ? "https" : "http"
        guard curl_url_set(handle, CURLUPART_URL, target.text, 0) == CURLUE_OK, let host = part(CURLUPART_HOST) else {
            return nil
        }
        return target.port == (target.isSecure ? 443 : 80)
            ? "\(scheme)://\(host)/" : "\(scheme)://\(host):\(target.port)/"
    }

    /// What libcurl reads in a URL that was repaired.
    func target(of canonical: String) throws(URLError) -> TargetURL {
        let code = curl_url_set(handle, CURLUPART_URL, canonical, 0)
        guard code == CURLUE_OK else { throw Self.error(code) }
        // The whole URL, while libcurl's own form of it is the same.
        var text: String? = canonical
        guard var host = part(CURLUPART_HOST), !host.isEmpty else { throw .invalidURL("<urlopen error no host given>") }
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
        guard !host.isEmpty, host.utf8.count <= TargetURL.maximumHostBytes else {
            throw .invalidURL("The host of the URL is not valid")
        }
        let address = IPAddress(host)
        guard address != nil || Self.canBeName(host) else { throw .invalidURL("The host of the URL is not valid") }
        let isSecure = part(CURLUPART_SCHEME) == "https"
        let port = part(CURLUPART_PORT).flatMap { Int($0) } ?? (isSecure ? 443 : 80)
        guard (1...65_535).contains(port) else { throw .invalidURL("The port of the URL is not valid") }
        let hasCredentials = part(CURLUPART_USER) != nil || part(CURLUPART_PASSWORD) != nil
        guard let whole = text ?? part(CURLUPART_URL) else { throw .invalidURL("The URL is not valid") }
        return TargetURL(
            text: whole, isSecure: isSecure, host: host, port: port, hasCredentials: hasCredentials,
            address: address)
    }

    /// Whether a host that is no address can be looked up: no empty label, and no number as the last, which
    /// would be an address of a form that does not exist (`1.2.3.256`).
    private static func canBeName(_ host: String) -> Bool {
        let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let last = labels.last, labels.allSatisfy({ !$0.isEmpty }) else { return false }
        let isHex = last.count > 2 && last.first == UInt8(ascii: "0") && last.dropFirst().first == UInt8(ascii: "x")
        return !last.allSatisfy { ByteSet.digits.contains($0) }
            && !(isHex && last.dropFirst(2).allSatisfy { ByteSet.hexDigits.contains($0) })
    }

    private func replaceHost(_ host: String) throws(URLError) -> String {
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

    private static func error(_ code: CURLUcode) -> URLError {
        let detail = String(cString: curl_url_strerror(code))
        switch code {
        case CURLUE_NO_HOST: return URLError(.invalid, "<urlopen error no host given>", detail: detail)
        case CURLUE_BAD_IPV6: return URLError(.invalid, "Invalid IPv6 URL", detail: detail)
        case CURLUE_BAD_PORT_NUMBER:
            return URLError(.invalid, "The port of the URL is not valid", detail: detail)
        case CURLUE_BAD_HOSTNAME: return URLError(.invalid, "The host of the URL is not valid", detail: detail)
        default: return URLError(.invalid, "The URL is not valid", detail: detail)
        }
    }
}
