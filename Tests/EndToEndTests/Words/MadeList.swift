// Lists as well-known datasets have them: columns, types, format; rows of the sample web.

import Foundation
import SampleWeb
import Tables
import TestSupport

/// Three rows in the columns, types and file format of a dataset's list.
struct MadeList {
    static let rowCount = 3

    let folder: TemporaryFolder
    let server: SampleWebServer
    let path: String

    /// - Parameters:
    ///   - preset: the dataset's name; it decides the format.
    ///   - columns: all columns of the list, in order.
    init(preset: String, columns: [String], urlColumn: String, captionColumn: String?) throws {
        folder = try TemporaryFolder()
        server = try SampleWebServer()
        let server = server
        let urls = (0..<Self.rowCount).map { server.url("/image/640x480/photo/\($0).jpg") }
        func text(_ column: String, _ row: Int) -> String {
            column == urlColumn ? urls[row] : column == captionColumn ? Self.caption(row) : "\(column) \(row)"
        }
        switch preset {
        case "cc3m", "cc12m", "yfcc100m", "wit":
            // YFCC100M's file has no suffix.
            path = folder.path(preset == "yfcc100m" ? "yfcc100m_dataset" : preset + ".tsv")
            var lines = (0..<Self.rowCount).map { row in columns.map { text($0, row) }.joined(separator: "\t") }
            if preset == "wit" { lines.insert(columns.joined(separator: "\t"), at: 0) }
            try folder.write(URL(filePath: path).lastPathComponent, lines.joined(separator: "\n") + "\n")
        case "sbucaptions":
            let members = columns.map { column in
                "\"\(column)\": [" + (0..<Self.rowCount).map { "\"\(text(column, $0))\"" }.joined(separator: ", ") + "]"
            }
            path = try folder.write("sbu-captions-all.json", "{" + members.joined(separator: ", ") + "}")
        default:
            path = folder.path("part-00000.snappy.parquet")
            let batch = try ColumnBatch(
                rowCount: Self.rowCount,
                columns: columns.map { column in
                    if let typed = Self.typedValues(column) { return NewColumn(name: column, values: typed) }
                    return NewColumn(name: column, values: .text((0..<Self.rowCount).map { text(column, $0) }))
                })
            var writer = try ParquetWriter(path: path, schema: batch.schema, rowGroupRows: 2)
            try writer.write(batch)
            try writer.finish()
        }
    }

    static func caption(_ row: Int) -> String { "a caption, \(row)" }

    /// Columns that are no text, in the types of the real lists.
    private static func typedValues(_ column: String) -> NewColumn.Values? {
        func repeated(_ type: String, _ value: String) -> NewColumn.Values {
            .typed(type, jsonArray: "[" + Array(repeating: value, count: rowCount).joined(separator: ",") + "]")
        }
        switch column {
        case "SAMPLE_ID", "id", "hash", "created_utc": return repeated("int64", "4611686018427387904")
        case "HEIGHT", "WIDTH", "width", "height", "num_faces", "text_length", "word_count", "subreddit", "score",
            "original_width", "original_height":
            return repeated("int32", "480")
        case "similarity": return repeated("double", "0.31")
        case "all_captions", "crosspost_parents": return repeated("list<string>", "[\"a\", \"b\"]")
        case "all_similarities": return repeated("list<float>", "[0.25, 0.5]")
        case "face_bboxes": return repeated("list<list<double>>", "[[0.25, 0.25, 0.5, 0.5]]")
        default:
            let isScore = ["punsafe", "pwatermark", "aesthetic"].contains(column) || column.contains("_score")
            return isScore || column.contains("similarity") ? repeated("float", "0.5") : nil
        }
    }
}
