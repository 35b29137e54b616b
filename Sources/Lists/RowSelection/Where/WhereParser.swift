// Reads a condition: `WIDTH >= 512 and NSFW == "UNLIKELY"`.

/// Makes a tree of a condition's words.
///
/// From loosest to tightest: `or`, `and`, `not`, a comparison or test, `+` and `-`, `*` and `/`, the sign.
struct WhereParser {
    /// Parentheses, signs and `not`s within another.
    private static let maximumDepth = 100
    /// Words a condition may have.
    private static let maximumTokens = 2000

    private let tokens: [WhereToken]
    private var position = 0
    private var depth = 0

    private init(_ tokens: [WhereToken]) { self.tokens = tokens }

    /// - Throws: `syntax`, with the place.
    static func expression(of text: String) throws(WhereError) -> RowExpression {
        let tokens = try WhereLexer.tokens(of: text)
        guard tokens.count <= maximumTokens else {
            throw WhereError(
                .syntax, "The condition has more than \(maximumTokens) words.", at: tokens[maximumTokens].place)
        }
        guard tokens.count > 1 else { throw WhereError(.syntax, "The condition is empty.", at: nil) }
        var parser = WhereParser(tokens)
        let expression = try parser.anyOf()
        guard parser.next.kind == .end else { throw parser.unexpected() }
        return expression
    }

    var next: WhereToken { tokens[position] }
    /// The word behind the next one.
    private var afterNext: WhereToken { tokens[min(position + 1, tokens.count - 1)] }

    mutating func take() -> WhereToken {
        let token = next
        if position < tokens.count - 1 { position += 1 }
        return token
    }

    mutating func take(word: String) -> Bool {
        guard next.isWord(word) else { return false }
        _ = take()
        return true
    }

    mutating func take(symbol: String) -> Bool {
        guard next.isSymbol(symbol) else { return false }
        _ = take()
        return true
    }

    func unexpected(_ wanted: String? = nil) -> WhereError {
        if let wanted { return WhereError(.syntax, "\(wanted) is missing before \(next.words).", at: next.place) }
        if next.kind == .end { return WhereError(.syntax, "The condition ends too early.", at: next.place) }
        let hint = sqlHint(next) ?? (next.isWord("not") ? sqlHint(afterNext) : nil) ?? reversedHint
        return WhereError(.syntax, "\(next.words) is not possible here.", at: next.place, hint: hint)
    }

    /// What to write instead of a word of SQL that does not exist here.
    private func sqlHint(_ token: WhereToken) -> String? {
        guard case .word(let word) = token.kind else { return nil }
        switch word.lowercased() {
        case "like", "ilike", "similar", "regexp", "rlike", "glob", "matches":
            let column = columnBefore ?? "COLUMN"
            return
                "parts of a text: \(column) contains \"cat\", starts with \"cat\", ends with \"cat\"; for any case: "
                + "lower(\(column)) contains \"cat\""
        case "startswith", "endswith":
            let words = word.lowercased().hasPrefix("starts") ? "starts with" : "ends with"
            return "write: \(columnBefore ?? "COLUMN") \(words) \"cat\""
        case "between":
            let column = columnBefore ?? "COLUMN"
            return "write: \(column) >= 100 and \(column) <= 600"
        default: return nil
        }
    }

    /// The column that the word in question follows.
    private var columnBefore: String? {
        guard position > 0 else { return nil }
        switch tokens[position - 1].kind {
        case .word(let word): return word
        case .name(let name): return "`\(name)`"
        default: return nil
        }
    }

    /// `=>` is two signs here.
    private var reversedHint: String? {
        guard position > 0, tokens[position - 1].isSymbol("=") else { return nil }
        return next.isSymbol(">") ? "write >= instead of =>" : next.isSymbol("<") ? "write <= instead of =<" : nil
    }

    mutating func deeper<R>(_ body: (inout WhereParser) throws(WhereError) -> R) throws(WhereError) -> R {
        depth += 1
        guard depth <= Self.maximumDepth else {
            throw WhereError(.syntax, "The condition is nested more than \(Self.maximumDepth) deep.", at: next.place)
        }
        let result = try body(&self)
        depth -= 1
        return result
    }

    mutating func anyOf() throws(WhereError) -> RowExpression {
        let first = try allOf()
        var parts = [first]
        while take(word: "or") { parts.append(try allOf()) }
        return parts.count == 1 ? first : Self.joined(.any(parts), parts)
    }

