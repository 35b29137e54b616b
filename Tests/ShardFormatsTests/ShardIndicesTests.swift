// Indices hold what they say: every place leads to the member's bytes.

import DatasetFixtures
import DatasetModel
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite("Indices of tars") struct ShardIndicesTests {
    private func shard(_ kind: ShardIndexKind) throws -> FormatFixture {
        let fixture = try FormatFixture()
        let settings = settings(shardFormat: ShardFormat(.webdataset, indices: [kind]))
        try fixture.write(settings)
        try WidsIndex.write(to: fixture.folder, settings: settings)
        return fixture
    }

    private func json(_ fixture: FormatFixture, _ name: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(fixture.bytes(name))) as? [String: Any])
    }

    @Test("DALI's index lies beside the tar and has a line per sample") func dali() throws {
        let fixture = try shard(.dali)
        #expect(try fixture.test.visible() == ["00000.idx", "00000.parquet", "00000.tar", "00000_stats.json"])
        let lines = try fixture.test.text("out/00000.idx").split(separator: "\n")
        #expect(lines[0] == "v1.2 2")
        let tar = try fixture.bytes("00000.tar")
        let words = lines[2].split(separator: " ").map(String.init)
        #expect([words[0], words[4], words[8]] == ["jpg", "json", "txt"])
        #expect(words[3] == "0000000.jpg")
        let (offset, count) = (try #require(Int(words[1])), try #require(Int(words[2])))
        #expect(offset % 512 == 0)
        #expect(Array(tar[offset..<offset + count]) == Array("image 0".utf8))
    }

    @Test("webshart's index lies in a folder of its own") func webshart() throws {
        let fixture = try shard(.webshart)
        #expect(try fixture.test.visible() == ["00000.parquet", "00000.tar", "00000_stats.json", "indices"])
        let index = try json(fixture, "indices/webshart/00000.json")
        let tar = try fixture.bytes("00000.tar")
        #expect(index["filesize"] as? Int == tar.count)
        let files = try #require(index["files"] as? [String: [String: Any]])
        #expect(files.keys.sorted() == ["0000000.jpg", "0000002.jpg"])
        let file = try #require(files["0000000.jpg"])
        let (offset, count) = (try #require(file["offset"] as? Int), try #require(file["length"] as? Int))
        #expect(Array(tar[offset..<offset + count]) == Array("image 0".utf8))
        #expect(file["width"] as? Int == 256 && file["aspect"] as? Double == 1)
    }

    @Test("wids' list names every finished tar with its size and samples") func wids() throws {
        let fixture = try shard(.wids)
        let index = try json(fixture, "indices/wids/shardindex.json")
        #expect(index["__kind__"] as? String == "wids-shard-index-v1" && index["wids_version"] as? Int == 1)
        let shards = try #require(index["shardlist"] as? [[String: Any]])
        #expect(shards.count == 1)
        #expect(shards[0]["url"] as? String == "../../00000.tar")
        #expect(shards[0]["nsamples"] as? Int == 2)
        #expect(shards[0]["filesize"] as? Int == (try fixture.bytes("00000.tar")).count)
        #expect((shards[0]["md5sum"] as? String)?.count == 32)
    }

    @Test("An entry of wids' list that a power cut took is made of the tar") func lostEntry() throws {
        let fixture = try shard(.wids)
        let list = try fixture.test.text("out/indices/wids/shardindex.json")
        try FileManager.default.removeItem(atPath: fixture.test.out + "/.img2shards/wids/00000.tar.json")
        try WidsIndex.write(
            to: fixture.folder, settings: settings(shardFormat: ShardFormat(.webdataset, indices: [.wids])))
        #expect(try fixture.test.text("out/indices/wids/shardindex.json") == list)
    }

    @Test("Overwriting a dataset removes its indices") func overwritten() throws {
        let fixture = try FormatFixture()
        let settings = settings(shardFormat: ShardFormat(.webdataset, indices: Set(ShardIndexKind.allCases)))
        try fixture.write(settings)
        try WidsIndex.write(to: fixture.folder, settings: settings)
        try fixture.folder.removeDataset(shardIDWidth: 5)
        #expect(try fixture.test.visible() == ["indices"])
        #expect(try fixture.test.names("out/indices/webshart").isEmpty)
        #expect(try fixture.test.names("out/indices/wids").isEmpty)
    }
}
