// Who we say we are.

/// The `User-Agent` header, and the names that rules for agents may call us by.
package enum UserAgent {
    /// Where people find out who fetched from them, and why.
    static let contact = "https://github.com/img2shards/img2shards"
    package static let base = "img2shards/0.1.0 (+\(contact))"

    /// `base` or the caller's own, with the token in the form img2dataset made known.
    static func text(base: String?, token: String?) -> String {
        let start = base ?? UserAgent.base
        guard let token, !token.isEmpty else { return start }
        return "\(start) (compatible; \(token); +\(contact))"
    }

    /// The agent names that `X-Robots-Tag` and robots.txt may use for us, in lower case: the token, and the product
    /// that the header begins with, `name` of `name/1.0`. A browser's name is not ours.
    static func names(base: String?, token: String?) -> Set<String> {
        var names: Set<String> = []
        if let token, !token.isEmpty { names.insert(token.lowercased()) }
        let product = (base ?? UserAgent.base).prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }.lowercased()
        if !product.isEmpty, product != "mozilla" { names.insert(product) }
        return names
    }
}