    private mutating func allOf() throws(WhereError) -> RowExpression {
        let first = try negation()
        var parts = [first]
        while take(word: "and") { parts.append(try negation()) }
        return parts.count == 1 ? first : Self.joined(.all(parts), parts)
    }

    private mutating func negation() throws(WhereError) -> RowExpression {
        let start = next.place
        guard take(word: "not") else { return try test() }
        let part = try deeper { parser throws(WhereError) in try parser.negation() }
        return RowExpression(.not(part), start.lowerBound..<part.place.upperBound)
    }

    private mutating func test() throws(WhereError) -> RowExpression {
        let value = try sum()
        if let comparison = takeComparison() {
            let other = try sum()
            if Self.comparison(next) != nil {
                throw WhereError(
                    .syntax, "Only two values can be compared at a time.", at: next.place,
                    hint: "write a < b and b < c instead of a < b < c")
            }
            return Self.joined(.compare(comparison, value, other), [value, other])
        }
        if take(word: "is") {
            let isNot = take(word: "not")
            let end = next.place
            guard take(word: "null") else { throw unexpected("\"null\"") }
            return Self.negated(
                isNot, RowExpression(.isNull(value), value.place.lowerBound..<end.upperBound))
        }
        let isNot = next.isWord("not") && Self.beginsTest(afterNext)
        if isNot { _ = take() }
        if take(word: "in") { return Self.negated(isNot, try choices(of: value)) }
        if let match = try takeMatch() {
            let (part, place) = try pattern()
            return Self.negated(
                isNot, RowExpression(.match(match, value, part), value.place.lowerBound..<place.upperBound))
        }
        return value
    }

    private static func beginsTest(_ token: WhereToken) -> Bool {
        ["in", "contains", "starts", "ends", "starts_with", "ends_with"].contains { token.isWord($0) }
    }

    private static func comparison(_ token: WhereToken) -> RowExpression.Comparison? {
        guard case .symbol(let symbol) = token.kind else { return nil }
        return switch symbol {
        case "=": .equal
        case "<>": .notEqual
        default: RowExpression.Comparison(rawValue: symbol)
        }
    }

    private mutating func takeComparison() -> RowExpression.Comparison? {
        guard let comparison = Self.comparison(next) else { return nil }
        _ = take()
        return comparison
    }

    private mutating func takeMatch() throws(WhereError) -> RowExpression.Match? {
        if take(word: "contains") { return .contains }
        if take(word: "starts_with") { return .startsWith }
        if take(word: "ends_with") { return .endsWith }
        let match: RowExpression.Match
        if take(word: "starts") {
            match = .startsWith
        } else if take(word: "ends") {
            match = .endsWith
        } else {
            return nil
        }
        guard take(word: "with") else { throw unexpected("\"with\"") }
        return match
    }

    /// The text that is looked for.
    mutating func pattern() throws(WhereError) -> (text: String, place: Range<Int>) {
        guard case .text(let text) = next.kind else {
            throw WhereError(
                .syntax, "Expected a text in quotes, not \(next.words).", at: next.place)
        }
        return (text, take().place)
    }

    private mutating func choices(of value: RowExpression) throws(WhereError) -> RowExpression {
        guard take(symbol: "(") else { throw unexpected("\"(\"") }
        var choices: [RowExpression] = []
        repeat { choices.append(try constant()) } while take(symbol: ",")
        let end = next.place
        guard take(symbol: ")") else { throw unexpected("\",\" or \")\"") }
        return RowExpression(.isOneOf(value, choices), value.place.lowerBound..<end.upperBound)
    }

    private mutating func constant() throws(WhereError) -> RowExpression {
        let start = next.place.lowerBound
        let isNegative = take(symbol: "-")
        let token = take()
        let place = start..<token.place.upperBound
        switch token.kind {
        case .integer(let number): return RowExpression(.integer(isNegative ? -number : number), place)
        case .real(let number): return RowExpression(.real(isNegative ? -number : number), place)
        case .text(let text) where !isNegative: return RowExpression(.text(text), place)
        default:
            throw WhereError(
                .syntax, "A list can have numbers and texts in quotes, not \(token.words).", at: token.place)
        }
    }

    static func joined(_ kind: RowExpression.Kind, _ parts: [RowExpression]) -> RowExpression {
        let start = parts.first?.place.lowerBound ?? 0
        return RowExpression(kind, start..<max(start, parts.last?.place.upperBound ?? 0))
    }

    private static func negated(_ isNegated: Bool, _ part: RowExpression) -> RowExpression {
        isNegated ? RowExpression(.not(part), part.place) : part
    }
}
