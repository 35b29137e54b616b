// A moment as logs write it: 2026-11-21T09:00:10Z.

/// A moment in UTC, to the second.
package struct UTCTimestamp: Hashable, Sendable {
    package let secondsSince1970: Int

    package init(secondsSince1970: Int) { self.secondsSince1970 = secondsSince1970 }

    /// ISO 8601 with a `Z`.
    package var text: String {
        let (days, second) = secondsSince1970.quotientAndRemainderFloored(by: 86_400)
        let date = UTCTimestamp.date(daysSince1970: days)
        let clock = [second / 3600, second / 60 % 60, second % 60].map { UTCTimestamp.padded($0, 2) }
        return UTCTimestamp.padded(date.year, 4) + "-" + UTCTimestamp.padded(date.month, 2) + "-"
            + UTCTimestamp.padded(date.day, 2) + "T" + clock.joined(separator: ":") + "Z"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// The Gregorian date: eras of 400 years are 146,097 days, and a year that begins in March has its leap day last.
    private static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = (days + 719_468).quotientAndRemainderFloored(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
    }
}

extension Int {
    fileprivate func quotientAndRemainderFloored(by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
