// The metadata as its readers find it.

import DatasetFixtures
import DatasetModel
import Tables
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct MetadataTableTests {
    let test: TestFolder

    init() throws { test = try TestFolder() }

    /// Writes a shard of `records` and reads its parquet back.
    private func table(_ records: [SampleRecord], _ settings: ShardSettings) throws -> ColumnBatch {
        let folder = try DatasetFolder(test.out)
        let shard = try OpenShard(
            ShardPlan(id: ShardID(1), file: "list.csv", firstRow: 0, rowCount: records.count),
            rows: rows(records.count), folder: folder, settings: settings, startTime: 0, run: testRun)
        for record in records.reversed() {
            try shard.settle(record, image: record.outcome.status == .success ? image("bytes") : nil)
        }
        _ = try shard.finish(endTime: 1)
        let reader = try ParquetReader(path: test.out + "/00001.parquet")
        let columns = reader.schema.fields.enumerated().map {
            ColumnChoice(column: $0.offset, name: $0.element.name)
        }
        try reader.start(atRowGroup: 0, batchRows: records.count + 1, columns: columns)
        let batch = try #require(try reader.next())
        #expect(try reader.next() == nil)
        return batch
    }

    private func texts(_ batch: ColumnBatch, _ column: String) throws -> [String?] {
        let texts = try #require(batch.text(column))
        return (0..<batch.rowCount).map { texts.string($0) }
    }

    @Test("Columns have img2dataset's names, types and order") func columns() throws {
        let batch = try table([success(0)], settings(exif: true))
        #expect(
            batch.schema.fields.map { "\($0.name) \($0.typeName)" } == [
                "caption string", "url string", "key string", "status string", "error_message string", "width int32",
                "height int32", "original_width int32", "original_height int32", "exif string", "sha256 string",
            ])
    }

    @Test("What is not asked for has no column") func lean() throws {
        let batch = try table([success(0)], settings(hash: nil))
        #expect(batch.schema.fields.last?.name == "original_height")
    }

    @Test("Every row is there in list order, failures included, whatever order they came in") func everyRow() throws {
        let records = [
            success(0), failure(1), SampleRecord(index: 2, outcome: .failedToResize("decode", "Image decoding error")),
            SampleRecord(
                index: 3, outcome: .success, width: 1, height: 2, originalWidth: 3, originalHeight: 4,
                exif: "{\"a\": \"é\"}", hash: "h"),
        ]
        let batch = try table(records, settings(exif: true))
        #expect(try texts(batch, "key") == ["0000100", "0000101", "0000102", "0000103"])
        #expect(try texts(batch, "url") == (0..<4).map { "http://example.org/\($0).jpg" })
        #expect(try texts(batch, "caption") == ["caption 0", "caption 1", nil, "caption 3"])
        #expect(
            try texts(batch, "status") == ["success", "failed_to_download", "failed_to_resize", "success"])
        #expect(
            try texts(batch, "error_message") == [nil, "HTTP Error 404: Not Found", "Image decoding error", nil])
        #expect(try texts(batch, "width") == ["256", nil, nil, "1"])
        #expect(try texts(batch, "height") == ["256", nil, nil, "2"])
        #expect(try texts(batch, "original_width") == ["500", nil, nil, "3"])
        #expect(try texts(batch, "original_height") == ["375", nil, nil, "4"])
        #expect(try texts(batch, "exif") == [nil, nil, nil, "{\"a\": \"é\"}"])
        #expect(try texts(batch, "sha256") == ["hash0", nil, nil, "h"])
    }
}
