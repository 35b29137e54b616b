// Lists that change between two starts, and starts that are repeated: no row twice, none left out.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Lists that change between two starts", .serialized)
struct ChangedListTests {
    /// A run of four shards of which the first two are finished and nothing is open.
    private func halfDone(_ images: SmallImages) throws {
        let text = try String(contentsOfFile: images.list, encoding: .utf8)
        #expect(try ToolRun(images.arguments("webdataset", samplesPerShard: 10)).exitCode == 0)
        // As a stop between two shards leaves it.
        for shard in ["00002", "00003"] {
            for file in [".tar", ".parquet", "_stats.json"] {
                try FileManager.default.removeItem(atPath: images.folder.path("out/" + shard + file))
            }
            try FileManager.default.removeItem(atPath: images.folder.path("out/.img2shards/checksums/" + shard))
        }
        #expect(try images.folder.names(in: "out/.img2shards/open").isEmpty)
        try images.folder.write("list.csv", text)
    }

    @Test("A list of another order, of the same size, is refused when only finished shards know its rows")
    func reordered() throws {
        let images = try SmallImages(rows: 40)
        try halfDone(images)
        let text = try String(contentsOfFile: images.list, encoding: .utf8)
        let requests = images.server.requests
        let lines = text.split(separator: "\n").map(String.init)
        let changes: [(String, told: String)] = [
            (([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n", "another url now"),
            (text.replacing("caption 17\n", with: "caption 71\n"), "row 7 of shard 00001, which is finished"),
            (text.replacing("?_=3,", with: "?_=9,"), "row 3 of shard 00000, which is finished, has another url"),
        ]
        for (changed, told) in changes {
            #expect(changed.utf8.count == text.utf8.count)
            try images.folder.write("list.csv", changed)
            let run = try ToolRun(images.arguments("webdataset", samplesPerShard: 10))
            #expect(run.exitCode == 2 && run.errors.contains("list.csv was edited since"), "\(run.errors)")
            #expect(run.errors.contains(told), "\(run.errors)")
            #expect(run.errors.contains("--incremental-mode extend"), "\(run.errors)")
        }
        #expect(images.server.requests == requests)
        // The list as it was, written anew: its rows are compared, and the run goes on.
        try images.folder.write("list.csv", text)
        let run = try ToolRun(images.arguments("webdataset", samplesPerShard: 10))
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(images.server.requests == requests + 20)
        let urls = try WrittenDataset(images.folder.path("out")).rows.compactMap(\.url)
        #expect(urls == images.paths.map { images.server.url($0) })
    }

    @Test("An exclude list that was edited, at the same size, is noticed when only finished shards know the rows")
    func excludeList() throws {
        let images = try SmallImages(rows: 40)
        let url = { images.server.url(images.paths[$0]) + "\n" }
        // Rows of one length: the exclude list keeps its size.
        let exclude = try images.folder.write("exclude.txt", url(11))
        let words = images.arguments("webdataset", samplesPerShard: 10) + ["--exclude-list", exclude]
        #expect(try ToolRun(words).exitCode == 0)
        for file in [".tar", ".parquet", "_stats.json"] {
            try FileManager.default.removeItem(atPath: images.folder.path("out/00003" + file))
        }
        try FileManager.default.removeItem(atPath: images.folder.path("out/.img2shards/checksums/00003"))
        try images.folder.write("exclude.txt", url(29))
        let refused = try ToolRun(words)
        #expect(refused.exitCode == 2, "\(refused.errors)")
        try images.folder.write("exclude.txt", url(11))
        let run = try ToolRun(words)
        #expect(run.exitCode == 0, "\(run.errors)")
        let urls = try WrittenDataset(images.folder.path("out")).rows.compactMap(\.url)
        #expect(urls.count == 39 && Set(urls).count == 39)
    }

    @Test("A kept column that was edited, at the same size, is refused when only finished shards know its rows")
    func additional() throws {
        let images = try SmallImages(rows: 40)
        let lines = try String(contentsOfFile: images.list, encoding: .utf8).split(separator: "\n")
        let text = lines.enumerated().map { $0.element + ($0.offset == 0 ? ",extra\n" : ",old\n") }.joined()
        try images.folder.write("list.csv", text)
        let words = images.arguments("webdataset", samplesPerShard: 10) + ["--save-additional-columns", "extra"]
        #expect(try ToolRun(words).exitCode == 0)
        for file in [".tar", ".parquet", "_stats.json"] {
            try FileManager.default.removeItem(atPath: images.folder.path("out/00003" + file))
        }
        try FileManager.default.removeItem(atPath: images.folder.path("out/.img2shards/checksums/00003"))
        let changed = text.replacing("caption 17,old", with: "caption 17,new")
        #expect(changed != text && changed.utf8.count == text.utf8.count)
        try images.folder.write("list.csv", changed)
        let refused = try ToolRun(words)
        #expect(refused.exitCode == 2 && refused.errors.contains("list.csv was edited since"), "\(refused.errors)")
        try images.folder.write("list.csv", text)
        #expect(try ToolRun(words).exitCode == 0)
    }

    @Test("Shards of an older version, which kept no digest, are gone on with") func withoutDigest() throws {
        let images = try SmallImages(rows: 40)
        try halfDone(images)
        try FileManager.default.removeItem(atPath: images.folder.path("out/.img2shards/checksums"))
        try FileManager.default.removeItem(atPath: images.folder.path("out/.img2shards/lists.json"))
        let run = try ToolRun(images.arguments("webdataset", samplesPerShard: 10))
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try WrittenDataset(images.folder.path("out")).rows.count == 40)
    }

    @Test("The extend that was stopped, started again, adds each row once") func extendStopped() throws {
        let images = try SmallImages(rows: 60)
        #expect(try ToolRun(images.arguments("webdataset", samplesPerShard: 10)).exitCode == 0)
        let extend = images.arguments("webdataset", ["--incremental-mode", "extend"], samplesPerShard: 10)
        for _ in 0..<2 {
            let before = images.server.requests
            let tool = try RunningTool(extend)
            while images.server.requests < before + 15, tool.process.isRunning { usleep(500) }
            tool.send(SIGKILL)
            _ = tool.wait()
        }
        let run = try ToolRun(extend)
        #expect(
            run.exitCode == 0 && run.errors.contains("the last run over this list is not complete"), "\(run.errors)")
        #expect(try WrittenDataset(images.folder.path("out")).rows.count == 120)
        // Complete, it is added once more by the same command, as ever.
        #expect(try ToolRun(extend).exitCode == 0)
        #expect(try WrittenDataset(images.folder.path("out")).rows.count == 180)
    }
}
