// Rows that were retried are in a dataset more than once; this decides which of them counts.

internal import DatasetFolder
internal import DatasetModel

/// The last word on each row: what the newest retry says of it, else what its own shard does.
///
/// Holds the keys of all rows that were tried again.
struct RetriedRows {
    private let retries: [Range<Int>]
    private var keys: Set<String> = []

    /// - Parameter history: of the dataset; nil where there is no record.
    init(_ history: RunHistory?) {
        retries = (history?.runs ?? []).enumerated().compactMap { index, run in
            run.retry == nil ? nil : history?.shards(ofRun: index)
        }
    }

    /// Whether there was any retry.
    var isNeeded: Bool { !retries.isEmpty }

    func isRetry(_ shard: DatasetListing.Shard) -> Bool { retries.contains { $0.contains(shard.id.number) } }

    /// Shards in the order in which their rows must be passed to `counts`: newest retries first, other shards last.
    func ordered(_ shards: [DatasetListing.Shard]) -> [DatasetListing.Shard] {
        shards.filter { isRetry($0) }.reversed() + shards.filter { !isRetry($0) }
    }

    /// Whether a row counts: no newer outcome of it was passed in before.
    mutating func counts(_ key: String, isSuccess: Bool, inRetry: Bool) -> Bool {
        // Without a key it cannot be distinguished from others.
        guard !key.isEmpty else { return !inRetry }
        return inRetry ? keys.insert(key).inserted : isSuccess || !keys.contains(key)
    }
}
