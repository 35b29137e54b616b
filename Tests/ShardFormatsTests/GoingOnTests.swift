// A shard that an earlier start left open, in every format.

import DatasetFixtures
import DatasetModel
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite("Going on within a shard") struct GoingOnTests {
    static let formats = ShardFormat.distinct

    /// The data of a shard: its file, or the files of its folder.
    private func data(_ fixture: FormatFixture, _ format: ShardFormat) throws -> [String: [UInt8]] {
        let name = try #require(ShardFiles(name: "00000", format: format).data)
        guard format.layout == .folder else { return [name: try fixture.bytes(name)] }
        return Dictionary(
            uniqueKeysWithValues: try fixture.test.names("out/" + name).map { ($0, try fixture.bytes(name + "/" + $0)) }
        )
    }

    /// Leaves a shard with rows 3, 1 and 2 settled, and gives back what the next start finds.
    private func leave(_ fixture: FormatFixture, _ settings: ShardSettings) throws -> LeftShard {
        let shard = try fixture.open(settings)
        try shard.settle(success(3), image: image("image 3"))
        try shard.settle(success(1), image: image("image 1"))
        try shard.settle(failure(2), image: nil)
        shard.leave()
        return try left(fixture, settings)
    }

    private func left(_ fixture: FormatFixture, _ settings: ShardSettings) throws -> LeftShard {
        try #require(try fixture.folder.takeLeftShards(of: testRun, settings: settings, finished: []).first)
    }

    @Test("A shard that was left half way ends as one that was not", arguments: formats)
    func whole(format: ShardFormat) throws {
        let settings = settings(shardFormat: format)
        let plain = try FormatFixture()
        try plain.write(settings, order: [3, 1, 0])
        let fixture = try FormatFixture()
        let left = try leave(fixture, settings)
        #expect(left.records.count == 3)
        let shard = try fixture.open(settings, left: left)
        try shard.settle(success(0), image: image("image 0"))
        let finished = try shard.finish(endTime: 101)
        #expect(try data(fixture, format) == data(plain, format))
        #expect(finished.stats.successes == 3)
        #expect(try fixture.test.names("out/.img2shards/open").isEmpty)
    }

    @Test("A sample whose bytes were lost is done again, those before it stay", arguments: formats)
    func cut(format: ShardFormat) throws {
        let settings = settings(shardFormat: format)
        let plain = try FormatFixture()
        try plain.write(settings, order: [3, 1, 0])
        let fixture = try FormatFixture()
        _ = try leave(fixture, settings)
        let name = try #require(ShardFiles(name: "00000", format: format).openData)
        let isFolder = format.layout == .folder
        let path = fixture.folder.temporaryPath(name) + (isFolder ? "/0000001.jpg" : "")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try bytes.dropLast(3).write(to: URL(fileURLWithPath: path))
        let left = try left(fixture, settings)
        #expect(left.records.map(\.index) == [2, 3] && left.kept.keys.count == 1)
        let shard = try fixture.open(settings, left: left)
        try shard.settle(success(1), image: image("image 1"))
        try shard.settle(success(0), image: image("image 0"))
        _ = try shard.finish(endTime: 101)
        #expect(try data(fixture, format) == data(plain, format))
    }
}
