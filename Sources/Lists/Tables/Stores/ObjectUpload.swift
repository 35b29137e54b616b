// A file on its way to an object store.

internal import ArrowBridge

/// Writes one file to a store. Readers see it whole, once `finish` returns, or not at all; dropped before, it is given up.
///
/// Used by one thread. It holds up to 10 MiB that do not fill a part yet.
package struct ObjectUpload: ~Copyable {
    /// Bytes of a part: writes of this size are sent as they are, without a copy.
    package static let partBytes = 10 << 20
    /// A store takes 10,000 parts.
    package static let mostBytes = 10_000 * partBytes

    /// Freed by `finish()` or `deinit`.
    private let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { self.pointer = pointer }

    /// Sends bytes, or keeps them until they fill a part.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(TableError) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        _ = try bridged { arrow_bridge_upload_write(pointer, start, Int64(bytes.count), $0) }
    }

    /// Makes the file visible.
    ///
    /// - Throws: also if only the store's answer was lost: ask the store what it has.
    package consuming func finish() throws(TableError) {
        let pointer = pointer
        discard self
        _ = try bridged { arrow_bridge_upload_finish(pointer, $0) }
    }

    // Arrow would publish what it has of a stream that is merely freed.
    deinit { arrow_bridge_upload_abort(pointer) }
}
