// Text files of rows, as a stream.

internal import ArrowBridge

/// Reads lines, CSV, TSV or JSON, a batch at a time, in bounded memory. Used by one thread at a time.
///
/// A record that cannot be read stays a row, of nulls, with its reason: a CSV record with the wrong number of
/// fields, a line that is no JSON, anything over 16 MiB. Bytes that are not UTF-8 are read as Windows-1252. A quoted
/// CSV field may hold line ends; one whose end is not found within 1 MiB is taken as text that begins with a quote.
package final class RowFileReader {
    /// Rows read together, and those among them that were broken.
    package struct Rows: Sendable {
        package let batch: ColumnBatch
        /// Row in the batch to the reason.
        package let broken: [Int: String]

        package init(batch: ColumnBatch, broken: [Int: String]) {
            self.batch = batch
            self.broken = broken
        }
    }

    /// The file's columns: from its header, or the members of its first JSON records.
    package let columns: [String]
    private var choices: [ColumnChoice] = []
    /// Freed here.
    private let pointer: OpaquePointer

    /// Opens the file and reads its header.
    ///
    /// - Parameters:
    ///   - source: has the bytes where they do not lie in a local file at `path`.
    ///   - header: names for the columns of a file that has no header line; nil where it has one.
    package init(
        path: String, source: (any RangedBytes)? = nil, format: RowFileFormat, compression: RowFileCompression,
        header: [String]? = nil
    ) throws(TableError) {
        let header = header ?? []
        let pointer = try withCStrings(header) { names throws(TableError) in
            try bridgedHandle { error in
                guard var lent = source?.lent() else {
                    return arrow_bridge_rows_open(
                        path, nil, format.code, compression.code, names, Int64(header.count), error)
                }
                return arrow_bridge_rows_open(
                    path, &lent, format.code, compression.code, names, Int64(header.count), error)
            }
        }
        self.pointer = pointer
        columns = (0..<arrow_bridge_rows_columns(pointer)).map {
            String(cString: arrow_bridge_rows_column_name(pointer, $0))
        }
    }

    deinit { arrow_bridge_rows_free(pointer) }

    /// Chooses the columns of the batches. Types are decided from the first 4 MiB of the file when the first batch
    /// is asked for: int64, double, bool, text, and from JSON lists of these. Nested values are JSON in text.
    package func select(_ choices: [ColumnChoice]) throws(TableError) {
        let places = choices.map { Int64($0.column) }
        let asText = choices.map(\.isText)
        _ = try withCStrings(choices.map(\.name)) { names throws(TableError) in
            try bridged { error in
                arrow_bridge_rows_select(pointer, places, names, asText, Int64(places.count), error)
            }
        }
        self.choices = choices
    }

    /// Skips at most `count` rows without converting them.
    ///
    /// - Returns: how many there were.
    package func skip(_ count: Int) throws(TableError) -> Int {
        Int(try bridged { arrow_bridge_rows_skip(pointer, Int64(count), $0) })
    }

    /// The next rows, at most `maximumRows`; nil at the end of the file.
    package func next(maximumRows: Int) throws(TableError) -> Rows? {
        guard let handle = try bridged({ arrow_bridge_rows_next(pointer, Int64(maximumRows), $0) }) else { return nil }
        let batch = try ColumnBatch(owning: handle)
        var broken: [Int: String] = [:]
        for place in 0..<arrow_bridge_rows_broken(pointer) {
            let reason = String(cString: arrow_bridge_rows_broken_reason(pointer, place))
            broken[Int(arrow_bridge_rows_broken_row(pointer, place))] = reason
        }
        return Rows(batch: batch, broken: broken)
    }

    /// Bytes of the file read so far, as they lie on the disk.
    package var bytesRead: Int { Int(arrow_bridge_rows_bytes_read(pointer)) }

    /// Whether bytes that are not zeros follow the compressed text; known once its end was read.
    package var hasJunk: Bool { arrow_bridge_rows_has_junk(pointer) }

    /// Values so far that did not fit their column's type and became null, by the column's name in the batches.
    package var misfits: [String: Int] { counts { arrow_bridge_rows_misfits(pointer, $0) } }

    /// Values so far that were not UTF-8 and were read as Windows-1252, by the column's name in the batches.
    package var repaired: [String: Int] { counts { arrow_bridge_rows_repaired(pointer, $0) } }

    private func counts(_ count: (Int64) -> Int64) -> [String: Int] {
        var counts: [String: Int] = [:]
        for (place, choice) in choices.enumerated() {
            let found = Int(count(Int64(place)))
            if found > 0 { counts[choice.name] = found }
        }
        return counts
    }
}
