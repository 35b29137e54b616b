// Rows of a retry at private addresses.

import Tables
import TestSupport
import Testing

@testable import Planning

@Suite("Rows at private addresses")
struct PrivateRowsTests {
    @Test("An address is recognised in every notation; names and invalid URLs are not addresses")
    func notations() throws {
        let folder = try TemporaryFolder()
        let urls: [String?] = [
            "http://127.0.0.1/x", "http://2130706433/x", "http://0x7f.1/x", "http:\\/\\/10.0.0.1\\/x",
            "http://[::1]:8080/x",
            "http://[::ffff:192.168.0.1]/x", "http://a.example/x", "http://8.8.8.8/x", "127.0.0.1", nil,
        ]
        let batch = try ColumnBatch(rowCount: urls.count, columns: [NewColumn(name: "url", values: .text(urls))])
        var writer = try ParquetWriter(path: folder.path("rows.parquet"), schema: batch.schema)
        try writer.write(batch)
        try writer.finish()
        let found = try PrivateRows.count(in: [folder.path("rows.parquet")])
        #expect(found.privateRows == 6 && found.rows == urls.count)
    }
}
