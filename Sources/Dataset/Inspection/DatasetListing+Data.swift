// Finished shards of which the data is gone.

internal import DatasetFolder
internal import ShardFormats

extension DatasetListing {
    /// Names of the shards that have images by their stats, and no data.
    var shardsWithoutData: [String] {
        shards.filter { shard in
            guard shard.data == nil, hasImages(shard), let stats = Self.stats(of: shard), stats.successes > 0 else {
                return false
            }
            // Images may be in the table.
            return shard.dataBytes == 0
        }.map(\.name)
    }
}
