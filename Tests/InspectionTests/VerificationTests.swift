import Foundation
import Inspection
import Testing

@Suite("Verifying a dataset")
struct VerificationTests {
    private func faults(_ dataset: MadeDataset, decodes: Bool = false) throws -> [ShardFault] {
        try DatasetVerification(path: dataset.path).report(decodes: decodes, threads: 2).faults
    }

    @Test("A dataset as it was written is sound", arguments: [false, true])
    func sound(decodes: Bool) throws {
        let dataset = try MadeDataset()
        let report = try DatasetVerification(path: dataset.path).report(decodes: decodes, threads: 2)
        #expect(report.shards == 2 && report.rows == 8 && report.images == 4)
        #expect(report.faults.isEmpty)
    }

    @Test("A cut tar, lost files and foreign stats are each told as what they are")
    func damage() throws {
        let dataset = try MadeDataset(shards: 5)
        try dataset.edit("00000.tar") { $0.removeLast(12_000) }
        try FileManager.default.removeItem(atPath: dataset.file("00001.tar"))
        try FileManager.default.removeItem(atPath: dataset.file("00002.parquet"))
        try dataset.edit("00003_stats.json") { $0 = Data("{}".utf8) }
        try FileManager.default.removeItem(atPath: dataset.file("00004_stats.json"))
        let kinds = Dictionary(grouping: try faults(dataset), by: \.shard).mapValues { Set($0.map(\.kind)) }
        #expect(kinds["00000"] == [.data])
        #expect(kinds["00001"] == [.data])
        #expect(kinds["00002"] == [.metadata])
        #expect(kinds["00003"] == [.stats])
        #expect(kinds["00004"] == [.unfinished])
    }

    @Test("Numbers that do not agree are reported")
    func counts() throws {
        let dataset = try MadeDataset(shards: 1)
        try dataset.edit("00000_stats.json") { data in
            let text = String(decoding: data, as: UTF8.self)
                .replacingOccurrences(of: "\"successes\": 2", with: "\"successes\": 3")
                .replacingOccurrences(of: "\"failed_to_resize\": 1", with: "\"failed_to_resize\": 0")
            data = Data(text.utf8)
        }
        #expect(try faults(dataset).map(\.kind) == [.checksum, .counts, .counts])
    }

    @Test("A renamed sample is missing under one key and foreign under the other")
    func keys() throws {
        let dataset = try MadeDataset(shards: 1)
        try dataset.edit("00000.tar") { data in
            // The name stands at the header's start, the sum of the header's bytes at 148: both change by eight.
            var start = 0
            while String(decoding: data[start..<start + 6], as: UTF8.self) == "000001" {
                data[start + 5] = UInt8(ascii: "9")
                func octal(_ range: Range<Int>) -> Int {
                    Int(
                        String(decoding: data[start + range.lowerBound..<start + range.upperBound], as: UTF8.self),
                        radix: 8)
                        ?? 0
                }
                let digits = String(octal(148..<154) + 8, radix: 8)
                let sum = String(repeating: "0", count: 6 - digits.count) + digits
                data.replaceSubrange(start + 148..<start + 154, with: Data(sum.utf8))
                start += 512 + (octal(124..<135) + 511) / 512 * 512
            }
        }
        let found = try faults(dataset)
        #expect(found.map(\.kind) == [.samples, .samples])
        #expect(found.map(\.detail) == ["000009 is not in the metadata", "000001 is missing in the data"])
    }

    @Test("Garbage for an image is found at a look, a damaged one when it is decoded")
    func images() throws {
        let dataset = try MadeDataset(shards: 2)
        func damage(_ name: String, from: Int, with byte: UInt8) throws {
            try dataset.edit(name) { data in
                let start = try #require(data.range(of: Data([0xFF, 0xD8, 0xFF]))).lowerBound
                for place in start + from..<start + from + 40 { data[place] = byte }
            }
        }
        try damage("00000.tar", from: 0, with: 0x20)
        try damage("00001.tar", from: 700, with: 0xFF)
        // As in datasets of img2dataset, which keep no checksums.
        try dataset.remove(".img2shards/checksums")
        #expect(try faults(dataset).map(\.shard) == ["00000"])
        let deep = try faults(dataset, decodes: true)
        #expect(deep.map(\.shard) == ["00000", "00001"] && deep.allSatisfy { $0.kind == .image })
    }

    @Test("Repairing takes the broken shard out and leaves the others")
    func repair() throws {
        let dataset = try MadeDataset()
        try dataset.edit("00001.tar") { $0.removeLast(12_000) }
        let verification = try DatasetVerification(path: dataset.path)
        let report = verification.report(decodes: false, threads: 1)
        #expect(report.brokenShards == ["00001"])
        try verification.repair(report.brokenShards)
        let left = try FileManager.default.contentsOfDirectory(atPath: dataset.path).filter { !$0.hasPrefix(".") }
        #expect(left.sorted() == ["00000.parquet", "00000.tar", "00000_stats.json"])
        #expect(try faults(dataset).isEmpty)
    }
}
