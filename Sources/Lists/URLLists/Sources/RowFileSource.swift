// The rows of a text file.

internal import Tables

/// Reads a text list; rows that are skipped are still split, because only that shows where they end.
final class RowFileSource: RowSource {
    private let reader: RowFileReader
    private let sizeBytes: Int

    init(_ file: URLListFile, choices: [ColumnChoice], format: RowFileFormat) throws(TableError) {
        reader = try RowFileReader(
            path: file.path, source: file.stored, format: format,
            compression: URLListFile.rowCompression(of: file.compression),
            header: file.header)
        try reader.select(choices)
        sizeBytes = file.sizeBytes
    }

    func skip(_ count: Int) throws(TableError) -> Int { try reader.skip(count) }

    func take(_ count: Int) throws(TableError) -> RowFileReader.Rows? { try reader.next(maximumRows: count) }

    var fractionRead: Double { min(1, Double(reader.bytesRead) / Double(max(1, sizeBytes))) }
    var misfits: [String: Int] { reader.misfits }
    var repaired: [String: Int] { reader.repaired }
    var hasJunk: Bool { reader.hasJunk }
}
