// Arrow's streams out.

internal import ArrowBridge

/// Writes batches for another program, as Arrow's IPC stream. The stream has an end only when `finish()` has returned.
package struct RecordStreamWriter: ~Copyable {
    /// Freed by `deinit`; used by one thread at a time.
    private let pointer: OpaquePointer

    /// Writes the columns of a batch, and none of its rows.
    ///
    /// - Parameter descriptor: stays the caller's, and open as long as this.
    /// - Throws: `readerLeft`, `diskFull` or `unwritable`, with the system's words; so do the others.
    package init(descriptor: Int32, columnsOf batch: ColumnBatch) throws(TableError) {
        pointer = try bridgedHandle { arrow_bridge_stream_writer_open(descriptor, batch.pointer, $0) }
    }

    /// Writes a batch with the same columns; it is out when this returns.
    package mutating func write(_ batch: ColumnBatch) throws(TableError) {
        _ = try bridged { arrow_bridge_stream_writer_write(pointer, batch.pointer, $0) }
    }

    /// Writes the end of the stream.
    package consuming func finish() throws(TableError) {
        _ = try bridged { arrow_bridge_stream_writer_close(pointer, $0) }
    }

    deinit { arrow_bridge_stream_writer_free(pointer) }
}
