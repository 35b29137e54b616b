// `--top COLUMN:SHARE`, as typed.

/// The rows with the highest numbers of a column: a share of them, or a count.
package struct TopShare: Hashable, Sendable {
    package enum Amount: Hashable, Sendable {
        /// `part` of `whole`; both are whole numbers, so that no rounding decides about a row.
        case share(part: Int, whole: Int)
        case rows(Int)
    }

    package let column: String
    package let amount: Amount

    package init(column: String, amount: Amount) {
        self.column = column
        self.amount = amount
    }

    /// Reads `similarity:30%`, `similarity:0.3` or `similarity:10000`; nil for any other text.
    package init?(_ text: String) {
        // A column's name may have a colon.
        guard let colon = text.lastIndex(of: ":"), colon != text.startIndex else { return nil }
        var number = text[text.index(after: colon)...]
        let isPercent = number.last == "%"
        if isPercent { number.removeLast() }
        guard let (value, scale) = Self.decimal(number), value > 0 else { return nil }
        let whole = isPercent ? scale * 100 : scale
        column = String(text[..<colon])
        if !isPercent, scale == 1 {
            amount = .rows(value)
        } else {
            guard value <= whole else { return nil }
            amount = .share(part: value, whole: whole)
        }
    }

    /// A number without a sign, as `value` / `scale`: at most nine digits behind the point.
    private static func decimal(_ text: Substring) -> (value: Int, scale: Int)? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1] : ""
        let digits = parts[0] + fraction
        guard (1...12).contains(digits.count), fraction.count <= 9, parts.count == 1 || !fraction.isEmpty,
            digits.allSatisfy({ $0.isASCII && $0.isNumber }), let value = Int(digits)
        else { return nil }
        return (value, fraction.reduce(1) { scale, _ in scale * 10 })
    }

    /// How many of `rows` rows are wanted; rounded down.
    package func count(of rows: Int) -> Int {
        switch amount {
        case .rows(let count): return min(count, rows)
        case .share(let part, let whole):
            let product = rows.multipliedFullWidth(by: part)
            return whole.dividingFullWidth(product).quotient
        }
    }
}
