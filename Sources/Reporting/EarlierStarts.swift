// What earlier starts of the same run have left, so that totals go on where they stopped.

/// Sums over the shards that were done, and kept, before this start.
package struct EarlierStarts: Hashable, Sendable {
    package let counts: SettledCounts
    package let shards: Int
    /// Failures by tally word as far as they are known; the rest of the failures is told without a reason.
    package let failures: [String: Int]

    package init(counts: SettledCounts, shards: Int, failures: [String: Int] = [:]) {
        self.counts = counts
        self.shards = shards
        self.failures = failures
    }

    package static let none = EarlierStarts(counts: SettledCounts(), shards: 0)
}
