// How often each status came, in bounded memory.

/// Counts of status texts: `success` and the reasons of failures.
///
/// Above `maximumTexts` different texts the rarer half is dropped, as reasons with addresses in them could
/// otherwise be as many as the rows.
package struct StatusCounter: Hashable, Sendable {
    /// img2dataset's bound.
    package static let defaultMaximumTexts = 100_000

    package let maximumTexts: Int
    /// The counts that are held.
    package private(set) var counts: [String: Int] = [:]

    package init(maximumTexts: Int = Self.defaultMaximumTexts) {
        precondition(maximumTexts > 0)
        self.maximumTexts = maximumTexts
    }

    package mutating func add(_ text: String, count: Int = 1) {
        counts[text, default: 0] += count
        if counts.count > maximumTexts { dropRarerHalf() }
    }

    /// Most frequent first; equal counts by text, so that the order is always the same.
    package var byFrequency: [(text: String, count: Int)] {
        counts.map { (text: $0.key, count: $0.value) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.text < $1.text }
    }

    private mutating func dropRarerHalf() {
        counts = Dictionary(
            uniqueKeysWithValues: byFrequency.prefix(maximumTexts / 2).map { ($0.text, $0.count) })
    }
}
