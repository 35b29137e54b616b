// A shard from its first row to its visible files.

import DatasetFixtures
import DatasetModel
import Foundation
import Ground
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct OpenShardTests {
    let test: TestFolder
    let folder: DatasetFolder

    init() throws {
        test = try TestFolder()
        folder = try DatasetFolder(test.out)
    }

    private func open(_ number: Int = 0, rows count: Int, _ settings: ShardSettings = settings()) throws -> OpenShard {
        try OpenShard(
            ShardPlan(id: ShardID(number), file: "list.csv", firstRow: 0, rowCount: count), rows: rows(count),
            folder: folder, settings: settings, startTime: 100, run: testRun)
    }

    @Test("Samples are written as they come, members sorted, captions empty for null") func webdataset() throws {
        let shard = try open(3, rows: 4)
        try shard.settle(success(2), image: image("third"))
        try shard.settle(failure(1), image: nil)
        try shard.settle(success(0), image: image("first"))
        #expect(!shard.isComplete && shard.openCount == 1)
        #expect(try test.visible().isEmpty)
        try shard.settle(failure(3), image: nil)
        #expect(shard.isComplete)
        let finished = try shard.finish(endTime: 102.5)
        #expect(try test.visible() == ["00003.parquet", "00003.tar", "00003_stats.json"])
        let members = try test.members(of: "00003.tar")
        #expect(
            members.map(\.name) == [
                "0000302.jpg", "0000302.json", "0000302.txt", "0000300.jpg", "0000300.json", "0000300.txt",
            ])
        #expect(members[0].bytes == Array("third".utf8))
        #expect(members[2].bytes.isEmpty)
        #expect(members[5].bytes == Array("caption 0".utf8))
        #expect(
            String(decoding: members[4].bytes, as: UTF8.self) == """
                {
                    "caption": "caption 0",
                    "url": "http://example.org/0.jpg",
                    "key": "0000300",
                    "status": "success",
                    "error_message": null,
                    "width": 256,
                    "height": 256,
                    "original_width": 500,
                    "original_height": 375,
                    "sha256": "hash0"
                }
                """)
        #expect(finished.stats.count == 4 && finished.stats.successes == 2 && finished.stats.duration == 2.5)
        #expect(finished.dataBytes == 10_240)
        #expect(try test.text("out/00003_stats.json") == String(decoding: finished.stats.json, as: UTF8.self))
        #expect(try test.names("out/.img2shards/open").isEmpty)
        let scan = try ResumeScan(
            folder, format: ShardFormat(.webdataset), keyFormat: KeyFormat(samplesPerShard: 100))
        #expect(scan.finished == [ShardID(3)])
    }

    @Test("Members are sorted by extension whatever the image's is", arguments: ["png", "webp", "jpg"])
    func memberOrder(imageExtension: String) throws {
        let shard = try open(rows: 1, settings(imageExtension: imageExtension))
        try shard.settle(success(0), image: image("bytes"))
        _ = try shard.finish(endTime: 101)
        let names = try test.members(of: "00000.tar").map(\.name)
        #expect(names == ["json", "txt", imageExtension].sorted().map { "0000000.\($0)" })
    }

    @Test("Each image may have an extension of its own")
    func ownExtensions() throws {
        let shard = try open(rows: 3, settings())
        for (index, name) in ["gif", "tiff", nil].enumerated() {
            try shard.settle(success(index), image: image("bytes"), imageExtension: name)
        }
        _ = try shard.finish(endTime: 101)
        let names = try test.members(of: "00000.tar").map { String($0.name.drop { $0 != "." }) }
        #expect(names == [".gif", ".json", ".txt", ".json", ".tiff", ".txt", ".jpg", ".json", ".txt"])
    }

    @Test("Without a caption column there is no text member") func noCaptions() throws {
        let shard = try open(rows: 1, settings(captions: false))
        try shard.settle(success(0), image: image("bytes"))
        _ = try shard.finish(endTime: 101)
        #expect(try test.members(of: "00000.tar").map(\.name) == ["0000000.jpg", "0000000.json"])
    }

    @Test("A shard of failures alone has no archive and all its rows") func allFailed() throws {
        let shard = try open(rows: 600)
        for index in (0..<600).reversed() { try shard.settle(failure(index), image: nil) }
        let finished = try shard.finish(endTime: 101)
        #expect(finished.stats.count == 600 && finished.stats.failedToDownload == 600)
        #expect(finished.dataBytes == 0)
        #expect(try test.visible() == ["00000.parquet", "00000_stats.json"])
        #expect(try test.names("out/.img2shards/open").isEmpty)
    }

    @Test("More rows than a page of JSON members, settled from both ends, all come out right") func pages() throws {
        let count = 1100
        let shard = try open(rows: count)
        for step in 0..<count {
            let index = step % 2 == 0 ? step / 2 : count - 1 - step / 2
            try shard.settle(success(index), image: image("image \(index)"))
        }
        _ = try shard.finish(endTime: 101)
        let members = try test.members(of: "00000.tar")
        #expect(members.count == count * 3)
        for (json, picture) in zip(
            members.filter { $0.name.hasSuffix("json") }, members.filter { $0.name.hasSuffix("jpg") })
        {
            let index = String(decoding: picture.bytes, as: UTF8.self).dropFirst("image ".count)
            #expect(String(decoding: json.bytes, as: UTF8.self).contains("http://example.org/\(index).jpg"))
        }
    }

    @Test("A dummy shard leaves its stats only") func dummy() throws {
        let shard = try open(rows: 2, settings(format: .dummy))
        try shard.settle(success(0), image: image("bytes"))
        try shard.settle(failure(1), image: nil)
        let finished = try shard.finish(endTime: 101)
        #expect(finished.dataBytes == 0)
        #expect(try test.visible() == ["00000_stats.json"])
    }

    @Test("A shard that misses rows cannot be finished") func incomplete() throws {
        let shard = try open(rows: 2)
        try shard.settle(success(0), image: image("bytes"))
        #expect(shardError { _ = try shard.finish(endTime: 101) } != nil)
        #expect(try test.visible().isEmpty)
        try shard.settle(failure(1), image: nil)
        _ = try shard.finish(endTime: 101)
        #expect(try test.visible().count == 3)
    }

    @Test("Rows that are not as many as planned are refused") func wrongRows() throws {
        let plan = ShardPlan(id: ShardID(0), file: "list.csv", firstRow: 0, rowCount: 3)
        let error = shardError {
            _ = try OpenShard(plan, rows: rows(2), folder: folder, settings: settings(), startTime: 0, run: testRun)
        }
        #expect(error?.category == .table)
    }

    @Test("An aborted shard leaves nothing, a dropped one its data and its journal", arguments: [true, false])
    func aborted(drops: Bool) throws {
        do {
            let shard = try open(rows: 2)
            try shard.settle(success(0), image: image("bytes"))
            #expect(try test.names("out/.img2shards/open") == ["00000.journal", "00000.tar"])
            if !drops { shard.abort() }
        }
        #expect(try test.names("out/.img2shards/open") == (drops ? ["00000.journal", "00000.tar"] : []))
        #expect(try test.visible().isEmpty)
    }

    @Test("The stats come last: when the metadata cannot be published, the shard does not look done") func statsLast()
        throws
    {
        try test.write("in the way", to: "out/00000.parquet/file")
        let shard = try open(rows: 1)
        try shard.settle(success(0), image: image("bytes"))
        let error = shardError { _ = try shard.finish(endTime: 101) }
        #expect(error != nil)
        #expect(try test.visible() == ["00000.parquet", "00000.tar"])
        #expect(try test.names("out/.img2shards/open").contains("00000.journal"))
    }

    @Test("The data is published first: when it cannot be, nothing is") func dataFirst() throws {
        try test.write("in the way", to: "out/00000.tar/file")
        let shard = try open(rows: 1)
        try shard.settle(success(0), image: image("bytes"))
        #expect(shardError { _ = try shard.finish(endTime: 101) } != nil)
        #expect(try test.visible() == ["00000.tar"])
    }

    @Test(
        "A full disk is reported, and the shard leaves nothing visible",
        arguments: ["00000.parquet", "00000_stats.json"])
    func diskFull(file: String) throws {
        // Every write to this device says that there is no space.
        symlink("/dev/full", test.out + "/.img2shards/open/\(file)")
        let shard = try open(rows: 1)
        try shard.settle(success(0), image: image("bytes"))
        let error = try #require(shardError { _ = try shard.finish(endTime: 101) })
        #expect(error.category == .diskFull)
        #expect(error.message.contains("no space left"))
        #expect(error.hint?.contains("free some space") == true)
        shard.abort()
        #expect(try test.visible().isEmpty)
    }

    @Test("An output folder that is removed under way is reported") func removed() throws {
        let shard = try open(rows: 1)
        try shard.settle(success(0), image: image("bytes"))
        try FileManager.default.removeItem(atPath: test.out)
        let error = shardError { _ = try shard.finish(endTime: 101) }
        #expect(error != nil)
        #expect(shardError { _ = try open(1, rows: 1) }?.category == .notAFolder)
    }

    @Test("A sample whose metadata no journal can hold fails alone; the samples behind it are kept") func hugeRecord()
        throws
    {
        let settings = settings(exif: true)
        let plan = ShardPlan(id: ShardID(0), file: "list.csv", firstRow: 0, rowCount: 3)
        do {
            let shard = try open(rows: 3, settings)
            let huge = String(repeating: "x", count: 17 << 20)
            try shard.settle(
                SampleRecord(index: 0, outcome: .success, width: 1, height: 1, exif: huge), image: image("a"))
            try shard.settle(success(1), image: image("b"))
            shard.leave()
        }
        let left = try folder.takeLeftShards(of: testRun, settings: settings, finished: [])
        #expect(left.first?.matches(plan) == true)
        #expect(left.first?.records.map(\.index) == [0, 1])
        #expect(left.first?.records.map(\.outcome.category) == ["metadata_too_large", nil])
    }
}
