// A column read as text.

internal import ArrowBridge

/// One column of a batch as UTF-8. It keeps what it needs of the batch alive.
package struct TextColumn: Sendable {
    package let rowCount: Int
    private let handle: Handle

    init(owning pointer: OpaquePointer, rowCount: Int) {
        handle = Handle(owning: pointer)
        self.rowCount = rowCount
    }

    package func isNull(_ row: Int) -> Bool { withBytes(row) { $0.baseAddress == nil } }

    /// The row's text; nil for null.
    package func string(_ row: Int) -> String? {
        withBytes(row) { $0.baseAddress == nil ? nil : String(decoding: $0, as: UTF8.self) }
    }

    /// Lends the row's UTF-8, without a base address for null; the pointer must not leave `body`.
    package func withBytes<R>(_ row: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        var bytes: UnsafePointer<CChar>?
        var size: Int64 = 0
        guard arrow_bridge_text_get(handle.pointer, Int64(row), &bytes, &size) else {
            return body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        // Arrow may have no memory at all for a column of empty texts.
        guard let bytes else { return withUnsafeBytes(of: 0) { body(UnsafeRawBufferPointer(rebasing: $0[..<0])) } }
        return body(UnsafeRawBufferPointer(start: bytes, count: Int(size)))
    }

    /// `@unchecked Sendable` holds because the text never changes after it was made.
    private final class Handle: @unchecked Sendable {
        /// Freed here.
        let pointer: OpaquePointer

        init(owning pointer: OpaquePointer) { self.pointer = pointer }

        deinit { arrow_bridge_text_free(pointer) }
    }
}
