// Ready-made JSON for each row of a batch.

internal import ArrowBridge

/// Per row, members of a JSON object as Python's `json.dumps(indent=4)` lays them out, in ASCII:
/// `    "url": "http://…",` and so on, without braces, last comma or last line end.
///
/// NaN and the infinities are `null`; dates, times, decimals and bytes are strings.
/// `@unchecked Sendable` holds because the text never changes after it was made.
package final class JSONMembers: @unchecked Sendable {
    package let rowCount: Int
    /// Freed here.
    private let pointer: OpaquePointer

    init(owning pointer: OpaquePointer, rowCount: Int) {
        self.pointer = pointer
        self.rowCount = rowCount
    }

    deinit { arrow_bridge_members_free(pointer) }

    /// Lends the row's text; the pointer must not leave `body`.
    package func withBytes<R>(_ row: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        var bytes: UnsafePointer<CChar>?
        var size: Int64 = 0
        arrow_bridge_members_get(pointer, Int64(row), &bytes, &size)
        return body(UnsafeRawBufferPointer(start: bytes, count: Int(size)))
    }
}
