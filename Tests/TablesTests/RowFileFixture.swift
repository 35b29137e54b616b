// Reads a whole text file of rows, for tests.

import Foundation
import Tables
import TestSupport

/// What a file came to: its rows as text, and why the broken ones were.
struct RowFileFixture {
    var rows: [[String?]] = []
    var broken: [Int: String] = [:]
    var types: [String] = []
    var columns: [String] = []
    var misfits: [String: Int] = [:]
    var repaired: [String: Int] = [:]

    /// - Parameter texts: columns to be read as text whatever they hold.
    init(
        _ bytes: Data, _ format: RowFileFormat, compression: RowFileCompression = .none, header: [String]? = nil,
        texts: Set<String> = [], batchRows: Int = 1000
    ) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("list", bytes)
        let reader = try RowFileReader(path: path, format: format, compression: compression, header: header)
        columns = reader.columns
        try reader.select(
            columns.enumerated().map { ColumnChoice(column: $0, name: $1, isText: texts.contains($1)) })
        while let part = try reader.next(maximumRows: batchRows) {
            for (row, reason) in part.broken { broken[rows.count + row] = reason }
            types = part.batch.schema.fields.map(\.typeName)
            let texts = columns.map { part.batch.text($0) }
            for row in 0..<part.batch.rowCount { rows.append(texts.map { $0?.string(row) }) }
        }
        misfits = reader.misfits
        repaired = reader.repaired
    }

    init(_ text: String, _ format: RowFileFormat, header: [String]? = nil, texts: Set<String> = []) throws {
        try self.init(Data(text.utf8), format, header: header, texts: texts)
    }
}
