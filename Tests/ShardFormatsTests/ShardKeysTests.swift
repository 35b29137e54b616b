// Keys from a column.

import DatasetFixtures
import DatasetModel
import Tables
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite("Keys from a column") struct ShardKeysTests {
    private func keys(_ texts: [String?]) throws -> ShardKeys {
        let rows = try ColumnBatch(rowCount: texts.count, columns: [NewColumn(name: "uid", values: .text(texts))])
        return ShardKeys(
            rows: rows, shard: ShardID(0), format: KeyFormat(samplesPerShard: 10), column: "uid")
    }

    @Test("Missing, repeated and hostile keys are no keys") func hostile() throws {
        let long = String(repeating: "k", count: 80)
        let keys = try keys([
            "a1", nil, "", "a1", "../x", "a/b", "a.b", ".", "a b", "a\nb", "a\0b", "a\u{202e}b", "a\\b", long + "k",
            long,
            "Schlüssel",
        ])
        #expect((0..<16).compactMap { keys.key($0)?.text } == ["a1", long, "Schlüssel"])
        #expect(keys.rowsWithoutKey == Array(1...13))
    }

    @Test("Numbers are keys, too, and files and tables carry them") func files() throws {
        let fixture = try FormatFixture()
        let rows = try ColumnBatch(
            rowCount: 2,
            columns: [
                NewColumn(name: "uid", values: .int64([77, nil])),
                NewColumn(name: "caption", values: .text(["a", "b"])),
                NewColumn(name: "url", values: .text(["http://a/1", "http://a/2"])),
            ])
        let settings = settings(shardFormat: ShardFormat(.webdataset), keyColumn: "uid")
        let finished = try fixture.write(settings, rows: rows, order: [0, 1])
        #expect(try fixture.test.members(of: "00000.tar").map(\.name) == ["77.jpg", "77.json", "77.txt"])
        #expect(finished.stats.statuses.counts == ["success": 1, "bad key": 1])
    }
}
