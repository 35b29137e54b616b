// The forms that the table of failures is written in.

/// How failed rows are written.
package enum FailureFormat: String, CaseIterable, Sendable {
    case csv, jsonl, parquet

    /// The columns, in their order in every format.
    package static let columns = ["url", "key", "class", "message", "attempts", "shard"]
}
