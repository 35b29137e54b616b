// A column read as bytes.

internal import ArrowBridge

/// One column of a batch, byte by byte as the table has it. It keeps what it needs of the batch alive.
package final class BytesColumn {
    /// Freed here.
    private let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { self.pointer = pointer }

    deinit { arrow_bridge_bytes_free(pointer) }

    /// A copy of the row's bytes; nil for null.
    package func bytes(_ row: Int) -> [UInt8]? {
        var found: UnsafePointer<UInt8>?
        var size: Int64 = 0
        guard arrow_bridge_bytes_get(pointer, Int64(row), &found, &size) else { return nil }
        return Array(UnsafeBufferPointer(start: found, count: found == nil ? 0 : Int(size)))
    }
}
