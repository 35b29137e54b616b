// Several sizes from one fetch: each folder is a dataset, and no row is lost or written twice in any of them.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Several sizes from one fetch", .serialized)
struct SizesTests {
    private static let sizes = [32, 64, 128]
    private static let typed = "64,128,32"

    private func arguments(_ images: SmallImages, _ sizes: String, _ more: [String] = [], output: String = "out")
        -> [String]
    {
        images.arguments("webdataset", ["--image-size", sizes] + more, output: output, samplesPerShard: 150)
            .filter { $0 != "--disable-all-reencoding" }
    }

    /// What must hold of one size's dataset: every row, every sample once, of that size.
    private func expectWhole(_ images: SmallImages, size: Int, in folder: String = "out") throws {
        let out = images.folder.path("\(folder)/\(size)")
        let dataset = try WrittenDataset(out)
        #expect(dataset.rows.map(\.url) == images.paths.map { images.server.url($0) })
        for (index, row) in dataset.rows.enumerated() {
            #expect(row.status == (index % 20 == 7 ? "failed_to_download" : "success"), "row \(index) of \(size)")
        }
        for shard in dataset.shards {
            let had = shard.rows.filter { $0.status == "success" }
            #expect(had.allSatisfy { $0.width == "\(size)" })
            let names = had.flatMap { ["\($0.key).jpg", "\($0.key).json", "\($0.key).txt"] }
            #expect(shard.memberOrder.sorted() == names.sorted())
            #expect(shard.stats["successes"] as? Int == had.count)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: out + "/.img2shards/open").isEmpty)
    }

    /// The names and bytes of a folder's files.
    private func files(_ folder: String) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: URL(filePath: folder + "/" + $0))) })
    }

    @Test("Three sizes are three datasets, the rows of a run with each alone, and every URL is fetched once")
    func alone() throws {
        let images = try SmallImages(rows: 300)
        let run = try ToolRun(arguments(images, Self.typed))
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(images.requests().allSatisfy { $0 == 1 })
        #expect(run.errors.contains("border 32, 64 and 128 px"), "\(run.errors)")
        #expect(try images.folder.names(in: "out") == ["128", "32", "64"])
        for size in Self.sizes {
            try expectWhole(images, size: size)
            #expect(run.errors.contains("out/\(size)"), "\(run.errors)")
            #expect(try ToolRun(["verify", images.folder.path("out/\(size)")]).exitCode == 0)
            let alone = try ToolRun(arguments(images, "\(size)", output: "alone/\(size)"))
            #expect(alone.exitCode == 0, "\(alone.errors)")
            let rows = try WrittenDataset(images.folder.path("alone/\(size)")).rows
            #expect(try WrittenDataset(images.folder.path("out/\(size)")).rows == rows)
        }
        let above = try ToolRun(["verify", images.folder.path("out")])
        #expect(above.exitCode != 0)
        #expect(above.errors.contains("out/128"), "\(above.errors)")
        // A folder is what its size alone would have made, so a run with that size alone has nothing left to do.
        let requests = images.server.requests
        let again = try ToolRun(arguments(images, "64", output: "out/64"))
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(images.server.requests == requests)
    }

    @Test("Killed twenty times, a run with three sizes has every row once in each")
    func killed() throws {
        let images = try SmallImages(rows: 900)
        var moments = SeededGenerator(state: 3)
        for _ in 0..<20 {
            let before = images.server.requests
            let tool = try RunningTool(arguments(images, Self.typed))
            let moment = before + Int.random(in: 0..<60, using: &moments)
            while images.server.requests < moment, tool.process.isRunning { usleep(300) }
            usleep(UInt32.random(in: 0..<3000, using: &moments))
            tool.send(SIGKILL)
            _ = tool.wait()
        }
        let last = try ToolRun(arguments(images, Self.typed))
        #expect(last.exitCode == 0, "\(last.errors)")
        #expect(last.errors.contains("900 rows: 855 images"), "\(last.errors)")
        for size in Self.sizes { try expectWhole(images, size: size) }
    }

    @Test("A shard that one size lacks is written there alone")
    func missingShard() throws {
        let images = try SmallImages(rows: 300)
        #expect(try ToolRun(arguments(images, Self.typed)).exitCode == 0)
        let others = try [32, 128].map { try files(images.folder.path("out/\($0)")) }
        try FileManager.default.removeItem(atPath: images.folder.path("out/64/00001_stats.json"))
        let requests = images.server.requests
        let run = try ToolRun(arguments(images, Self.typed))
        #expect(run.exitCode == 0, "\(run.errors)")
        // Those that are not there are asked for once more, too.
        #expect(images.server.requests == requests + 150)
        #expect(run.errors.contains("300 rows: 285 images"), "\(run.errors)")
        #expect(try [32, 128].map { try files(images.folder.path("out/\($0)")) } == others)
        for size in Self.sizes { try expectWhole(images, size: size) }
    }

    @Test("A size is added to one that is there, which is not touched")
    func added() throws {
        let images = try SmallImages(rows: 300)
        #expect(try ToolRun(arguments(images, "64", output: "out/64")).exitCode == 0)
        let before = try files(images.folder.path("out/64"))
        let run = try ToolRun(arguments(images, "64,128"))
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try files(images.folder.path("out/64")) == before)
        for size in [64, 128] { try expectWhole(images, size: size) }
    }

    @Test("Stopped and begun again, and rows with one URL: every size has them")
    func repeated() throws {
        let folder = try TemporaryFolder()
        let server = try SampleWebServer()
        let urls = (0..<200).map { server.url("/image/100x80/photo/\($0 % 40).jpg?delay=50") }
        let list = try folder.write("list.txt", urls.joined(separator: "\n") + "\n")
        let arguments = [
            "download", "--url-list", list, "--input-format", "txt", "--output-folder", folder.path("out"),
            "--image-size", "20,30", "--allow-private-addresses", "--max-in-flight", "4",
        ]
        let tool = try RunningTool(arguments)
        // Four at a time: the first are written when the thirtieth is asked for.
        while server.requests < 30, tool.process.isRunning { usleep(500) }
        tool.send(SIGINT)
        #expect(tool.wait().exitCode == 130)
        let run = try ToolRun(arguments)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.errors.contains("200 rows: 200 images"), "\(run.errors)")
        for size in [20, 30] {
            let dataset = try WrittenDataset(folder.path("out/\(size)"))
            #expect(dataset.rows.map(\.url) == urls)
            #expect(dataset.rows.allSatisfy { $0.status == "success" && $0.width == "\(size)" })
            #expect(dataset.shards.flatMap(\.memberOrder).count { $0.hasSuffix(".jpg") } == 200)
        }
    }

    @Test("What one size cannot hold fails there alone")
    func tooLarge() throws {
        let images = try SmallImages(rows: 20)
        let run = try ToolRun(arguments(images, "32,17000", ["--encode-format", "webp"]))
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.errors.contains(": 0 images (0 %)"), "\(run.errors)")
        let small = try WrittenDataset(images.folder.path("out/32"))
        let large = try WrittenDataset(images.folder.path("out/17000"))
        #expect(small.rows.count { $0.status == "success" } == 19)
        #expect(large.rows.count { $0.status == "failed_to_resize" } == 19)
    }

    @Test("Datasets that cannot stand side by side are refused before anything is written")
    func refused() throws {
        let images = try SmallImages(rows: 20)
        #expect(try ToolRun(arguments(images, "64")).exitCode == 0)
        let below = try ToolRun(arguments(images, "32,64"))
        #expect(below.exitCode == 2)
        #expect(below.errors.contains("is a dataset of one size"), "\(below.errors)")
        #expect(try !images.folder.names(in: "out").contains("32"))

        #expect(try ToolRun(arguments(images, "32,64", output: "several")).exitCode == 0)
        let above = try ToolRun(arguments(images, "32", output: "several"))
        #expect(above.exitCode == 2)
        #expect(above.errors.contains("several/32"), "\(above.errors)")
        let other = try ToolRun(arguments(images, "64,96", ["--encode-quality", "50"], output: "several"))
        #expect(other.exitCode == 2)
        #expect(other.errors.contains("--encode-quality"), "\(other.errors)")
        // The new size was not begun with options that are refused for the old one.
        #expect(!FileManager.default.fileExists(atPath: images.folder.path("several/96/.img2shards/run.json")))

        let more = images.arguments(
            "webdataset", ["--image-size", "32", "--incremental-mode", "extend"], output: "several/32")
        #expect(try ToolRun(more.filter { $0 != "--disable-all-reencoding" }).exitCode == 0)
        let uneven = try ToolRun(arguments(images, "32,64", ["--incremental-mode", "extend"], output: "several"))
        #expect(uneven.exitCode == 2)
        #expect(uneven.errors.contains("would resume at shard"), "\(uneven.errors)")
    }
}
