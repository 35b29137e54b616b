// URL lists in parquet, for the tests of this target.

import Tables
import TestSupport

extension TemporaryFolder {
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
