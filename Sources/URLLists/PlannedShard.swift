// A shard's plan together with its rows.

package import DatasetModel
package import Tables

/// What is to be fetched for one shard.
package struct PlannedShard: Sendable {
    package let plan: ShardPlan
    /// The columns of `URLList.columns`, and that of prior keys behind them; one row per row of the plan.
    package let rows: ColumnBatch
    package let urls: TextColumn
    /// Nil when no caption column was asked for.
    package let captions: TextColumn?
    /// The page each image stands on; nil when no such column was asked for.
    package let referers: TextColumn?
    /// Rows that could not be read, and why; in `rows` they are null everywhere.
    package let brokenRows: [Int: String]
}
