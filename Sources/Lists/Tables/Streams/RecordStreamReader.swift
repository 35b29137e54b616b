// Arrow's streams in.

internal import ArrowBridge

/// Reads batches that another program writes, as Arrow's IPC stream. Used by one thread at a time.
package struct RecordStreamReader: ~Copyable {
    /// Freed by `deinit`.
    private let pointer: OpaquePointer

    /// Reads the stream's columns; waits until they come.
    ///
    /// - Parameters:
    ///   - descriptor: stays the caller's, and open as long as this.
    ///   - maximumBytes: a batch that needs more is refused, however it is packed.
    /// - Throws: `malformed` where the bytes are no such stream.
    package init(descriptor: Int32, maximumBytes: Int) throws(TableError) {
        pointer = try bridgedHandle { arrow_bridge_stream_open(descriptor, Int64(maximumBytes), $0) }
    }

    /// A batch with the stream's columns and no rows.
    package func emptyBatch() throws(TableError) -> ColumnBatch {
        try ColumnBatch(owning: bridgedHandle { arrow_bridge_stream_empty(pointer, $0) })
    }

    /// The next batch, in the types that it has in the stream; waits for it. nil at the stream's end.
    package mutating func next() throws(TableError) -> ColumnBatch? {
        guard let batch = try bridged({ arrow_bridge_stream_next(pointer, $0) }) else { return nil }
        return try ColumnBatch(owning: batch)
    }

    deinit { arrow_bridge_stream_free(pointer) }
}
