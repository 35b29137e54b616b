// The format with a folder of files per shard.

import DatasetFixtures
import DatasetModel
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite("The files format") struct FilesWriterTests {
    @Test("A shard is a folder that appears in one step, with three files for each image") func folder() throws {
        let fixture = try FormatFixture()
        let settings = settings(format: .files)
        let shard = try fixture.open(settings)
        try shard.settle(success(2), image: image("third"))
        #expect(try fixture.test.visible().isEmpty)
        #expect(try fixture.test.names("out/.img2shards/open/00000").count == 3)
        for index in [0, 1, 3] { try shard.settle(failure(index), image: nil) }
        let finished = try shard.finish(endTime: 101)
        #expect(try fixture.test.visible() == ["00000", "00000.parquet", "00000_stats.json"])
        #expect(try fixture.test.names("out/00000") == ["0000002.jpg", "0000002.json", "0000002.txt"])
        #expect(try fixture.test.text("out/00000/0000002.jpg") == "third")
        // The third caption is null.
        #expect(try fixture.test.text("out/00000/0000002.txt") == "")
        let json = try fixture.test.text("out/00000/0000002.json")
        #expect(json.contains("\"key\": \"0000002\""))
        #expect(finished.dataBytes == 5 + json.utf8.count)
        #expect(try fixture.test.names("out/.img2shards/open").isEmpty)
        #expect(try fixture.finished(ShardFormat(.files)) == [ShardID(0)])
    }

    @Test("Going on keeps the files of kept keys and removes all others") func kept() throws {
        let fixture = try FormatFixture()
        let path = fixture.test.path + "/shard"
        let plan = ShardPlan(id: ShardID(0), file: "list.csv", firstRow: 0, rowCount: 4)
        for name in ["a.jpg", "a.txt", "b.jpg", "ab.jpg"] { try fixture.test.write("bytes", to: "shard/" + name) }
        let writer = FilesWriter(writesJSON: true, writesCaptions: true)
        try writer.open(plan, path: path, kept: KeptSamples(keys: [SampleKey("a")], endOffset: 0))
        #expect(try fixture.test.names("shard") == ["a.jpg", "a.txt"])
        #expect(try writer.finish() == 10)
    }

    @Test("What was left of a shard is removed, and a folder that is not ours is not") func leftovers() throws {
        let fixture = try FormatFixture()
        try fixture.test.write("half", to: "out/00000/0000001.jpg")
        let scan = try ResumeScan(
            fixture.folder, format: ShardFormat(.files), keyFormat: KeyFormat(samplesPerShard: 100))
        #expect(scan.leftovers == ["00000"])
        try fixture.folder.removeFiles(scan.leftovers)
        #expect(try fixture.test.visible().isEmpty)
        for text in ["mine", "mine, too"] {
            try fixture.test.write(text, to: "out/00001/photos/1.jpg")
            try fixture.folder.removeFiles(["00001"])
        }
        // It is put aside: it is not ours to remove, and must not keep the shard from being written.
        #expect(try fixture.test.visible().isEmpty)
        #expect(try fixture.test.text("out/.img2shards/foreign/00001-photos/1.jpg") == "mine")
        #expect(try fixture.test.text("out/.img2shards/foreign/00001-photos-1/1.jpg") == "mine, too")
    }

    @Test("Overwrite removes folders with their shards") func removal() throws {
        let fixture = try FormatFixture()
        try fixture.write(settings(format: .files))
        try fixture.folder.removeDataset(shardIDWidth: 5)
        #expect(try fixture.test.visible().isEmpty)
    }
}
