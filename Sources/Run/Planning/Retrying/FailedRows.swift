// The rows of one metadata table that are to be fetched again.

internal import Reporting
internal import Tables

/// Reads a `S.parquet` in batches: the outcome of each row, and what its list said about it.
struct FailedRows {
    private static let batchRows = 4096
    /// The column of the keys: always the last of those that are kept.
    static let keyColumn = "key"

    let path: String
    /// Columns that come from the URL list.
    let columns: [String]
    let hasErrorClasses: Bool

    /// The outcome of a row.
    enum Outcome {
        case had
        case failed(FailureSign)
    }

    /// Gives `body` the key and the outcome of every row, of rows that have a key.
    func forEachOutcome(_ body: (String, Outcome) -> Void) throws(RetryError) {
        try read(columns: []) { batch, outcomes throws(TableError) in
            for (key, outcome) in outcomes { if let key, let outcome { body(key, outcome) } }
        }
    }

    /// Gives `body` the rows that `takes` chooses by key and reason: their list's columns, then their key.
    func forEachChosen(
        _ takes: (String, FailureSign) -> Bool, _ body: (ColumnBatch) throws(TableError) -> Void
    ) throws(RetryError) {
        try read(columns: columns) { batch, outcomes throws(TableError) in
            var parts: [ColumnBatch] = []
            var first: Int?
            let kept = try batch.firstColumns(columns.count + 1)
            for row in 0...outcomes.count {
                if row < outcomes.count, let key = outcomes[row].key, case .failed(let sign)? = outcomes[row].outcome,
                    takes(key, sign)
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
        _ body: (ColumnBatch, [(key: String?, outcome: Outcome?)]) throws(TableError) -> Void
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
            while let batch = try reader.next() { try body(batch, outcomes(of: batch)) }
        } catch {
            throw RetryError(
                error.category == .unwritable || error.category == .diskFull ? .unwritable : .unreadable,
                "\(path): \(error.detail)\n  to see what is whole: img2shards verify")
        }
    }

    private func outcomes(of batch: ColumnBatch) -> [(key: String?, outcome: Outcome?)] {
        let (keys, statuses) = (batch.text(Self.keyColumn), batch.text("status"))
        let (messages, classes) = (batch.text("error_message"), batch.text("error_class"))
        return (0..<batch.rowCount).map { row in
            guard let status = statuses?.string(row) else { return (nil, nil) }
            if status == "success" { return (keys?.string(row), .had) }
            let sign = FailureSign(
                tallyWord: hasErrorClasses ? classes?.string(row) : nil, message: messages?.string(row) ?? "")
            return (keys?.string(row), .failed(sign))
        }
    }
}
