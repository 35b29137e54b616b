// Rows that were retried are in a dataset more than once; this decides which of them counts.

package import DatasetFolder
internal import DatasetModel

/// The last word on each row: what the newest retry says of it, else what its own shard does.
///
/// Holds the keys of all rows that were tried again.
package struct RetriedRows: Sendable {
    private let retries: [Range<Int>]
    /// The newest retry of each row, by its key or its URL. Rows with one URL are in one retry, and all of them count.
    private var newest: [String: Int] = [:]

    /// - Parameter history: of the dataset; nil where there is no record.
    package init(_ history: RunHistory?) {
        retries = (history?.runs ?? []).enumerated().compactMap { index, run in
            run.retry == nil ? nil : history?.shards(ofRun: index)
        }
    }

    /// Whether there was any retry.
    package var isNeeded: Bool { !retries.isEmpty }

    /// Whether a shard is of a retry.
    package func isRetry(_ shard: DatasetListing.Shard) -> Bool { retry(of: shard) != nil }

    private func retry(of shard: DatasetListing.Shard) -> Int? {
        retries.firstIndex { $0.contains(shard.id.number) }
    }

    /// Shards in the order in which their rows must be passed to `counts`: newest retries first, other shards last.
    package func ordered(_ shards: [DatasetListing.Shard]) -> [DatasetListing.Shard] {
        shards.filter { retry(of: $0) != nil }.reversed() + shards.filter { retry(of: $0) == nil }
    }

    /// Whether a row counts: no newer outcome of it was passed in before.
    ///
    /// - Parameter row: what the row has in the shards of retries, too: its key, or where retries give new keys its URL.
    package mutating func counts(_ row: String, isSuccess: Bool, in shard: DatasetListing.Shard) -> Bool {
        let retry = retry(of: shard)
        // Without a key it cannot be distinguished from others.
        guard !row.isEmpty else { return retry == nil }
        guard let retry else { return isSuccess || newest[row] == nil }
        let known = newest[row] ?? retry
        newest[row] = known
        return known == retry
    }
}
