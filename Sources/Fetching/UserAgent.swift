// Who we say we are.

/// The `User-Agent` header.
enum UserAgent {
    static let base = "img2shards/0.1 (+https://github.com/img2shards/img2shards)"

    /// `base` or the caller's own, with the token in the form img2dataset made known.
    static func text(base: String?, token: String?) -> String {
        let start = base ?? UserAgent.base
        guard let token, !token.isEmpty else { return start }
        return "\(start) (compatible; \(token); +https://github.com/img2shards/img2shards)"
    }

    /// The agent names that rules in `X-Robots-Tag` may use for us, in lower case.
    static func names(base: String?, token: String?) -> Set<String> {
        var names: Set<String> = []
        if let token, !token.isEmpty { names.insert(token.lowercased()) }
        if base == nil { names.insert("img2shards") }
        return names
    }
}
