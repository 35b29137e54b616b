// Shards whose samples have vectors and scores: left at any moment, each sample keeps its own.

import Arrays
import DatasetFixtures
import DatasetModel
import Files
import Foundation
import Tables
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite("Shards with embeddings") struct EmbeddedShardTests {
    private static let layout = EmbeddingLayout(
        imageWidth: 3, textWidth: 2, scores: ["similarity", "nsfw_score", "own"])

    private func settings(_ format: ShardFormat, captions: Bool = true) -> ShardSettings {
        var format = format
        format.embeddings = EmbeddingFiles.Kinds(hasImages: true, hasTexts: true)
        var settings = DatasetFixtures.settings(captions: captions, shardFormat: format)
        settings.embedding = Self.layout
        return settings
    }

    /// Vectors and scores that no other row has.
    private func embedding(_ row: Int) -> SampleEmbedding {
        let values = (0..<5).map { Float(row * 8 + $0) }
        return SampleEmbedding(
            scores: [Double(row) / 8, 0.9, Double(row)], vectors: HalfFloat.bytes(of: values[...]))
    }

    private func settle(_ rows: [Int], _ shard: OpenShard) throws {
        for row in rows {
            try shard.settle(success(row), image: image("image \(row)"), embedding: embedding(row))
        }
    }

    /// The rows of the finished shard's embeddings, by their vectors; all vectors are checked.
    private func rows(_ fixture: FormatFixture) throws -> [Int] {
        let images = try ArrayFile(path: fixture.test.out + "/img_emb/img_emb_00000.npy")
        let texts = try ArrayFile(path: fixture.test.out + "/text_emb/text_emb_00000.npy")
        try #require(images.rowCount == texts.rowCount)
        return (0..<images.rowCount).map { place in
            let (image, text) = (images.floats(ofRows: place..<place + 1), texts.floats(ofRows: place..<place + 1))
            let row = Int(image[0]) / 8
            #expect(image + text == (0..<5).map { Float(row * 8 + $0) })
            return row
        }
    }

    private func expectTable(_ fixture: FormatFixture, rows: [Int]) throws {
        let reader = try ParquetReader(path: fixture.test.out + "/metadata/metadata_00000.parquet")
        #expect(reader.schema.fields.prefix(3).map(\.name) == ["image_path", "caption", "url"])
        #expect(reader.schema.fields.suffix(5).map(\.name) == ["key", "similarity", "nsfw_score", "NSFW", "own"])
        try reader.start(
            atRowGroup: 0, batchRows: 100,
            columns: reader.schema.fields.enumerated().map { ColumnChoice(column: $0, name: $1.name) })
        let table = try #require(try reader.next())
        #expect(try table.numbers("own") == rows.map(Double.init))
        let (keys, tags) = (table.text("image_path"), table.text("NSFW"))
        for (place, row) in rows.enumerated() {
            #expect(keys?.string(place)?.hasSuffix("\(row)") == true && tags?.string(place) == "NSFW")
        }
    }

    @Test(
        "Left half way and resumed, each sample has its vector, in the order of the data",
        arguments: ShardFormat.distinct)
    func resumed(format: ShardFormat) throws {
        let settings = settings(format)
        let fixture = try FormatFixture()
        let shard = try fixture.open(settings)
        try settle([3, 1], shard)
        shard.leave()
        let left = try #require(
            try fixture.folder.takeLeftShards(of: testRun, settings: settings, finished: []).first)
        #expect(left.records.map(\.scores) == [[0.125, 0.9, 1], [0.375, 0.9, 3]])
        let again = try fixture.open(settings, left: left)
        try again.settle(failure(2), image: nil)
        try settle([0], again)
        _ = try again.finish(endTime: 101)
        let order = settings.format.isComposed || format.layout == .folder ? [0, 1, 3] : [3, 1, 0]
        #expect(try rows(fixture) == order)
        try expectTable(fixture, rows: order)
        #expect(try faults(fixture) == [])
        #expect(try fixture.test.names("out/.img2shards/open").isEmpty)
    }

    /// What `verify` finds wrong with the embeddings.
    private func faults(_ fixture: FormatFixture, reversed: Bool = false) throws -> [String] {
        let shard = try #require(DatasetListing(path: fixture.test.out).shards.first)
        let reader = try #require(try shard.reader())
        var keys: [String] = []
        while let sample = try reader.next() { keys.append(sample.key) }
        return EmbeddingCheck(shard.name, in: fixture.test.out, .init(hasImages: true, hasTexts: true))
            .faults(keys: reversed ? keys.reversed() : keys)
    }

    private func finished() throws -> FormatFixture {
        let fixture = try FormatFixture()
        let shard = try fixture.open(settings(ShardFormat(.webdataset)))
        try settle([3, 1, 0], shard)
        try shard.settle(failure(2), image: nil)
        _ = try shard.finish(endTime: 101)
        return fixture
    }

    private static let files = [
        "img_emb/img_emb_00000.npy", "text_emb/text_emb_00000.npy", "metadata/metadata_00000.parquet",
    ]

    @Test("Embeddings that are gone are named", arguments: files)
    func gone(file: String) throws {
        let fixture = try finished()
        #expect(try faults(fixture) == [])
        try FileManager.default.removeItem(atPath: fixture.test.out + "/" + file)
        #expect(try faults(fixture) == ["\(file) is missing"])
    }

    @Test("A changed bit of an embedding is found, whatever number it makes", arguments: files)
    func changed(file: String) throws {
        let fixture = try finished()
        var bytes = try fixture.bytes(file)
        let place = file.hasSuffix("npy") ? bytes.count - 2 : 10
        bytes[place] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: fixture.test.out + "/" + file))
        let found = try faults(fixture)
        #expect(found.count == 1 && found.first?.hasPrefix(file + ": ") == true, "\(found)")
    }

    @Test("Without checksums, as older versions wrote, embeddings are still compared with the samples")
    func withoutChecksums() throws {
        let fixture = try finished()
        let (array, out) = (Self.files[0], fixture.test.out)
        try FileManager.default.removeItem(atPath: out + "/.img2shards/checksums/00000.embeddings")
        #expect(try faults(fixture) == [])
        #expect(try faults(fixture, reversed: true).count == 1)
        let whole = try fixture.bytes(array)
        func replace(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: out + "/" + array)) }
        // No number, as float16.
        try replace(whole.dropLast(2) + [0xFF, 0x7F])
        #expect(try faults(fixture) == ["\(array): the vector of row 2 is not of numbers"])
        try replace(whole.dropLast(6))
        #expect(try faults(fixture).first?.contains("its shape needs 18 bytes") == true)
        try FileManager.default.removeItem(atPath: out + "/" + array)
        try FileManager.default.copyItem(atPath: out + "/" + Self.files[2], toPath: out + "/" + array)
        #expect(try faults(fixture).count == 1)
    }

    @Test("Damaged checksums of embeddings are a fault")
    func damagedChecksums() throws {
        let fixture = try finished()
        let path = fixture.test.out + "/.img2shards/checksums/00000.embeddings"
        try "nonsense\n".write(toFile: path, atomically: false, encoding: .utf8)
        #expect(try faults(fixture) == ["the checksums in \(path) are damaged"])
    }

    @Test("A sample whose vector was lost in a power cut is done again", arguments: ShardFormat.distinct)
    func lost(format: ShardFormat) throws {
        let settings = settings(format)
        let fixture = try FormatFixture()
        let shard = try fixture.open(settings)
        try settle([3, 1, 0], shard)
        shard.leave()
        let path = fixture.folder.temporaryPath("00000.vectors")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        // One byte of row 1: a header of 32, and 14 for each row before.
        bytes[32 + 14 + 5] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        let left = try #require(
            try fixture.folder.takeLeftShards(of: testRun, settings: settings, finished: []).first)
        // In one file, what lies behind it is lost, too.
        #expect(left.records.map(\.index) == (format.layout == .folder ? [0, 3] : [3]))
        let again = try fixture.open(settings, left: left)
        try again.settle(failure(2), image: nil)
        try settle(format.layout == .folder ? [1] : [1, 0], again)
        _ = try again.finish(endTime: 101)
        #expect(try rows(fixture).sorted() == [0, 1, 3])
    }

    @Test("Without the file of vectors, and with one of another layout, no sample is kept", arguments: [false, true])
    func foreign(isThere: Bool) throws {
        let settings = settings(ShardFormat(.webdataset))
        let fixture = try FormatFixture()
        let shard = try fixture.open(settings)
        try settle([3, 1], shard)
        shard.leave()
        let path = fixture.folder.temporaryPath("00000.vectors")
        try FileManager.default.removeItem(atPath: path)
        if isThere {
            _ = try OpenVectors(path: path, EmbeddingLayout(imageWidth: 7, textWidth: nil, scores: []))
        }
        #expect(try fixture.folder.takeLeftShards(of: testRun, settings: settings, finished: []).isEmpty)
    }

    @Test("A shard without an image has no embeddings")
    func noImage() throws {
        let settings = settings(ShardFormat(.parquet))
        let fixture = try FormatFixture()
        let shard = try fixture.open(settings)
        for row in 0..<4 { try shard.settle(failure(row), image: nil) }
        _ = try shard.finish(endTime: 101)
        #expect(!FileManager.default.fileExists(atPath: fixture.test.out + "/img_emb"))
        #expect(!FileManager.default.fileExists(atPath: fixture.test.out + "/metadata"))
    }

    @Test("Whatever call fails while a shard is made, the next start completes it, each sample with its vector")
    func everyCall() throws {
        let settings = settings(ShardFormat(.webdataset))
        func complete(_ fixture: FormatFixture, _ left: LeftShard?) throws {
            let shard = try fixture.open(settings, left: left)
            for row in 0..<4 where left?.settledRows.contains(row) != true {
                if row == 2 { try shard.settle(failure(2), image: nil) } else { try settle([row], shard) }
            }
            _ = try shard.finish(endTime: 101)
        }
        let whole = try FormatFixture()
        let calls = FileFaults()
        try calls.run { try complete(whole, nil) }
        #expect(calls.operations.count > 30)
        for place in calls.operations.indices {
            let fixture = try FormatFixture()
            let disk = FileFaults { call, _ in call == place ? .error(ENOSPC) : nil }
            do {
                try disk.run { try complete(fixture, nil) }
            } catch {
                #expect(error is ShardError, "\(error) at \(calls.operations[place])")
            }
            if try fixture.finished(settings.format).isEmpty {
                try complete(
                    fixture,
                    try fixture.folder.takeLeftShards(of: testRun, settings: settings, finished: []).first)
            }
            #expect(try rows(fixture).sorted() == [0, 1, 3], "\(calls.operations[place])")
        }
    }
}
