// The rows of one metadata table that are to be fetched again.

internal import DatasetFolder
internal import Reporting
internal import Tables

/// Reads a `S.parquet` in batches: the outcome of each row, and what its list said about it.
struct FailedRows {
    private static let batchRows = 4096
    /// The column of the keys: always the last of those that are kept.
    static let keyColumn = "key"
    static let urlColumn = "url"

    let path: String
    /// Of the table.
    let dataset: TypedDataset
    /// Columns that come from the URL list.
    let columns: [String]
    let hasErrorClasses: Bool

    /// The outcome of a row.
    enum Outcome {
        case succeeded
        case failed(FailureSign)
    }

    /// A row of the table; nil where the table does not say.
    private struct Row {
        var key: String?
        var url: String?
        var outcome: Outcome?
    }

    /// Gives `body` the key, the URL and the outcome of every row, of rows that have a key.
    func forEachOutcome(_ body: (String, String?, Outcome) -> Void) throws(RetryError) {
        try read(columns: [Self.urlColumn]) { batch, rows throws(TableError) in
            for row in rows { if let key = row.key, let outcome = row.outcome { body(key, row.url, outcome) } }
        }
    }

    /// Gives `body` the rows that `takes` chooses by key, URL and reason: their list's columns, then their key.
    func forEachChosen(
        _ takes: (String, String?, FailureSign) -> Bool, _ body: (ColumnBatch) throws(TableError) -> Void
    ) throws(RetryError) {
        try read(columns: columns) { batch, rows throws(TableError) in
            var parts: [ColumnBatch] = []
            var first: Int?
            let kept = try batch.firstColumns(columns.count + 1)
            for row in 0...rows.count {
                if row < rows.count, let key = rows[row].key, case .failed(let sign)? = rows[row].outcome,
                    takes(key, rows[row].url, sign)
                {
                    first = first ?? row
                } else if let begun = first {
                    parts.append(kept.slice(from: begun, count: row - begun))
                    first = nil
                }
            }
            if !parts.isEmpty { try body(ColumnBatch.concatenate(parts)) }
        }
    }

    private func read(
        columns: [String],
        _ body: (ColumnBatch, [Row]) throws(TableError) -> Void
    ) throws(RetryError) {
        do throws(TableError) {
            let reader = try ParquetReader(path: path)
            guard !reader.rowGroupRows.isEmpty else { return }
            // These are text in every table of ours, whatever the list's were.
            let texts = ["caption", "url", Self.keyColumn, "status", "error_message", "error_class"]
            var choices: [ColumnChoice] = []
            let signs = ["status", "error_message"] + (hasErrorClasses ? ["error_class"] : [])
            for name in columns + [Self.keyColumn] + signs {
                guard let place = reader.schema.index(of: name) else {
                    // Begun by img2dataset, a dataset may have tables of both kinds.
                    if name == "error_class" { continue }
                    throw TableError(category: .misuse, detail: "it has no column \"\(name)\"")
                }
                choices.append(ColumnChoice(column: place, name: name, isText: texts.contains(name)))
            }
            try reader.start(atRowGroup: 0, batchRows: Self.batchRows, columns: choices)
            while let batch = try reader.next() { try body(batch, rows(of: batch)) }
        } catch {
            throw RetryError(
                error.category == .unwritable || error.category == .diskFull ? .unwritable : .unreadable,
                "\(path): \(error.detail)\n  to see what is whole: \(dataset.command("verify"))")
        }
    }

    private func rows(of batch: ColumnBatch) -> [Row] {
        let (keys, urls, statuses) = (
            batch.text(Self.keyColumn), batch.text(Self.urlColumn), batch.text("status")
        )
        let (messages, classes) = (batch.text("error_message"), batch.text("error_class"))
        return (0..<batch.rowCount).map { row in
            guard let status = statuses?.string(row) else { return Row() }
            if status == "success" { return Row(key: keys?.string(row), url: urls?.string(row), outcome: .succeeded) }
            let sign = FailureSign(
                tallyWord: hasErrorClasses ? classes?.string(row) : nil, message: messages?.string(row) ?? "")
            return Row(key: keys?.string(row), url: urls?.string(row), outcome: .failed(sign))
        }
    }
}
