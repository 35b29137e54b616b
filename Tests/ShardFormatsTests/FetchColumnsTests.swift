// The columns that img2dataset does not have.

import DatasetFixtures
import DatasetModel
import Tables
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct FetchColumnsTests {
    private var facts: FetchFacts {
        var facts = FetchFacts()
        facts.httpStatus = 200
        facts.finalURL = "http://cdn.example/é.jpg"
        facts.attempts = 2
        facts.bytes = 5_000_000_000
        facts.mime = "image/jpeg"
        facts.milliseconds = 1234
        return facts
    }

    @Test("They stand behind img2dataset's, with their types; what is not known is null") func table() throws {
        let records = [
            SampleRecord(index: 0, outcome: .success, hash: "h", fetch: facts),
            SampleRecord(index: 1, outcome: .failedToDownload("dns", "no such name")),
        ]
        let settings = ShardSettings(
            format: ShardFormat(.webdataset), keyFormat: KeyFormat(samplesPerShard: 100), imageExtension: "jpg",
            columns: ["caption", "url"], hasCaptions: true, includesEXIF: false, hashName: "md5", hasFetchColumns: true)
        let batch = try MetadataTable.batch(rows: rows(2), records: records, shard: ShardID(0), settings: settings)
        #expect(
            batch.schema.fields.drop { $0.name != "md5" }.map { "\($0.name) \($0.typeName)" } == [
                "md5 string", "error_class string", "http_status int32", "final_url string", "attempts int32",
                "bytes int64", "mime string", "fetch_ms int32",
            ])
        #expect(batch.schema.fields.suffix(7).map(\.name) == FetchColumns.names)
        func texts(_ name: String) -> [String?] {
            batch.text(name).map { column in (0..<2).map { column.string($0) } } ?? []
        }
        #expect(texts("error_class") == [nil, "dns"])
        #expect(texts("http_status") == ["200", nil])
        #expect(texts("final_url") == ["http://cdn.example/é.jpg", nil])
        #expect(texts("attempts") == ["2", nil])
        #expect(texts("bytes") == ["5000000000", nil])
        #expect(texts("mime") == ["image/jpeg", nil])
        #expect(texts("fetch_ms") == ["1234", nil])
    }

    @Test("They end a sample's JSON, in the same order") func json() {
        let json = SampleJSON(includesEXIF: false, hashName: nil, hasFetchColumns: true)
        let text = json.withJSON(
            members: UnsafeRawBufferPointer(start: nil, count: 0), key: SampleKey("1"),
            record: SampleRecord(index: 0, outcome: .success, fetch: facts)
        ) { String(decoding: $0, as: UTF8.self) }
        #expect(
            text.hasSuffix(
                """
                    "original_height": null,
                    "error_class": null,
                    "http_status": 200,
                    "final_url": "http://cdn.example/\\u00e9.jpg",
                    "attempts": 2,
                    "bytes": 5000000000,
                    "mime": "image/jpeg",
                    "fetch_ms": 1234
                }
                """), "\(text)")
    }
}
