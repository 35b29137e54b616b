// What earlier starts of the same run have left, so that totals continue from there.

/// Sums over the shards that were done, and the rows of open shards that were kept, before this start.
package struct EarlierStarts: Hashable, Sendable {
    package var counts: SettledCounts
    package let shards: Int
    /// Failures by tally word as far as they are known; the rest of the failures is reported without a reason.
    package var failures: [String: Int]
    /// Temporary failures.
    package var mayPass: Int
    /// Shards that were begun, and the samples of theirs that are kept; both are in `counts`.
    package var openShards: Int
    package var openSamples: Int

    package init(
        counts: SettledCounts, shards: Int, failures: [String: Int] = [:], mayPass: Int = 0, openShards: Int = 0,
        openSamples: Int = 0
    ) {
        self.counts = counts
        self.shards = shards
        self.failures = failures
        self.mayPass = mayPass
        self.openShards = openShards
        self.openSamples = openSamples
    }

    package static let none = EarlierStarts(counts: SettledCounts(), shards: 0)
}
