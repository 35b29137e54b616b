// By what an image of one dataset is known in another one.

internal import DatasetModel
internal import Tables

/// The key of an image alone may be that of another image in another dataset: URL and caption must be the same, too.
struct TakenKey {
    /// All three, each behind its length.
    let text: String

    private init(_ parts: [String?]) {
        text = parts.map { part in part.map { "\($0.utf8.count) \($0)" } ?? "-" }.joined(separator: " ")
    }

    /// The images of a table that stands beside embeddings, or will.
    static func all(of table: ColumnBatch) -> [TakenKey] {
        let columns = [ScoreColumns.key, "url", "caption"].map { table.text($0) }
        return (0..<table.rowCount).map { row in TakenKey(columns.map { $0?.string(row) }) }
    }
}
