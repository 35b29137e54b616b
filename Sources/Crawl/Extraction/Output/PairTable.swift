// The parquet file of one of the crawl's files.

internal import Files
internal import Ground
internal import Tables

/// Writes pairs under a temporary name; without `publish` nothing of it counts.
final class PairTable {
    /// Rows of 250 bytes: some 25 MB.
    private static let rowGroupRows = 100_000

    private let temporary: String
    private let path: String
    private var writer: ParquetWriter?
    private(set) var rows = 0

    /// - Parameters:
    ///   - path: the file's own name.
    ///   - temporary: its name until it is published, on the same file system.
    init(path: String, temporary: String) {
        self.path = path
        self.temporary = temporary
    }

    func append(_ batch: ColumnBatch) throws(CommandFailure) {
        guard batch.rowCount > 0 else { return }
        do throws(TableError) {
            if writer == nil {
                writer = try ParquetWriter(
                    path: temporary, schema: batch.schema, rowGroupRows: Self.rowGroupRows,
                    plainColumns: PairColumn.unlike.map(\.rawValue))
            }
            try writer?.write(batch)
        } catch {
            throw CommandFailure(writing: path, error)
        }
        rows += batch.rowCount
    }

    /// Gives the complete file its name. Without a row there is no file, and one of an earlier run is removed.
    func publish() throws(CommandFailure) {
        guard let whole = writer.take() else {
            return try Output.writing { () throws(FileError) in try Durable.removeFile(path) }
        }
        do { try whole.finish() } catch { throw CommandFailure(writing: path, error) }
        try Output.writing { () throws(FileError) in
            try Durable.syncFile(temporary)
            try Durable.publish([Durable.Move(from: temporary, to: path)])
        }
    }

    /// Removes what was written.
    func abandon() {
        writer = nil
        // The next run removes what stays.
        try? Durable.removeFile(temporary)
    }
}
