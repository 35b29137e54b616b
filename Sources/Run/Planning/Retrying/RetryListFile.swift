// The URL list of a retry on its way to the disk.

internal import Files
internal import Tables

/// One parquet file of rows with the same columns and types. One thread at a time.
final class RetryListFile {
    private static let rowGroupRows = 10_000

    let path: String
    private(set) var rowCount = 0
    private var writer: ParquetWriter?

    init(path: String, schema: ColumnSchema) throws(TableError) {
        self.path = path
        writer = try ParquetWriter(path: path, schema: schema, rowGroupRows: Self.rowGroupRows)
    }

    func append(_ rows: ColumnBatch) throws(TableError) {
        try writer?.write(rows)
        rowCount += rows.rowCount
    }

    /// Completes the file and makes it reach the disk: the record of a retry must not outlive its list.
    func finish() throws(TableError) {
        if let writer = writer.take() { try writer.finish() }
        do {
            try Durable.syncFile(path)
            try Durable.syncFolder(Durable.parent(of: path))
        } catch {
            throw TableError(category: .unwritable, detail: error.description)
        }
    }
}
