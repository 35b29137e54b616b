// The failed rows of one metadata table.

internal import DatasetFolder
internal import Reporting
internal import Tables

/// Reads a `S.parquet`, ours or img2dataset's, a batch at a time.
struct FailureReader {
    private static let batchRows = 4096

    let shard: DatasetListing.Shard
    /// Whether `error_class` is a column of ours.
    let hasErrorClasses: Bool

    /// What decides whether a row is listed.
    struct Outcome {
        let key: String?
        let url: String?
        /// nil for a success.
        let sign: FailureSign?
    }

    /// Gives `body` the failed rows that `takes` chooses, in the table's order.
    ///
    /// - Parameter asksOfAll: whether `takes` is asked of successes as well.
    func forEach(
        asksOfAll: Bool, where takes: (Outcome) -> Bool, _ body: (FailedRow) throws -> Void
    ) throws {
        guard let path = shard.metadata else { return }
        let reader: ParquetReader
        var columns: [ColumnChoice] = []
        do throws(TableError) {
            reader = try ParquetReader(path: path)
            guard !reader.rowGroupRows.isEmpty else { return }
            let extras = hasErrorClasses ? ["error_class", "attempts"] : []
            for name in ["key", "status", "error_message", "url"] + extras {
                if let place = reader.schema.index(of: name) {
                    columns.append(ColumnChoice(column: place, name: name, isText: name != "attempts"))
                } else if name == "key" || name == "status" {
                    throw TableError(category: .misuse, detail: "it has no column \"\(name)\"")
                }
            }
            try reader.start(atRowGroup: 0, batchRows: Self.batchRows, columns: columns)
        } catch {
            throw InspectionError(.unreadable, "\(path): \(error.detail)")
        }
        while let batch = try next(reader, path) {
            let cells = Cells(batch)
            for row in 0..<batch.rowCount {
                let isSuccess = cells.isSuccess(row)
                guard !isSuccess || asksOfAll else { continue }
                let outcome = cells.outcome(row, isSuccess: isSuccess)
                guard takes(outcome), let sign = outcome.sign else { continue }
                try body(cells.failedRow(row, outcome, sign, shard: shard.name))
            }
        }
    }

    private func next(_ reader: ParquetReader, _ path: String) throws(InspectionError) -> ColumnBatch? {
        do {
            return try reader.next()
        } catch {
            throw InspectionError(.unreadable, "\(path): \(error.detail)")
        }
    }

    /// Columns of a batch as text.
    private struct Cells {
        let keys, statuses, messages, urls, classes, attempts: TextColumn?

        init(_ batch: ColumnBatch) {
            keys = batch.text("key")
            statuses = batch.text("status")
            messages = batch.text("error_message")
            urls = batch.text("url")
            classes = batch.text("error_class")
            attempts = batch.text("attempts", wholeNumbers: true)
        }

        func isSuccess(_ row: Int) -> Bool { statuses?.withBytes(row) { $0.elementsEqual("success".utf8) } ?? false }

        func outcome(_ row: Int, isSuccess: Bool) -> Outcome {
            Outcome(
                key: keys?.string(row), url: urls?.string(row),
                sign: isSuccess
                    ? nil : FailureSign(tallyWord: classes?.string(row), message: messages?.string(row) ?? ""))
        }

        func failedRow(_ row: Int, _ outcome: Outcome, _ sign: FailureSign, shard: String) -> FailedRow {
            FailedRow(
                url: outcome.url, key: outcome.key, failureClass: sign.word, message: messages?.string(row),
                attempts: attempts?.string(row).flatMap { Int($0) }, shard: shard)
        }
    }
}
