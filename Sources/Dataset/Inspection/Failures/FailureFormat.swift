// The forms that the table of failures is written in.

/// How failed rows are written.
package enum FailureFormat: String, CaseIterable, Sendable {
    case csv, jsonl, parquet

    /// What a file's name says: `failed.parquet`; nil where it says nothing.
    package init?(endingOf path: String) {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        self.init(rawValue: path[path.index(after: dot)...].lowercased())
    }

    /// The columns, in their order in every format.
    package static let columns = ["url", "key", "class", "message", "attempts", "shard"]
}
