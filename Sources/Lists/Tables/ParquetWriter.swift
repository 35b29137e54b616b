// Parquet out.

internal import ArrowBridge

/// Writes one parquet file: zstd, statistics, dictionaries. The file is whole only when `finish()` has returned;
/// dropped before, it has no footer and no reader takes it.
package struct ParquetWriter: ~Copyable {
    /// Freed by `deinit`; used by one thread at a time.
    private let pointer: OpaquePointer

    /// Creates the file, or empties the one that is there.
    ///
    /// - Parameters:
    ///   - rowGroupRows: rows per row group; a few thousand read well.
    ///   - rawColumn: a column of bytes that are compressed already, `image.bytes` for a field of a record: it gets
    ///     neither compression nor statistics nor a dictionary.
    ///   - plainColumns: columns without a dictionary: their values are hardly ever the same.
    package init(
        path: String, schema: ColumnSchema, rowGroupRows: Int = 10_000, rawColumn: String? = nil,
        plainColumns: [String] = []
    ) throws(TableError) {
        precondition(rowGroupRows > 0)
        pointer = try withCStrings(plainColumns) { names throws(TableError) in
            try bridgedHandle {
                arrow_bridge_parquet_writer_open(
                    path, schema.handle.pointer, Int64(rowGroupRows), rawColumn, names, Int64(plainColumns.count), $0)
            }
        }
    }

    /// Ends the row group before it is full; what is written next begins another.
    package mutating func endRowGroup() throws(TableError) {
        _ = try bridged { arrow_bridge_parquet_writer_end_row_group(pointer, $0) }
    }

    /// Appends the batch, which has the columns the file was opened with.
    package mutating func write(_ batch: ColumnBatch) throws(TableError) {
        _ = try bridged { arrow_bridge_parquet_writer_write(pointer, batch.pointer, $0) }
    }

    /// Writes the footer and closes the file.
    package consuming func finish() throws(TableError) {
        _ = try bridged { arrow_bridge_parquet_writer_close(pointer, $0) }
    }

    deinit { arrow_bridge_parquet_writer_free(pointer) }
}
