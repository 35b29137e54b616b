// Whether a condition's parts fit each other and the columns.

/// Finds the kind of each part of a condition whose names are columns.
struct ExpressionChecker {
    let kinds: [String: ValueKind]

    /// - Throws: `wrongType`, with the place.
    func checkCondition(_ expression: RowExpression) throws(WhereError) {
        let found = try kind(of: expression)
        guard found == .truth || found == .unknown else {
            throw WhereError(
                .wrongType, "\(statement(expression, found)), which is no condition.", at: expression.place,
                hint: comparisonHint(expression, found))
        }
    }

    /// How a value becomes a condition. A column alone may be what a shell has left of one.
    private func comparisonHint(_ part: RowExpression, _ kind: ValueKind) -> String? {
        let test: String
        switch kind {
        case .number: test = ">= 512"
        case .text: test = "== \"word\""
        default: return nil
        }
        guard let name = words(part) else { return "compare it, as in: \(test)" }
        return "compare it, and put the whole in quotes: --where '\(name) \(test)' "
            + "(without quotes the shell takes > and < for itself and makes a file)"
    }

    private func kind(of expression: RowExpression) throws(WhereError) -> ValueKind {
        switch expression.kind {
        case .name(let name, _): .other(name)
        case .usual: .unknown
        case .column(let name): kinds[name] ?? .unknown
        case .integer, .real: .number
        case .text: .text
        case .truth: .truth
        case .compare(let comparison, let a, let b): try compared(comparison, a, b)
        case .calculate(_, let a, let b): try numbers([a, b])
        case .negate(let a): try numbers([a])
        case .all(let parts), .any(let parts): try conditions(parts)
        case .not(let part): try conditions([part])
        case .isNull(let value):
            try nullable(value)
        case .isOneOf(let value, let choices): try oneOf(value, choices)
        case .match(let match, let value, _): try text(value, for: "\"\(match.rawValue)\"", gives: .truth)
        case .function(let function, let value): try called(function, value)
        }
    }

    private func numbers(_ parts: [RowExpression]) throws(WhereError) -> ValueKind {
        for part in parts {
            let found = try kind(of: part)
            guard found == .number || found == .unknown else {
                throw WhereError(
                    .wrongType, "\(statement(part, found)); only numbers can be calculated with.", at: part.place,
                    hint: found == .text ? numberHint(part) : nil)
            }
        }
        return .number
    }

    private func conditions(_ parts: [RowExpression]) throws(WhereError) -> ValueKind {
        for part in parts { try checkCondition(part) }
        return .truth
    }

    private func nullable(_ value: RowExpression) throws(WhereError) -> ValueKind {
        _ = try kind(of: value)
        return .truth
    }

    private func compared(
        _ comparison: RowExpression.Comparison, _ a: RowExpression, _ b: RowExpression
    ) throws(WhereError) -> ValueKind {
        let first = try kind(of: a)
        let second = try kind(of: b)
        for (part, found) in [(a, first), (b, second)] {
            if case .other = found {
                throw WhereError(
                    .wrongType, "\(statement(part, found)), which cannot be compared.", at: part.place,
                    hint: "it can be asked for null: is null, is not null")
            }
        }
        if first == .unknown || second == .unknown { return .truth }
        guard first == second else { throw mismatch(a, first, b, second) }
        if first == .truth, comparison != .equal, comparison != .notEqual {
            throw WhereError(
                .wrongType, "True and false have no order: they can be compared with == and != only.", at: a.place)
        }
        return .truth
    }

    private func oneOf(_ value: RowExpression, _ choices: [RowExpression]) throws(WhereError) -> ValueKind {
        for choice in choices { _ = try compared(.equal, value, choice) }
        return .truth
    }

    private func called(_ function: RowExpression.Function, _ value: RowExpression) throws(WhereError) -> ValueKind {
        switch function {
        case .length: return try text(value, for: "length", gives: .number)
        case .lower, .upper: return try text(value, for: function.rawValue, gives: .text)
        case .number:
            let found = try kind(of: value)
            guard found == .number || found == .text || found == .unknown else {
                throw WhereError(
                    .wrongType, "\(statement(value, found)); a text can be read as a number.", at: value.place)
            }
            return .number
        }
    }

    private func text(
        _ value: RowExpression, for what: String, gives result: ValueKind
    ) throws(WhereError) -> ValueKind {
        let found = try kind(of: value)
        guard found == .text || found == .unknown else {
            throw WhereError(.wrongType, "\(statement(value, found)); \(what) is for text.", at: value.place)
        }
        return result
    }

    private func mismatch(
        _ a: RowExpression, _ first: ValueKind, _ b: RowExpression, _ second: ValueKind
    ) -> WhereError {
        var hint: String?
        for (part, found, other, otherKind) in [(a, first, b, second), (b, second, a, first)] {
            if case .text(let text) = part.kind, otherKind == .number {
                hint = Double(text) == nil ? nil : "write \(text) without quotes"
            } else if case .integer(let number) = part.kind, found == .number, otherKind == .text {
                hint = "write \"\(number)\" for the text, or number(\(words(other) ?? "…")) for the number it is"
            } else if case .real = part.kind, found == .number, otherKind == .text {
                hint = numberHint(other)
            }
        }
        return WhereError(
            .wrongType, "\(statement(a, first)), \(statement(b, second)).",
            at: a.place.lowerBound..<max(a.place.upperBound, b.place.upperBound), hint: hint)
    }

    private func numberHint(_ part: RowExpression) -> String {
        "to use a text as a number: number(\(words(part) ?? "…"))"
    }

    private func words(_ part: RowExpression) -> String? {
        guard case .column(let name) = part.kind else { return nil }
        return name
    }

    /// What a part is: `WIDTH holds numbers`, `"512" is text`.
    private func statement(_ part: RowExpression, _ kind: ValueKind) -> String {
        switch part.kind {
        case .column(let name): "\(name) holds \(kind.words)"
        case .integer(let number): "\(number) is a number"
        case .real(let number): "\(number) is a number"
        case .text(let text): "\"\(text)\" is text"
        case .truth(let truth): "\(truth) is no number and no text"
        default: "this part gives \(kind.words)"
        }
    }
}
