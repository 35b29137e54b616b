// The stream that is written.

internal import Tables

/// Rows with their columns, written one batch after the other. The stream has an end only when `finish()` has returned.
struct StreamOutput: ~Copyable {
    private let columns: ResultColumns
    private var writer: RecordStreamWriter

    /// Writes the columns.
    ///
    /// - Parameter input: a batch with the columns of the rows that come.
    init(_ descriptor: Int32, columnsOf input: ColumnBatch, and columns: ResultColumns) throws(RowStream.Failure) {
        self.columns = columns
        do throws(TableError) {
            writer = try RecordStreamWriter(
                descriptor: descriptor, columnsOf: input.appending(columns.columns(of: [])))
        } catch {
            throw Self.failure(error)
        }
    }

    /// Writes rows with their results.
    mutating func write(_ rows: ColumnBatch, _ results: [RowResult]) throws(RowStream.Failure) {
        do throws(TableError) {
            try writer.write(rows.appending(columns.columns(of: results)))
        } catch {
            throw Self.failure(error)
        }
    }

    consuming func finish() throws(RowStream.Failure) {
        do throws(TableError) {
            try writer.finish()
        } catch {
            throw Self.failure(error)
        }
    }

    private static func failure(_ error: TableError) -> RowStream.Failure {
        error.category == .readerLeft ? .readerLeft : .output(error.detail)
    }
}
