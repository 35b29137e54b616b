// Parquet in, as a stream.

internal import ArrowBridge
internal import Files

/// Reads a parquet file, the columns asked for only, a batch at a time. Used by one thread at a time.
///
/// Text is UTF-8, whatever the file has, and dictionaries and views are plain values.
/// Memory does not grow with the file or its row groups: pages are decoded as batches are asked for.
package final class ParquetReader {
    package let schema: ColumnSchema
    /// Rows of each row group, from the footer.
    package let rowGroupRows: [Int]
    private var choices: [ColumnChoice] = []
    /// Freed here.
    private let pointer: OpaquePointer

    /// Opens the file and reads its footer.
    package convenience init(path: String) throws(TableError) {
        do throws(FileError) { try MirroredFolders.willOpen(path) } catch {
            throw TableError(category: .unreadable, detail: error.description)
        }
        try self.init(owning: bridgedHandle { arrow_bridge_parquet_open(path, $0) })
    }

    /// The same for bytes that lie elsewhere, of which only those are read that are needed.
    package convenience init(_ source: any RangedBytes) throws(TableError) {
        var lent = source.lent()
        try self.init(owning: bridgedHandle { arrow_bridge_parquet_open_source(&lent, $0) })
    }

    private init(owning pointer: OpaquePointer) throws(TableError) {
        do throws(TableError) {
            let handle = try bridgedHandle { arrow_bridge_parquet_schema(pointer, $0) }
            schema = ColumnSchema(ColumnSchema.Handle(owning: handle))
        } catch {
            arrow_bridge_parquet_free(pointer)
            throw error
        }
        self.pointer = pointer
        rowGroupRows = (0..<arrow_bridge_parquet_row_groups(pointer)).map {
            Int(arrow_bridge_parquet_rows_in_group(pointer, $0))
        }
    }

    deinit { arrow_bridge_parquet_free(pointer) }

    /// Rows of the whole file.
    package var rowCount: Int { rowGroupRows.reduce(0, +) }

    /// What the footer says of a column's values in one row group; nothing is read.
    package func statistics(ofRowGroup group: Int, column: Int) throws(TableError) -> ColumnStatistics {
        var found = arrow_bridge_statistics()
        defer { arrow_bridge_statistics_clear(&found) }
        _ = try bridged { arrow_bridge_parquet_statistics(pointer, Int64(group), Int64(column), &found, $0) }
        return ColumnStatistics(found, rowCount: rowGroupRows[group])
    }

    /// Begins, or begins again, at the first row of a row group. Nothing before it is read.
    package func start(atRowGroup group: Int, batchRows: Int, columns: [ColumnChoice]) throws(TableError) {
        choices = columns
        let places = columns.map { Int64($0.column) }
        let asText = columns.map(\.isText)
        _ = try withCStrings(columns.map(\.name)) { names throws(TableError) in
            try bridged { error in
                arrow_bridge_parquet_start(
                    pointer, Int64(group), Int64(batchRows), places, names, asText, Int64(places.count), error)
            }
        }
    }

    /// Values so far that were not UTF-8 and were read as Windows-1252, by the column's name in the batches.
    package var repaired: [String: Int] {
        var counts: [String: Int] = [:]
        for (place, choice) in choices.enumerated() {
            let found = Int(arrow_bridge_parquet_repaired(pointer, Int64(place)))
            if found > 0 { counts[choice.name] = found }
        }
        return counts
    }

    /// The next rows, at most a batch; nil at the end of the file.
    package func next() throws(TableError) -> ColumnBatch? {
        guard let batch = try bridged({ arrow_bridge_parquet_next(pointer, $0) }) else { return nil }
        return try ColumnBatch(owning: batch)
    }
}
