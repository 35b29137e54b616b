// A shard that is done.

package import DatasetModel

/// A finished shard and its numbers.
package struct FinishedShard: Hashable, Sendable {
    package let id: ShardID
    package let stats: ShardStats
    /// Bytes of the data file; 0 for a format without one.
    package let dataBytes: Int

    package init(id: ShardID, stats: ShardStats, dataBytes: Int) {
        self.id = id
        self.stats = stats
        self.dataBytes = dataBytes
    }
}
