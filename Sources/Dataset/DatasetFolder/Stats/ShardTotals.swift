// The sum of many shards: what a resumed run already has.

/// Numbers of all finished shards together.
package struct ShardTotals: Hashable, Sendable {
    package private(set) var shards = 0
    package private(set) var count = 0
    package private(set) var successes = 0
    package private(set) var failedToDownload = 0
    package private(set) var failedToResize = 0
    /// Bytes of the data files.
    package private(set) var dataBytes = 0
    package private(set) var statuses = StatusCounter()
    /// Failures by class, of the shards whose stats name classes.
    package private(set) var classes: [String: Int] = [:]
    /// Statuses of the shards whose stats do not: img2dataset's.
    package private(set) var unclassedStatuses = StatusCounter()

    package init() {}

    package mutating func add(_ shard: FinishedShard) {
        shards += 1
        count += shard.stats.count
        successes += shard.stats.successes
        failedToDownload += shard.stats.failedToDownload
        failedToResize += shard.stats.failedToResize
        dataBytes += shard.dataBytes
        for (text, count) in shard.stats.statuses.counts { statuses.add(text, count: count) }
        if shard.stats.failures.classes.isEmpty {
            for (text, count) in shard.stats.statuses.counts { unclassedStatuses.add(text, count: count) }
        }
        // The words are a closed set, but the file may be anybody's.
        for (word, count) in shard.stats.failures.classes where classes[word] != nil || classes.count < 2000 {
            classes[word, default: 0] &+= count
        }
    }
}
