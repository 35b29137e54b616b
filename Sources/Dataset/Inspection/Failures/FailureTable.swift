// Failed rows as a parquet file.

internal import Ground
internal import Reporting
internal import Tables

/// Writes rows in batches; the file is complete when `finish` has returned. One thread at a time.
package final class FailureTable {
    private static let rowGroupRows = 10_000
    /// Rows with long URLs are written earlier.
    private static let mostBytes = 16 << 20

    private var writer: ParquetWriter?
    private var rows: [FailedRow] = []
    private var bytes = 0
    /// What writes to stdout fails as it does.
    private let isStandardOutput: Bool

    /// - Parameter path: of a file, or nil for stdout.
    package init(path: String?) throws {
        isStandardOutput = path == nil
        let target = try path ?? StandardOutput.path()
        do {
            writer = try ParquetWriter(
                path: target, schema: Self.batch([]).schema, rowGroupRows: Self.rowGroupRows,
                plainColumns: ["url", "key"])
        } catch {
            throw failure(error)
        }
    }

    package func add(_ row: FailedRow) throws {
        rows.append(row)
        bytes += (row.url?.utf8.count ?? 0) + (row.message?.utf8.count ?? 0)
        if rows.count == Self.rowGroupRows || bytes > Self.mostBytes { try write() }
    }

    package func finish() throws {
        try write()
        do throws(TableError) {
            if let writer = writer.take() { try writer.finish() }
        } catch {
            throw failure(error)
        }
    }

    private func write() throws {
        guard !rows.isEmpty else { return }
        do throws(TableError) {
            try writer?.write(Self.batch(rows))
        } catch {
            throw failure(error)
        }
        rows.removeAll(keepingCapacity: true)
        bytes = 0
    }

    private static func batch(_ rows: [FailedRow]) throws(TableError) -> ColumnBatch {
        let values: [NewColumn.Values] = [
            .text(rows.map(\.url)), .text(rows.map(\.key)), .text(rows.map(\.failureClass)), .text(rows.map(\.message)),
            .int32(rows.map { $0.attempts.map { Int32(clamping: $0) } }), .text(rows.map(\.shard)),
        ]
        return try ColumnBatch(
            rowCount: rows.count,
            columns: zip(FailureFormat.columns, values).map { NewColumn(name: $0, values: $1) })
    }

    private func failure(_ error: TableError) -> any Error {
        guard isStandardOutput else { return CommandFailure(.output, error.detail) }
        return StandardOutput.readerHasLeft
            ? StandardOutput.Failure.readerLeft : StandardOutput.Failure.system(error.detail)
    }
}
