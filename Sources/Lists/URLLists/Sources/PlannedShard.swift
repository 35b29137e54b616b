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
    /// The hash each body is to have, in hexadecimal digits; nil when no such column was asked for.
    package let expectedHashes: TextColumn?
    /// All columns that were read, those of `URLListOptions.columnsBeside` among them.
    package let allColumns: ColumnBatch
    /// The files that the rows come from, in order.
    package let parts: [Part]
    /// Rows that could not be read, and why; in `rows` they are null everywhere.
    package let brokenRows: [Int: String]

    /// Before the names of columns beside those of the dataset: no list's column can have such a name there.
    package static let besidePrefix = "beside:"

    /// Rows of one file.
    package struct Part: Sendable {
        /// The file's path, as given.
        package let file: String
        package let rowCount: Int
    }
}
