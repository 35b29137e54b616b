// The indices that readers of tar shards want beside them.

/// An index written with each shard.
package enum ShardIndexKind: String, Sendable, CaseIterable {
    /// NVIDIA DALI: `00000.idx` beside the tar.
    case dali
    /// webdataset's wids: one `indices/wids/shardindex.json` for the dataset.
    case wids
    /// webshart and cheesechaser: `indices/webshart/00000.json`.
    case webshart
}
