// Records of tf.train.Example, read back by hand.

import Checksums
import DatasetFixtures
import DatasetModel
import Foundation
import Tables
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite("The tfrecord format") struct TFRecordWriterTests {
    /// The records of a file, their checksums verified.
    static func records(_ bytes: [UInt8]) throws -> [[UInt8]] {
        func number<N: FixedWidthInteger>(_ place: Int, _: N.Type) -> N {
            bytes[place..<place + MemoryLayout<N>.size].reversed().reduce(0) { $0 << 8 | N($1) }
        }
        func masked(_ part: ArraySlice<UInt8>) -> UInt32 {
            checksum_masked(Array(part).withUnsafeBytes { checksum_crc32c(0, $0.baseAddress, $0.count) })
        }
        var records: [[UInt8]] = []
        var place = 0
        while place < bytes.count {
            let length = Int(number(place, UInt64.self))
            try #require(number(place + 8, UInt32.self) == masked(bytes[place..<place + 8]))
            let data = bytes[place + 12..<place + 12 + length]
            try #require(number(place + 12 + length, UInt32.self) == masked(data))
            records.append(Array(data))
            place += 16 + length
        }
        return records
    }

    /// The fields of one message: number and bytes.
    private static func fields(_ bytes: [UInt8]) -> [(number: Int, bytes: [UInt8])] {
        var place = 0
        func varint() -> Int {
            var (value, shift) = (0, 0)
            while bytes[place] >= 0x80 {
                value |= Int(bytes[place] & 0x7f) << shift
                shift += 7
                place += 1
            }
            value |= Int(bytes[place]) << shift
            place += 1
            return value
        }
        var fields: [(number: Int, bytes: [UInt8])] = []
        while place < bytes.count {
            let tag = varint()
            let count = varint()
            fields.append((tag >> 3, Array(bytes[place..<place + count])))
            place += count
        }
        return fields
    }

    /// `b"text"`, `i[1]`, `f[0.5]` for each feature of an example.
    static func features(_ example: [UInt8]) -> [String: String] {
        var features: [String: String] = [:]
        for entry in fields(fields(example)[0].bytes) {
            let parts = fields(entry.bytes)
            let name = String(decoding: parts[0].bytes, as: UTF8.self)
            let list = fields(parts[1].bytes)[0]
            let values = fields(list.bytes).map(\.bytes)
            switch list.number {
            case 1: features[name] = values.map { "b\"" + String(decoding: $0, as: UTF8.self) + "\"" }.joined()
            case 2:
                let floats = stride(from: 0, to: values.first?.count ?? 0, by: 4).map { place in
                    Float(bitPattern: values[0][place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) })
                }
                features[name] = "f\(floats)"
            default: features[name] = "i\(values.first ?? [])"
            }
        }
        return features
    }

    @Test("A record has the key, the image, the caption and every column by its type") func example() throws {
        let fixture = try FormatFixture()
        let rows = try ColumnBatch(
            rowCount: 2,
            columns: [
                NewColumn(name: "id", values: .int64([300, nil])),
                NewColumn(name: "similarity", values: .double([0.5, nil])),
                NewColumn(name: "caption", values: .text(["grün \"\u{1F600}\"\n", nil])),
                NewColumn(name: "boxes", values: .typed("list<double>", jsonArray: "[[0.25, 1], []]")),
                NewColumn(name: "tags", values: .typed("list<string>", jsonArray: #"[["a", "ö"], null]"#)),
                NewColumn(name: "sizes", values: .typed("list<int64>", jsonArray: "[[1, 127], [5]]")),
                NewColumn(name: "url", values: .text(["http://a/1", "http://a/2"])),
            ])
        let settings = ShardSettings(
            format: ShardFormat(.tfrecord), keyFormat: KeyFormat(samplesPerShard: 100), imageExtension: "jpg",
            columns: ["id", "similarity", "caption", "boxes", "tags", "sizes", "url"], hasCaptions: true,
            includesEXIF: false, hashName: "sha256")
        try fixture.write(settings, rows: rows, order: [0, 1])
        #expect(try fixture.test.visible() == ["00000.parquet", "00000.tfrecord", "00000_stats.json"])
        let records = try Self.records(try fixture.bytes("00000.tfrecord"))
        #expect(records.count == 2)
        let first = Self.features(records[0])
        #expect(
            first == [
                "key": "b\"0000000\"", "jpg": "b\"image 0\"", "txt": "b\"grün \"\u{1F600}\"\n\"", "id": "i[172, 2]",
                "similarity": "f[0.5]", "caption": "b\"grün \"\u{1F600}\"\n\"", "boxes": "f[0.25, 1.0]",
                "tags": "b\"a\"b\"ö\"", "sizes": "i[1, 127]", "url": "b\"http://a/1\"", "status": "b\"success\"",
                "error_message": "b\"\"", "width": "i[128, 2]", "height": "i[128, 2]", "original_width": "i[244, 3]",
                "original_height": "i[247, 2]", "sha256": "b\"hash0\"",
            ])
        let second = Self.features(records[1])
        #expect(second["id"] == "b\"\"" && second["similarity"] == "b\"\"" && second["txt"] == "b\"\"")
        #expect(second["tags"] == "b\"\"" && second["sizes"] == "i[5]")
    }

    @Test("Going on cuts the file behind the last kept record") func kept() throws {
        let fixture = try FormatFixture()
        let settings = settings(format: .tfrecord)
        let format = settings.format
        let whole = try fixture.bytes(
            {
                try fixture.write(settings); return "00000.tfrecord"
            }())
        let records = try Self.records(whole)
        let end = records[0].count + 16
        let path = fixture.test.path + "/half.tfrecord"
        try Data(whole[..<(end + 7)]).write(to: URL(fileURLWithPath: path))
        let writer = format.makeWriter(settings)
        let plan = ShardPlan(id: ShardID(0), file: "list.csv", firstRow: 0, rowCount: 4)
        try writer.open(plan, path: path, kept: KeptSamples(keys: [SampleKey("0000002")], endOffset: end))
        #expect(try writer.finish() == end)
        #expect(Array(try Data(contentsOf: URL(fileURLWithPath: path))) == Array(whole[..<end]))
        #expect(
            shardError {
                try writer.open(plan, path: path, kept: KeptSamples(keys: [], endOffset: end + 1))
            } != nil)
    }

    @Test("Without JSON and caption a record is its key and its image") func lean() throws {
        let fixture = try FormatFixture()
        try fixture.write(
            settings(shardFormat: ShardFormat(.tfrecord), writesJSON: false, writesCaptions: false))
        let records = try Self.records(try fixture.bytes("00000.tfrecord"))
        #expect(Self.features(records[0]) == ["key": "b\"0000002\"", "jpg": "b\"image 2\""])
    }
}
