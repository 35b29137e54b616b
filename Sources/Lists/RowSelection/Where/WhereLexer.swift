// Splits a condition into its words.

/// Reads the characters of a condition from left to right.
struct WhereLexer {
    /// Characters a condition may have.
    static let maximumCharacters = 20_000

    private let characters: [Character]
    private var position = 0

    init(_ text: String) throws(WhereError) {
        characters = Array(text)
        guard characters.count <= Self.maximumCharacters else {
            throw WhereError(
                .syntax, "The condition is longer than \(Self.maximumCharacters) characters.",
                at: Self.maximumCharacters..<characters.count)
        }
    }

    /// All words of `text`, the end last.
    static func tokens(of text: String) throws(WhereError) -> [WhereToken] {
        var lexer = try WhereLexer(text)
        var tokens: [WhereToken] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private func character(_ ahead: Int = 0) -> Character? {
        position + ahead < characters.count ? characters[position + ahead] : nil
    }

    private mutating func next() throws(WhereError) -> WhereToken {
        while let space = character(), space.isWhitespace { position += 1 }
        let start = position
        guard let first = character() else { return WhereToken(kind: .end, place: start..<start + 1) }
        let kind: WhereToken.Kind
        if first == "\"" || first == "'" {
            kind = .text(try quoted(first, what: "text"))
        } else if first == "`" {
            kind = .name(try quoted(first, what: "name"))
        } else if Self.isDigit(first) || (first == "." && character(1).map(Self.isDigit) == true) {
            kind = try number()
        } else if Self.beginsWord(first) {
            while let more = character(), Self.beginsWord(more) || Self.isDigit(more) { position += 1 }
            kind = .word(String(characters[start..<position]))
        } else {
            kind = .symbol(try symbol())
        }
        return WhereToken(kind: kind, place: start..<position)
    }

    private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }

    private static func beginsWord(_ character: Character) -> Bool { character.isLetter || character == "_" }

    /// What stands between two quotes; a doubled quote within stands for one.
    private mutating func quoted(_ quote: Character, what: String) throws(WhereError) -> String {
        let start = position
        var text = ""
        position += 1
        while let next = character() {
            position += 1
            if next != quote {
                text.append(next)
            } else if character() == quote {
                text.append(quote)
                position += 1
            } else {
                return text
            }
        }
        throw WhereError(.syntax, "The \(what) that begins here has no end.", at: start..<start + 1)
    }

    private mutating func number() throws(WhereError) -> WhereToken.Kind {
        let start = position
        var isWhole = true
        while let next = character() {
            if next == "." || ((next == "e" || next == "E") && position > start) {
                isWhole = false
            } else if (next == "+" || next == "-") && "eE".contains(characters[position - 1]) && position > start {
                // The sign of an exponent.
            } else if !Self.isDigit(next) {
                break
            }
            position += 1
        }
        while let more = character(), Self.beginsWord(more) || Self.isDigit(more) { position += 1 }
        let text = String(characters[start..<position])
        if isWhole, let number = Int64(text) { return .integer(number) }
        if let number = Double(text), number.isFinite, !text.lowercased().contains("x") { return .real(number) }
        throw WhereError(.syntax, "\"\(text)\" is no number.", at: start..<position)
    }

    private static let symbols = ["==", "!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", ",", "+", "-", "*", "/"]
    private static let otherWords = ["&&": "and", "||": "or", "!": "not", "&": "and", "|": "or"]

    private mutating func symbol() throws(WhereError) -> String {
        let two = String(characters[position..<min(position + 2, characters.count)])
        for symbol in Self.symbols where two.hasPrefix(symbol) {
            position += symbol.count
            return symbol
        }
        let place = position..<position + (Self.otherWords[two] == nil ? 1 : two.count)
        if let word = Self.otherWords[two] ?? Self.otherWords[String(two.prefix(1))] {
            throw WhereError(.syntax, "Write \"\(word)\" instead of \"\(String(characters[place]))\".", at: place)
        }
        throw WhereError(.syntax, "\"\(two.prefix(1))\" means nothing here.", at: place)
    }
}
