// Counts as people read them: 12,933,524.

extension Int {
    /// The number with a comma between every three digits, in every locale: `12,933,524`.
    package var grouped: String {
        var text = ""
        let digits = String(magnitude)
        var untilComma = digits.utf8.count
        for digit in digits {
            if untilComma % 3 == 0, !text.isEmpty { text.append(",") }
            text.append(digit)
            untilComma -= 1
        }
        return self < 0 ? "-" + text : text
    }
}
