// The part of a condition between its comparisons: sums, products, signs, calls, names and constants.

extension WhereParser {
    mutating func sum() throws(WhereError) -> RowExpression {
        var value = try product()
        while case .symbol(let symbol) = next.kind, symbol == "+" || symbol == "-",
            let arithmetic = RowExpression.Arithmetic(rawValue: symbol)
        {
            _ = take()
            let other = try product()
            value = Self.joined(.calculate(arithmetic, value, other), [value, other])
        }
        return value
    }

    private mutating func product() throws(WhereError) -> RowExpression {
        var value = try signed()
        while case .symbol(let symbol) = next.kind, symbol == "*" || symbol == "/",
            let arithmetic = RowExpression.Arithmetic(rawValue: symbol)
        {
            _ = take()
            let other = try signed()
            value = Self.joined(.calculate(arithmetic, value, other), [value, other])
        }
        return value
    }

    private mutating func signed() throws(WhereError) -> RowExpression {
        let start = next.place.lowerBound
        guard take(symbol: "-") else { return try atom() }
        let value = try deeper { parser throws(WhereError) in try parser.signed() }
        let place = start..<value.place.upperBound
        switch value.kind {
        case .integer(let number): return RowExpression(.integer(-number), place)
        case .real(let number): return RowExpression(.real(-number), place)
        default: return RowExpression(.negate(value), place)
        }
    }

    private mutating func atom() throws(WhereError) -> RowExpression {
        let token = next
        switch token.kind {
        case .integer(let number): return RowExpression(.integer(number), take().place)
        case .real(let number): return RowExpression(.real(number), take().place)
        case .text(let text): return RowExpression(.text(text), take().place)
        case .name(let name): return RowExpression(.name(name, isQuoted: true), take().place)
        case .word(let word): return try named(word)
        case .symbol("("):
            _ = take()
            var value = try deeper { parser throws(WhereError) in try parser.anyOf() }
            let end = next.place
            guard take(symbol: ")") else { throw unexpected("\")\"") }
            value.place = token.place.lowerBound..<end.upperBound
            return value
        case .symbol, .end: throw unexpected()
        }
    }

    private static let reservedWords: Set<String> = ["and", "or", "not", "in", "is"]

    private mutating func named(_ word: String) throws(WhereError) -> RowExpression {
        let lowered = word.lowercased()
        if Self.reservedWords.contains(lowered) { throw unexpected() }
        if lowered == "null" {
            throw WhereError(
                .syntax, "Nothing is equal to null.", at: next.place, hint: "write: is null, or: is not null")
        }
        let token = take()
        if lowered == "true" || lowered == "false" { return RowExpression(.truth(lowered == "true"), token.place) }
        guard next.isSymbol("(") else { return RowExpression(.name(word, isQuoted: false), token.place) }
        _ = take()
        let value = try deeper { parser throws(WhereError) in try parser.anyOf() }
        if let match = Self.matchFunctions[lowered] {
            guard take(symbol: ",") else { throw unexpected("\",\"") }
            let (part, _) = try pattern()
            return RowExpression(.match(match, value, part), try closed(from: token))
        }
        guard let function = RowExpression.Function(rawValue: lowered) else {
            let known = RowExpression.Function.allCases.map(\.rawValue) + ["contains", "starts_with", "ends_with"]
            throw WhereError(
                .syntax, "There is no function \"\(word)\".", at: token.place,
                hint: "functions: " + known.joined(separator: ", "))
        }
        return RowExpression(.function(function, value), try closed(from: token))
    }

    private static let matchFunctions: [String: RowExpression.Match] = [
        "contains": .contains, "starts_with": .startsWith, "ends_with": .endsWith,
    ]

    /// Takes the closing parenthesis of a call that began with `token`.
    private mutating func closed(from token: WhereToken) throws(WhereError) -> Range<Int> {
        let end = next.place
        guard take(symbol: ")") else { throw unexpected("\")\"") }
        return token.place.lowerBound..<end.upperBound
    }
}
