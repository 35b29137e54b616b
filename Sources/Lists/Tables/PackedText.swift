// Texts in one piece of memory.

/// One text per row, or null: for columns of very many rows.
package struct PackedText: Sendable {
    /// UTF-8 of all rows, one behind the other.
    private(set) var bytes: [UInt8] = []
    /// Row `i` has the bytes from `offsets[i]` to `offsets[i + 1]`.
    private(set) var offsets: [Int64] = [0]
    /// 0 for null, else 1.
    private(set) var valid: [UInt8] = []

    package init() {}

    init(_ texts: [String?]) {
        offsets.reserveCapacity(texts.count + 1)
        valid.reserveCapacity(texts.count)
        for text in texts {
            if let text { append(text) } else { appendNull() }
        }
    }

    /// Rows.
    package var count: Int { valid.count }

    /// Adds a row of valid UTF-8.
    package mutating func append(_ text: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: text)
        endRow(1)
    }

    /// Adds a row.
    package mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        endRow(1)
    }

    /// Adds a row without a text.
    package mutating func appendNull() { endRow(0) }

    /// Lends a row's UTF-8; empty for null.
    package func withBytes<R>(_ row: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[Int(offsets[row])..<Int(offsets[row + 1])])) }
    }

    /// Removes all rows and keeps the memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        offsets.append(0)
        valid.removeAll(keepingCapacity: true)
    }

    private mutating func endRow(_ isValid: UInt8) {
        offsets.append(Int64(bytes.count))
        valid.append(isValid)
    }
}
