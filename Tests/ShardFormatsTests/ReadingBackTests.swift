// Finished shards read back, and bytes from anywhere instead of them.

import DatasetFixtures
import DatasetModel
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite("Reading shards back") struct ReadingBackTests {
    private func samples(_ fixture: FormatFixture) throws -> [String: [String: String]] {
        let shard = try #require(try DatasetListing(path: fixture.test.out).shards.first)
        let reader = try #require(try shard.reader())
        var samples: [String: [String: String]] = [:]
        while let sample = try reader.next() {
            samples[sample.key] = Dictionary(
                uniqueKeysWithValues: sample.members.map {
                    ($0.fileExtension, String(decoding: $0.bytes, as: UTF8.self))
                }
            ).filter { $0.key != "json" }
        }
        return samples
    }

    @Test(
        "Every format gives back what was written", arguments: OutputFormat.withImages)
    func formats(format: OutputFormat) throws {
        let fixture = try FormatFixture()
        try fixture.write(settings(format: format))
        let samples = try samples(fixture)
        #expect(samples.mapValues { $0["jpg"] } == ["0000000": "image 0", "0000002": "image 2"])
        #expect(samples.values.allSatisfy { ($0["txt"] != nil) == format.definition.hasSampleTexts })
    }

    @Test(
        "Kept originals keep their extensions in tars, files and structs",
        arguments: [
            OutputFormat.webdataset, .files, .parquet,
        ])
    func extensions(format: OutputFormat) throws {
        let fixture = try FormatFixture()
        let shard = try fixture.open(settings(shardFormat: ShardFormat(format), usesImageStruct: true))
        try shard.settle(success(0), image: image("a"), imageExtension: "png")
        try shard.settle(success(1), image: image("b"), imageExtension: "gif")
        for index in 2..<4 { try shard.settle(failure(index), image: nil) }
        _ = try shard.finish(endTime: 101)
        let samples = try samples(fixture)
        #expect(samples["0000000"]?["png"] == "a" && samples["0000001"]?["gif"] == "b")
    }

    @Test(
        "Checksums are kept in the order of the data, and read back as they were",
        arguments: OutputFormat.withImages, [SampleOrder.completion, .input])
    func checksums(format: OutputFormat, order: SampleOrder) throws {
        let fixture = try FormatFixture()
        try fixture.write(settings(shardFormat: ShardFormat(format, order: order)))
        let shard = try #require(try DatasetListing(path: fixture.test.out).shards.first)
        let isOneFile = format.definition.isSequence
        let kept = try #require(try ShardChecksums(path: shard.checksumsPath, isOneFile: isOneFile))
        #expect(kept.samples.map(\.row) == (isOneFile && order == .completion ? [2, 0] : [0, 2]))
        #expect(kept.samples.allSatisfy { $0.imageExtension == "jpg" && $0.byteCount > 0 })
        #expect(kept.samples[1].offset == (isOneFile ? kept.samples[0].byteCount : 0))
        let check = try #require(try ChecksumCheck(shard))
        let reader = try #require(try shard.reader())
        while let sample = try reader.next() {
            #expect(check.isWritten(sample, row: sample.key == "0000000" ? 0 : 2))
        }
        #expect(check.count == 2)
    }

    @Test("A shard that was left and gone on with has the checksums of all its samples")
    func goneOnWith() throws {
        let fixture = try FormatFixture()
        let settings = settings()
        let first = try fixture.open(settings)
        try first.settle(success(2), image: image("image 2"))
        first.leave()
        let left = try fixture.folder.takeLeftShards(of: testRun, settings: settings, finished: [])
        let second = try fixture.open(settings, left: left.first)
        try second.settle(success(0), image: image("image 0"))
        for index in [1, 3] { try second.settle(failure(index), image: nil) }
        _ = try second.finish(endTime: 101)
        let shard = try #require(try DatasetListing(path: fixture.test.out).shards.first)
        #expect(try ShardChecksums(path: shard.checksumsPath, isOneFile: true)?.samples.map(\.row) == [2, 0])
    }

    @Test("An overwritten dataset leaves no checksums behind")
    func overwritten() throws {
        let fixture = try FormatFixture()
        try fixture.write(settings())
        #expect(try fixture.test.names("out/.img2shards/checksums") == ["00000"])
        try fixture.folder.removeDataset(shardIDWidth: 5)
        #expect(try fixture.test.names("out/.img2shards").contains("checksums") == false)
    }

    @Test("A record file that is cut anywhere ends with an error or a whole record, never otherwise")
    func cutRecords() throws {
        let fixture = try FormatFixture()
        try fixture.write(settings(format: .tfrecord))
        let whole = try fixture.bytes("00000.tfrecord")
        for count in 0..<whole.count {
            try fixture.test.write("", to: "out/cut")
            try Data(whole[..<count]).write(to: URL(fileURLWithPath: fixture.test.out + "/cut"))
            let reader = try TFRecordReader(path: fixture.test.out + "/cut")
            var read = 0
            let error = shardError { while try reader.next() != nil { read += 1 } }
            #expect(read < 2)
            #expect(error?.category == .damagedShard || (error == nil && (count == 0 || read == 1)))
        }
    }

    @Test("A length that lies takes no memory")
    func lyingLength() throws {
        let fixture = try FormatFixture()
        try fixture.write(settings(format: .tfrecord))
        var bytes = try fixture.bytes("00000.tfrecord")
        for place in 0..<8 { bytes[place] = 0xFF }
        try Data(bytes).write(to: URL(fileURLWithPath: fixture.test.out + "/00000.tfrecord"))
        let reader = try TFRecordReader(path: fixture.test.out + "/00000.tfrecord")
        #expect(shardError { _ = try reader.next() }?.message.contains("checksum of its length") == true)
    }

    @Test("Random and changed bytes are no example, or one, and nothing else happens")
    func hostileExamples() throws {
        let fixture = try FormatFixture()
        try fixture.write(settings(format: .tfrecord))
        let record = try fixture.bytes("00000.tfrecord")
        let length = Int(record[0]) | Int(record[1]) << 8
        let example = Array(record[12..<12 + length])
        #expect(example.withUnsafeBytes { ParsedExample($0)?["key"].map(Array.init) } == Array("0000002".utf8))
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var bytes = example
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            bytes.removeLast(Int.random(in: 0..<8, using: &generator))
            bytes.withUnsafeBytes { all in
                guard let key = ParsedExample(all)?["key"], key.count > 0, let start = key.baseAddress else { return }
                #expect(all.baseAddress.map { start >= $0 && start + key.count <= $0 + all.count } == true)
            }
        }
    }
}
