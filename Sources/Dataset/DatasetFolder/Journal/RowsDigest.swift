// By what an open shard's journal knows the rows it was begun with.

internal import Checksums
package import Tables

/// A checksum of what makes a shard's rows those that they are: their URLs, captions and keys, in order.
package struct RowsDigest: Hashable, Sendable {
    let value: UInt32

    init(value: UInt32) { self.value = value }

    /// - Parameter keyColumn: the column with the keys; nil for keys by place.
    package init(_ rows: ColumnBatch, keyColumn: String? = nil) {
        var checksum: UInt32 = 0
        for name in ["url", "caption"] + [keyColumn].compactMap({ $0 }) {
            // A column that is not there is one without rows.
            guard let column = rows.text(name) else { continue }
            for row in 0..<rows.rowCount {
                column.withBytes(row) { bytes in
                    // Lengths tell "a", "b" from "ab", "", and null from an empty text.
                    var length = bytes.baseAddress == nil ? UInt64.max : UInt64(bytes.count).littleEndian
                    checksum = withUnsafeBytes(of: &length) { checksum_crc32c(checksum, $0.baseAddress, $0.count) }
                    checksum = checksum_crc32c(checksum, bytes.baseAddress, bytes.count)
                }
            }
        }
        value = checksum
    }
}
