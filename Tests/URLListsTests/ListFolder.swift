// A folder of URL lists for one test, removed with it.

import Foundation
import Tables
import URLLists

final class ListFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("lists-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    var path: String { url.path }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    /// A parquet list of `rows` rows in columns SAMPLE_ID, URL, TEXT and box.
    @discardableResult
    func writeParquet(_ name: String, rows: Int, rowGroupRows: Int = 1000, firstID: Int = 0) throws -> String {
        let ids = firstID..<firstID + rows
        let batch = try ColumnBatch(
            rowCount: rows,
            columns: [
                NewColumn(name: "SAMPLE_ID", values: .int64(ids.map { Int64($0) })),
                NewColumn(name: "URL", values: .text(ids.map { "http://a/\($0).jpg" })),
                NewColumn(name: "TEXT", values: .text(ids.map { $0 % 7 == 0 ? nil : "text \($0)" })),
                NewColumn(
                    name: "box",
                    values: .typed(
                        "list<double>", jsonArray: "[" + ids.map { "[\($0), 0.5]" }.joined(separator: ",") + "]")),
            ])
        var writer = try ParquetWriter(path: path(name), schema: batch.schema, rowGroupRows: rowGroupRows)
        try writer.write(batch)
        try writer.finish()
        return path(name)
    }
}
