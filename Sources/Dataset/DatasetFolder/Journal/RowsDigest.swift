// By what an open shard's journal knows the rows it was begun with.

internal import Checksums
package import Tables

/// A checksum of what makes a shard's rows those that they are: their URLs, captions, keys and the other columns that
/// the dataset keeps of them, in order.
package struct RowsDigest: Hashable, Sendable {
    let value: UInt32

    package init(value: UInt32) { self.value = value }

    /// - Parameters:
    ///   - columns: the columns that the dataset keeps of the list.
    ///   - keyColumn: the column with the keys; nil for keys by place.
    package init(_ rows: ColumnBatch, columns: [String] = [], keyColumn: String? = nil) {
        var checksum: UInt32 = 0
        for name in ["url", "caption"] + [keyColumn].compactMap({ $0 }) {
            // A column that is not there is one without rows.
            guard let column = rows.text(name) else { continue }
            for row in 0..<rows.rowCount {
                column.withBytes(row) { bytes in
                    // Lengths distinguish "a", "b" from "ab", "", and null from an empty text.
                    var length = bytes.baseAddress == nil ? UInt64.max : UInt64(bytes.count).littleEndian
                    checksum = withUnsafeBytes(of: &length) { checksum_crc32c(checksum, $0.baseAddress, $0.count) }
                    checksum = checksum_crc32c(checksum, bytes.baseAddress, bytes.count)
                }
            }
        }
        let others = columns.filter { $0 != "url" && $0 != "caption" && $0 != keyColumn }
        value = others.isEmpty ? checksum : Self.adding(others, of: rows, to: checksum)
    }

    /// Rows whose columns are made into JSON at once.
    private static let rowsPerPage = 1000

    /// Columns of any type, as they stand in the samples' JSON.
    private static func adding(_ columns: [String], of rows: ColumnBatch, to checksum: UInt32) -> UInt32 {
        var checksum = checksum
        for first in stride(from: 0, to: rows.rowCount, by: rowsPerPage) {
            let page = rows.slice(from: first, count: min(rowsPerPage, rows.rowCount - first))
            // What cannot be made into JSON fails when its samples are written, with a reason.
            guard let members = try? page.jsonMembers(of: columns) else { continue }
            for row in 0..<members.rowCount {
                members.withBytes(row) { checksum = checksum_crc32c(checksum, $0.baseAddress, $0.count) }
            }
        }
        return checksum
    }
}
