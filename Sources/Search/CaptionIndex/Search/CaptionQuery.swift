// What a visitor types, as FTS5 understands it.

/// Words that a caption must have: `red car` has both, `"red car"` side by side. Nothing else has a meaning: `AND`, `*`,
/// `NEAR(` and column names are words like others, because each is quoted.
///
/// The grammar: https://sqlite.org/fts5.html#full_text_query_syntax
package struct CaptionQuery: Hashable, Sendable {
    /// Each a word or several side by side.
    package let phrases: [String]

    /// More words than anybody types; further ones are left out.
    private static let mostPhrases = 64
    private static let mostCharacters = 1000

    package init(_ text: String) {
        var phrases: [String] = []
        var current = ""
        var isQuoted = false
        func end() {
            // A word without a letter or digit matches nothing.
            if current.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }
            ) {
                phrases.append(current)
            }
            current = ""
        }
        for character in text.prefix(Self.mostCharacters) {
            if character == "\"" || character == "\u{201c}" || character == "\u{201d}" {
                end()
                isQuoted.toggle()
            } else if !isQuoted, character.isWhitespace {
                end()
            } else if character.unicodeScalars.contains("\0") {
                current += " "
            } else {
                current.append(character)
            }
        }
        end()
        self.phrases = Array(phrases.prefix(Self.mostPhrases))
    }

    package var isEmpty: Bool { phrases.isEmpty }

    /// Captions with all phrases.
    var all: String { phrases.map(Self.quoted).joined(separator: " AND ") }

    /// Captions with any of them.
    var any: String { phrases.map(Self.quoted).joined(separator: " OR ") }

    private static func quoted(_ phrase: String) -> String {
        "\"" + phrase.replacing("\"", with: "\"\"") + "\""
    }
}
