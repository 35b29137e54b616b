// The values python-fire reads out of a word: Python's literals, as far as commands use them.

/// Reads a word the way img2dataset's users have learned to write it.
package enum PythonLiteral {
    /// Whether a word says yes or no; nil when it is neither.
    ///
    /// Python takes `false` in lower case for a text, and so for yes; nobody means that, so here it is no.
    package static func boolean(_ word: String) -> Bool? {
        switch word.lowercased() {
        case "true", "1", "yes": true
        case "false", "0", "no", "none": false
        default: nil
        }
    }

    /// A text without the quotes of Python around it: `"URL"` is `URL`; anything else is as it is.
    package static func text(_ word: String) -> String {
        guard word.utf8.count >= 2, let quote = word.first, quote == "\"" || quote == "'", word.last == quote else {
            return word
        }
        let inner = word.dropFirst().dropLast()
        return unescaped(inner, quote: quote) ?? word
    }

    /// The texts of a list or tuple: `["a", 'b', c]`, `(a, b)`; nil when the word is none.
    ///
    /// Bare words are taken as they stand, with blanks around them dropped; a comma behind the last is allowed.
    package static func list(_ word: String) -> [String]? {
        let trimmed = trimmed(word[...])
        guard let first = trimmed.first, let last = trimmed.last,
            (first == "[" && last == "]") || (first == "(" && last == ")"), trimmed.count >= 2
        else { return nil }
        var items: [String] = []
        var rest = trimmed.dropFirst().dropLast()[...]
        while true {
            rest = leftTrimmed(rest)
            guard let start = rest.first else { break }
            let item: Substring
            if start == "\"" || start == "'" {
                guard let end = endOfQuoted(rest) else { return nil }
                item = rest[..<end]
            } else {
                item = rest[..<(rest.firstIndex(of: ",") ?? rest.endIndex)]
                // `[::1],[::2]` are addresses.
                guard !item.contains(where: { "[]()".contains($0) }) else { return nil }
            }
            rest = leftTrimmed(rest[item.endIndex...])
            items.append(text(String(Self.trimmed(item))))
            guard let separator = rest.first else { break }
            guard separator == "," else { return nil }
            rest = rest.dropFirst()
        }
        return items
    }

    /// A whole number without Python's separators: `10_000` is `10000`; nil when it is none.
    package static func integer(_ word: String) -> String? {
        let plain = word.replacing("_", with: "")
        let hasGoodSeparators = !word.hasPrefix("_") && !word.hasSuffix("_") && !word.contains("__")
        return hasGoodSeparators && Int(plain) != nil ? plain : nil
    }

    /// Where the quoted text that `rest` begins with ends, quotes included.
    private static func endOfQuoted(_ rest: Substring) -> Substring.Index? {
        guard let quote = rest.first else { return nil }
        var index = rest.index(after: rest.startIndex)
        while index < rest.endIndex {
            if rest[index] == quote { return rest.index(after: index) }
            if rest[index] == "\\" { index = rest.index(after: index) }
            guard index < rest.endIndex else { return nil }
            index = rest.index(after: index)
        }
        return nil
    }

    /// Nil when the quote stands inside, too: then it is no one text.
    private static func unescaped(_ inner: Substring, quote: Character) -> String? {
        var text = ""
        var isEscaped = false
        for character in inner {
            if isEscaped {
                if character != quote && character != "\\" { text.append("\\") }
                text.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == quote {
                return nil
            } else {
                text.append(character)
            }
        }
        return isEscaped ? nil : text
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = leftTrimmed(text)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    private static func leftTrimmed(_ text: Substring) -> Substring { text.drop(while: \.isWhitespace) }
}
