// Numbers as people type them, as the parser takes them.

internal import Foundation

/// A number with a unit, a power of ten or separators, written out.
package enum PlainNumber {
    /// - Parameters:
    ///   - text: `100k`, `5%`, `1e6`, `1,000` or, of seconds, `10s`, `5m`.
    ///   - isTime: units are those of a time, and the number is of seconds.
    /// - Returns: nil for what is no number; `100000`, `0.05`.
    package static func of(_ text: String, isTime: Bool) -> String? {
        let number = number(text, isTime: isTime)
        return number == text ? nil : number
    }

    private static func number(_ text: String, isTime: Bool) -> String? {
        let text = text.filter { $0 != "_" && $0 != " " }
        let digits = text.prefix { $0.isASCII && ($0.isNumber || ".,-+".contains($0)) }
        guard let first = digits.first(where: \.isNumber), first.isASCII else { return nil }
        // `1e6`, but not `1,000e6`.
        if let whole = Double(text), whole.isFinite { return written(whole) }
        guard let number = Double(withoutSeparators(String(digits))) else { return nil }
        let unit = text.dropFirst(digits.count)
        if unit.isEmpty { return written(number) }
        guard let factor = (isTime ? seconds[unit.lowercased()] : multiples[String(unit)]) else { return nil }
        // A product of decimals has more digits than were typed: 0.3 % is 0.003.
        return written((number * factor * 1e12).rounded() / 1e12)
    }

    private static let seconds: [String: Double] = [
        "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "ms": 0.001, "m": 60, "min": 60, "mins": 60,
        "minutes": 60, "h": 3600, "hour": 3600, "hours": 3600,
    ]

    /// `m` is a million: nobody types a thousandth.
    private static let multiples: [String: Double] = [
        "%": 0.01, "k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "g": 1e9, "G": 1e9, "B": 1e9, "bn": 1e9, "px": 1,
        "x": 1, "s": 1, "rows": 1,
    ]

    /// `1,000` and `1,000,000` are whole; a single comma otherwise is a decimal point.
    private static func withoutSeparators(_ digits: String) -> String {
        let groups = digits.split(separator: ",", omittingEmptySubsequences: false)
        guard groups.count > 1 else { return digits }
        let isGrouped = groups.dropFirst().allSatisfy { $0.count == 3 }
        return groups.joined(separator: isGrouped ? "" : ".")
    }

    private static func written(_ number: Double) -> String? {
        guard number.magnitude < 1e15 else { return nil }
        if number == number.rounded() { return String(Int(number)) }
        return number.magnitude < 1e-4 ? String(format: "%.12g", number) : String(number)
    }
}
