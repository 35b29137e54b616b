// The page that an image is said to come from.

internal import URLs

/// A `Referer` for one request, safe to send.
struct Referer: Sendable, Equatable {
    /// Longest text taken, in bytes.
    static let maximumBytes = 8 << 10

    /// The page's URL without user, password and fragment.
    private let page: String
    /// The page's server alone, as `https://a.example/`.
    private let origin: String
    private let site: String
    private let isSecure: Bool

    /// Nil for what is not one line with an http or https URL, or is too long.
    init?(_ text: String, parser: URLParser) {
        let text = text[...].drop(while: \.isWhitespace)
        let start = text.prefix(8).lowercased()
        guard text.utf8.count <= Self.maximumBytes, start.hasPrefix("http://") || start.hasPrefix("https://"),
            !text.drop(while: { !$0.isNewline }).contains(where: { !$0.isWhitespace }),
            // Why it is not valid is of no use: the image is fetched without.
            let target = try? parser.parse(String(text)), let server = parser.server(of: target)
        else { return nil }
        page = parser.shown(target)
        guard !page.isEmpty else { return nil }
        origin = server
        site = target.site
        isSecure = target.isSecure
    }

    /// What to send with a request for `target`, where the row's own URL is `first`.
    ///
    /// The row's own server gets the page. Where a redirect leads elsewhere, that server gets what a browser would
    /// send (strict-origin-when-cross-origin): the page's server only, and nothing from https to http.
    func header(for target: TargetURL, first: TargetURL) -> String? {
        if target.site == first.site || target.site == site { return page }
        return isSecure && !target.isSecure ? nil : origin
    }
}
