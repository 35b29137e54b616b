// Text from lists and networks, made safe to show.

/// Takes out of foreign text what could move a cursor, colour a terminal or break a line.
///
/// Host names, error messages and file names come from strangers; a terminal obeys what is in them.
package enum PlainText {
    /// `text` on one line, with `?` for control and direction characters, cut at `maximumCharacters` with an `…`.
    package static func safe(_ text: String, maximumCharacters: Int = 200) -> String {
        var result = ""
        var count = 0
        for character in text {
            if count == maximumCharacters {
                result.append("…")
                break
            }
            // A letter may carry any number of combining marks; more than a few are no text.
            if character.unicodeScalars.count > 8 || character.unicodeScalars.contains(where: isUnsafe) {
                result.append(character == "\n" || character == "\t" || character == "\r\n" ? " " : "?")
            } else {
                result.append(character)
            }
            count += 1
        }
        return result
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
        default: false
        }
    }
}
