// Everything that is known of a shard when its last row is settled.

internal import DatasetModel
internal import Tables

/// A complete shard, for those who make its files.
package struct ShardContents {
    let plan: ShardPlan
    let settings: ShardSettings
    let keys: ShardKeys
    /// The rows of the list that are in this shard, or in this part of it.
    let rows: ColumnBatch
    /// One for every row, in list order; of a part, their indices have gaps.
    let records: [SampleRecord]
    /// Where each row's sample lies in the open file; nil for a failure. In list order.
    let ranges: [Range<Int>?]
    /// Called from time to time while files are made: the work takes long, and this shows progress.
    var beat: @Sendable () -> Void = {}
}
