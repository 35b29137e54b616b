// One file of an object store.

internal import ArrowBridge

/// A file as it was when it was opened. Used by several threads.
package final class StoredObject: RangedBytes {
    package let byteCount: Int
    /// What changes when the file is written again; empty if the store does not say.
    package let version: String
    /// Freed here. The bridge's functions on it may be called by several threads.
    nonisolated(unsafe) private let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
        byteCount = Int(arrow_bridge_stored_file_size(pointer))
        version = String(cString: arrow_bridge_stored_file_version(pointer))
    }

    deinit { arrow_bridge_stored_file_free(pointer) }

    package func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
        guard let start = room.baseAddress else { return 0 }
        return Int(
            try bridged { arrow_bridge_stored_file_read(pointer, Int64(offset), Int64(room.count), start, $0) })
    }
}
