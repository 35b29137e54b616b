// What a condition can come to, judged by bounds alone.

internal import Tables

/// Whether rows within known bounds can make a condition true, or false; or null.
///
/// It errs to one side only: what is called impossible is impossible.
struct PossibleTruth: Hashable {
    private(set) var canBeTrue = true
    private(set) var canBeFalse = true
    private(set) var canBeNull = true

    private static let anything = PossibleTruth()

    private init() {}

    private init(canBeTrue: Bool, canBeFalse: Bool, canBeNull: Bool) {
        self.canBeTrue = canBeTrue
        self.canBeFalse = canBeFalse
        self.canBeNull = canBeNull
    }

    init(of expression: RowExpression, _ statistics: (String) -> ColumnStatistics?) {
        func truth(_ part: RowExpression) -> PossibleTruth { PossibleTruth(of: part, statistics) }
        switch expression.kind {
        case .truth(let truth):
            self.init(canBeTrue: truth, canBeFalse: !truth, canBeNull: false)
        case .all(let parts):
            let found = parts.map(truth)
            self.init(
                canBeTrue: found.allSatisfy(\.canBeTrue), canBeFalse: found.contains { $0.canBeFalse },
                canBeNull: found.contains { $0.canBeNull })
        case .any(let parts):
            let found = parts.map(truth)
            self.init(
                canBeTrue: found.contains { $0.canBeTrue }, canBeFalse: found.allSatisfy(\.canBeFalse),
                canBeNull: found.contains { $0.canBeNull })
        case .not(let part):
            let found = truth(part)
            self.init(canBeTrue: found.canBeFalse, canBeFalse: found.canBeTrue, canBeNull: found.canBeNull)
        case .isNull(let part):
            guard case .column(let name) = part.kind, let known = statistics(name), let nulls = known.nullCount else {
                self.init()
                return
            }
            self.init(canBeTrue: nulls != 0, canBeFalse: nulls != known.rowCount, canBeNull: false)
        case .compare(let comparison, let a, let b):
            self = Self.compared(comparison, a, b, statistics)
        case .isOneOf(let value, let choices):
            let found = choices.map { Self.compared(.equal, value, $0, statistics) }
            self.init(
                canBeTrue: found.contains { $0.canBeTrue }, canBeFalse: found.allSatisfy(\.canBeFalse),
                canBeNull: found.contains { $0.canBeNull })
        case .match(.startsWith, let value, let part):
            self = Self.started(value, part, statistics)
        default:
            self.init()
        }
    }

    private static func compared(
        _ comparison: RowExpression.Comparison, _ a: RowExpression, _ b: RowExpression,
        _ statistics: (String) -> ColumnStatistics?
    ) -> PossibleTruth {
        if case .column(let name) = a.kind { return compared(comparison, statistics(name), with: b) }
        if case .column(let name) = b.kind { return compared(comparison.exchanged, statistics(name), with: a) }
        return anything
    }

    private static func compared(
        _ comparison: RowExpression.Comparison, _ known: ColumnStatistics?, with constant: RowExpression
    ) -> PossibleTruth {
        guard let known, isConstant(constant) else { return anything }
        if known.nullCount == known.rowCount {
            return PossibleTruth(canBeTrue: false, canBeFalse: false, canBeNull: true)
        }
        var found: PossibleTruth
        switch (known.bounds, constant.kind) {
        case (.integers(let low, let high), .integer(let number)):
            found = compared(comparison, low, high, number)
        case (.integers(let low, let high), .real(let number)) where abs(number) < largestExact:
            found = compared(comparison, Double(low), Double(high), number)
        case (.reals(let low, let high), .integer(let number)) where number.magnitude < UInt64(largestExact):
            found = compared(comparison, low, high, Double(number)).withNotANumber(comparison)
        case (.reals(let low, let high), .real(let number)):
            found = compared(comparison, low, high, number).withNotANumber(comparison)
        case (.texts(let low, let high), .text(let text)):
            let bytes = Array(text.utf8)
            found = compared(comparison, Bytes(low), Bytes(high), Bytes(bytes))
            // Bounds of texts may be cut short: that both are the same does not mean that all values are.
            if comparison == .equal || comparison == .notEqual {
                found = comparison == .equal ? found.orFalse : found.orTrue
            }
        default: found = anything
        }
        found.canBeNull = known.nullCount != 0
        return found
    }

    /// Whole numbers up to here are the same as doubles.
    private static let largestExact = 9_007_199_254_740_992.0

    private static func isConstant(_ expression: RowExpression) -> Bool {
        switch expression.kind {
        case .integer, .real, .text: true
        default: false
        }
    }

    private static func compared<Value: Comparable>(
        _ comparison: RowExpression.Comparison, _ low: Value, _ high: Value, _ constant: Value
    ) -> PossibleTruth {
        let (canBeTrue, canBeFalse) =
            switch comparison {
            case .less: (low < constant, high >= constant)
            case .lessEqual: (low <= constant, high > constant)
            case .greater: (high > constant, low <= constant)
            case .greaterEqual: (high >= constant, low < constant)
            case .equal: (low <= constant && constant <= high, low != constant || high != constant)
            case .notEqual: (low != constant || high != constant, low <= constant && constant <= high)
            }
        return PossibleTruth(canBeTrue: canBeTrue, canBeFalse: canBeFalse, canBeNull: true)
    }

    /// Not-a-number, which bounds do not show, is equal to nothing and neither less nor greater.
    private func withNotANumber(_ comparison: RowExpression.Comparison) -> PossibleTruth {
        comparison == .notEqual ? orTrue : orFalse
    }

    private var orTrue: PossibleTruth {
        PossibleTruth(canBeTrue: true, canBeFalse: canBeFalse, canBeNull: canBeNull)
    }

    private var orFalse: PossibleTruth {
        PossibleTruth(canBeTrue: canBeTrue, canBeFalse: true, canBeNull: canBeNull)
    }

    private static func started(
        _ value: RowExpression, _ part: String, _ statistics: (String) -> ColumnStatistics?
    ) -> PossibleTruth {
        guard case .column(let name) = value.kind, let known = statistics(name),
            case .texts(let low, let high) = known.bounds
        else { return anything }
        let start = Bytes(Array(part.utf8))
        let lowReaches = Bytes(low) <= start || low.starts(with: start.bytes)
        let highReaches = Bytes(high) >= start
        return PossibleTruth(
            canBeTrue: lowReaches && highReaches, canBeFalse: true, canBeNull: known.nullCount != 0)
    }

    /// Texts in the order of their bytes, which is parquet's; Swift's own order of strings is another.
    private struct Bytes: Comparable {
        let bytes: [UInt8]

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        static func < (a: Bytes, b: Bytes) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
    }
}
