// The one error of this target.

/// Why a text is no URL that can be asked for.
package struct URLError: Error, Sendable, Equatable {
    /// A closed set.
    package enum Kind: Sendable {
        /// Empty, too long, malformed or of another scheme than http and https.
        case invalid
        /// The system refused memory.
        case system
    }

    package let kind: Kind
    /// The wording img2dataset has for this, else plain English.
    package let message: String
    /// The parser's own text, for people; never parsed.
    package let detail: String

    init(_ kind: Kind, _ message: String, detail: String = "") {
        self.kind = kind
        self.message = message
        self.detail = detail
    }

    static func invalidURL(_ message: String) -> URLError { URLError(.invalid, message) }

    static func unknownURLType(_ scheme: String) -> URLError {
        URLError(.invalid, "<urlopen error unknown url type: \(scheme.prefix(32))>")
    }
}
