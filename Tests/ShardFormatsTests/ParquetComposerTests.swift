// The format with images in a column.

import DatasetFixtures
import DatasetModel
import Foundation
import Ground
import Tables
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite("The parquet format") struct ParquetComposerTests {
    private func column(_ name: String, of path: String) throws -> [String?] {
        let reader = try ParquetReader(path: path)
        let place = try #require(reader.schema.index(of: name))
        try reader.start(atRowGroup: 0, batchRows: 1000, columns: [ColumnChoice(column: place, name: name)])
        var texts: [String?] = []
        while let batch = try reader.next() {
            let text = try #require(batch.text(name))
            texts += (0..<batch.rowCount).map { text.string($0) }
        }
        return texts
    }

    @Test("Images are the last column, in list order, null for failures") func images() throws {
        let fixture = try FormatFixture()
        let settings = settings(format: .parquet)
        try fixture.write(settings)
        #expect(try fixture.test.visible() == ["00000.parquet", "00000_stats.json"])
        #expect(try fixture.test.names("out/.img2shards/open").isEmpty)
        let path = fixture.test.out + "/00000.parquet"
        let fields = try ParquetReader(path: path).schema.fields
        #expect(fields.last?.name == "jpg" && fields.last?.typeName == "binary")
        #expect(
            fields.map(\.name) == [
                "caption", "url", "key", "status", "error_message", "width", "height", "original_width",
                "original_height", "sha256", "jpg",
            ])
        #expect(try column("jpg", of: path) == ["image 0", nil, "image 2", nil])
        #expect(try column("key", of: path) == ["0000000", "0000001", "0000002", "0000003"])
        #expect(try fixture.finished(settings.format) == [ShardID(0)])
    }

    @Test("--hf-image makes a struct of bytes and path") func imageStruct() throws {
        let fixture = try FormatFixture()
        try fixture.write(settings(shardFormat: ShardFormat(.parquet), usesImageStruct: true))
        let fields = try ParquetReader(path: fixture.test.out + "/00000.parquet").schema.fields
        #expect(fields.last?.name == "image")
        #expect(fields.last?.typeName == "struct<bytes: binary, path: string>")
        #expect(try fixture.bytes("00000.parquet").contains(Array(#""_type": "Image""#.utf8)))
    }

    @Test("Row groups end where their images reach the limit") func rowGroups() throws {
        let fixture = try FormatFixture()
        let shard = try fixture.open(settings(format: .parquet), rows: rows(12))
        let big = image(String(repeating: "x", count: 7 << 20))
        for index in (0..<12).reversed() { try shard.settle(success(index), image: big) }
        _ = try shard.finish(endTime: 101)
        let reader = try ParquetReader(path: fixture.test.out + "/00000.parquet")
        #expect(reader.rowGroupRows == [4, 4, 4])
        #expect(try column("jpg", of: fixture.test.out + "/00000.parquet").allSatisfy { $0?.utf8.count == 7 << 20 })
    }

    @Test("A shard of failures alone has its rows and no image") func allFailed() throws {
        let fixture = try FormatFixture()
        try fixture.write(settings(format: .parquet), order: [])
        #expect(try column("jpg", of: fixture.test.out + "/00000.parquet") == [nil, nil, nil, nil])
    }

    @Test("Metadata only: every row, no image", arguments: OutputFormat.withImages)
    func metadataOnly(format: OutputFormat) throws {
        let fixture = try FormatFixture()
        let settings = settings(shardFormat: ShardFormat(format, savesImages: false))
        try fixture.write(settings)
        #expect(try fixture.test.visible() == ["00000.parquet", "00000_stats.json"])
        let path = fixture.test.out + "/00000.parquet"
        #expect(try ParquetReader(path: path).schema.fields.last?.name == "sha256")
        #expect(try column("width", of: path) == ["256", nil, "256", nil])
        #expect(try fixture.finished(settings.format) == [ShardID(0)])
    }
}
