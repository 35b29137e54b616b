// A condition as a tree.

/// A part of a condition: a value, or what is done with values.
struct RowExpression: Sendable {
    enum Comparison: String, Sendable {
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessEqual = "<="
        case greater = ">"
        case greaterEqual = ">="

        /// The one that holds for exchanged sides.
        var exchanged: Comparison {
            switch self {
            case .equal, .notEqual: self
            case .less: .greater
            case .lessEqual: .greaterEqual
            case .greater: .less
            case .greaterEqual: .lessEqual
            }
        }
    }

    enum Arithmetic: String, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
    }

    /// A look for a part of a text.
    enum Match: String, Sendable {
        case contains
        case startsWith = "starts with"
        case endsWith = "ends with"
    }

    enum Function: String, Sendable, CaseIterable {
        /// Characters of a text.
        case length
        case lower
        case upper
        /// The number a text is.
        case number
    }

    indirect enum Kind: Sendable {
        /// A name as typed; `isQuoted` when it stood in backticks, so that it is a column's for sure.
        case name(String, isQuoted: Bool)
        /// A column of the list.
        case column(String)
        /// A column that lists call by one of several names.
        case usual(UsualColumn)
        case integer(Int64)
        case real(Double)
        case text(String)
        case truth(Bool)
        case compare(Comparison, RowExpression, RowExpression)
        case calculate(Arithmetic, RowExpression, RowExpression)
        case negate(RowExpression)
        case all([RowExpression])
        case any([RowExpression])
        case not(RowExpression)
        case isNull(RowExpression)
        case isOneOf(RowExpression, [RowExpression])
        case match(Match, RowExpression, String)
        case function(Function, RowExpression)
    }

    var kind: Kind
    /// Characters of the condition it was read from; empty where it was not read.
    var place: Range<Int>

    init(_ kind: Kind, _ place: Range<Int> = 0..<0) {
        self.kind = kind
        self.place = place
    }

    /// The same with every part rebuilt, the inner ones first.
    func mapped<E: Error>(_ change: (RowExpression) throws(E) -> RowExpression) throws(E) -> RowExpression {
        var parts: [RowExpression] = []
        for part in self.parts { parts.append(try part.mapped(change)) }
        return try change(with(parts: parts))
    }

    /// Whether a name without backticks at that place is what something is compared with.
    func compares(withNameAt place: Range<Int>) -> Bool {
        if case .compare(_, _, let other) = kind, other.place == place, case .name(_, isQuoted: false) = other.kind {
            return true
        }
        return parts.contains { $0.compares(withNameAt: place) }
    }

    /// What it is made of directly.
    var parts: [RowExpression] {
        switch kind {
        case .name, .column, .usual, .integer, .real, .text, .truth: []
        case .compare(_, let a, let b), .calculate(_, let a, let b): [a, b]
        case .negate(let a), .not(let a), .isNull(let a), .match(_, let a, _), .function(_, let a): [a]
        case .all(let parts), .any(let parts): parts
        case .isOneOf(let value, let choices): [value] + choices
        }
    }

    private func with(parts: [RowExpression]) -> RowExpression {
        let kind: Kind =
            switch self.kind {
            case .name, .column, .usual, .integer, .real, .text, .truth: self.kind
            case .compare(let comparison, _, _): .compare(comparison, parts[0], parts[1])
            case .calculate(let arithmetic, _, _): .calculate(arithmetic, parts[0], parts[1])
            case .negate: .negate(parts[0])
            case .not: .not(parts[0])
            case .isNull: .isNull(parts[0])
            case .match(let match, _, let part): .match(match, parts[0], part)
            case .function(let function, _): .function(function, parts[0])
            case .all: .all(parts)
            case .any: .any(parts)
            case .isOneOf: .isOneOf(parts[0], Array(parts.dropFirst()))
            }
        return RowExpression(kind, place)
    }
}
