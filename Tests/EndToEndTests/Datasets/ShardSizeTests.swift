// `--max-shard-size`: shards in parts, none of them too large, every row in one of them, however often a run is killed.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Shards of a largest size", .serialized)
struct ShardSizeTests {
    static let formats = TestedFormats.all
    private static let limit = 200_000

    /// Bytes of each part's data, by its name.
    private func sizes(_ images: SmallImages, _ format: String) throws -> [String: Int] {
        let suffix = TestedFormats.suffix(format)
        var sizes: [String: Int] = [:]
        for name in try images.folder.names(in: "out") where name.hasSuffix("_stats.json") {
            let stem = String(name.dropLast("_stats.json".count))
            let files =
                try suffix.isEmpty
                ? images.folder.names(in: "out/\(stem)").map { "\(stem)/\($0)" } : ["\(stem).\(suffix)"]
            sizes[stem] = try files.reduce(0) { sum, file in
                let attributes = try FileManager.default.attributesOfItem(atPath: images.folder.path("out/\(file)"))
                return sum + (attributes[.size] as? Int ?? 0)
            }
        }
        return sizes
    }

    /// Every row once, in parts of which none is too large and all but the last of each shard are well filled.
    private func expectWhole(_ images: SmallImages, _ format: String, shards: Int) throws {
        let out = images.folder.path("out")
        let dataset = try WrittenDataset(out, hasTars: format == "webdataset")
        #expect(dataset.rows.compactMap(\.url).sorted() == images.paths.map { images.server.url($0) }.sorted())
        // Keys tell the row's place in the list, whatever part it is in.
        for row in dataset.rows {
            let key = try #require(Int(row.key))
            let index = key / 100 * 100 + key % 100
            #expect(row.url == images.server.url(images.paths[index]) && row.key.count == 7)
            #expect(row.status == (index % 20 == 7 ? "failed_to_download" : "success"), "row \(index)")
        }
        let written = try #require(try WrittenImages(out, format: format)?.all)
        #expect(written.map(\.key).sorted() == dataset.rows.filter { $0.status == "success" }.map(\.key).sorted())
        for shard in dataset.shards {
            #expect(shard.stats["count"] as? Int == shard.rows.count)
            let keys = shard.rows.filter { $0.status == "success" }.map(\.key)
            #expect(shard.stats["successes"] as? Int == keys.count)
            guard format == "webdataset" else { continue }
            #expect(shard.memberOrder.sorted() == keys.flatMap { ["\($0).jpg", "\($0).json", "\($0).txt"] }.sorted())
        }
        let sizes = try sizes(images, format)
        #expect(sizes.values.allSatisfy { $0 <= Self.limit }, "\(sizes)")
        let stems = sizes.keys.sorted()
        #expect(stems.filter { !$0.contains("_") } == (0..<shards).map { "0000\($0)" })
        for (stem, next) in zip(stems, stems.dropFirst()) where next.hasPrefix(stem.prefix(5)) {
            // What is a table keeps room for it.
            #expect(
                sizes[stem] ?? 0 > (TestedFormats.isTable(format) ? Self.limit / 3 : Self.limit * 3 / 4),
                "\(stem) \(sizes)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: out + "/.img2shards/open").isEmpty)
        let verified = try ToolRun(["verify", out, "--deep"])
        #expect(verified.exitCode == 0, "\(verified.output)")
        #expect(verified.output.contains("\(images.paths.count) rows"), "\(verified.output)")
    }

    private func arguments(_ images: SmallImages, _ format: String) -> [String] {
        let indices = format == "webdataset" ? ["--index", "dali,wids,webshart"] : []
        return images.arguments(
            format, ["--max-shard-size", String(Self.limit)] + indices, samplesPerShard: 100)
    }

    @Test("No part is larger than it may be, and all parts hold every row once", arguments: formats)
    func parts(format: String) throws {
        let images = try SmallImages(rows: 260)
        let run = try ToolRun(arguments(images, format))
        #expect(run.exitCode == 0, "\(run.errors)")
        try expectWhole(images, format, shards: 3)
        #expect(images.requests().allSatisfy { $0 == 1 })
        // A finished dataset is known as such.
        #expect(try ToolRun(arguments(images, format)).exitCode == 0)
        #expect(images.requests().allSatisfy { $0 == 1 })
    }

    @Test("Killed at random moments, a run goes on inside its parts", arguments: formats)
    func killed(format: String) throws {
        let images = try SmallImages(rows: 900)
        var moments = SeededGenerator(state: 11)
        let kills = 12
        for _ in 0..<kills {
            let before = images.server.requests
            let tool = try RunningTool(arguments(images, format))
            let moment = before + Int.random(in: 0..<100, using: &moments)
            while images.server.requests < moment, tool.process.isRunning { usleep(300) }
            usleep(UInt32.random(in: 0..<3000, using: &moments))
            tool.send(SIGKILL)
            _ = tool.wait()
        }
        let last = try ToolRun(arguments(images, format))
        #expect(last.exitCode == 0, "\(last.errors)")
        try expectWhole(images, format, shards: 9)
        let again = images.requests().reduce(0, +) - images.paths.count
        #expect(again <= kills * (SmallImages.maximumInFlight + 3), "\(again)")
    }

    @Test("After a power cut that cuts and garbles open parts, and with a journal gone, the dataset ends whole")
    func damaged() throws {
        let images = try SmallImages(rows: 300)
        for round in 0..<4 {
            let before = images.server.requests
            let tool = try RunningTool(arguments(images, "webdataset"))
            while images.server.requests < before + 70, tool.process.isRunning { usleep(300) }
            tool.send(SIGKILL)
            _ = tool.wait()
            let open = images.folder.path("out/.img2shards/open")
            for name in try FileManager.default.contentsOfDirectory(atPath: open).sorted() {
                let path = open + "/" + name
                if name.hasSuffix(".tar") {
                    let file = try FileHandle(forUpdating: URL(filePath: path))
                    try file.truncate(atOffset: try file.seekToEnd() / 2)
                    try file.close()
                } else if round == 2, name.hasSuffix("_001.journal") {
                    try FileManager.default.removeItem(atPath: path)
                }
            }
        }
        let last = try ToolRun(arguments(images, "webdataset"))
        #expect(last.exitCode == 0, "\(last.errors)")
        let dataset = try WrittenDataset(images.folder.path("out"))
        #expect(dataset.rows.compactMap(\.url).sorted() == images.paths.map { images.server.url($0) }.sorted())
        #expect(try ToolRun(["verify", images.folder.path("out"), "--deep"]).exitCode == 0)
    }

    @Test("A sample that is too large alone has a part of its own")
    func single() throws {
        let images = try SmallImages(rows: 24)
        let run = try ToolRun(images.arguments("webdataset", ["--max-shard-size", "12KB"], samplesPerShard: 10))
        #expect(run.exitCode == 0, "\(run.errors)")
        let dataset = try WrittenDataset(images.folder.path("out"))
        #expect(dataset.rows.count == 24)
        #expect(dataset.shards.allSatisfy { $0.members.keys.count { $0.hasSuffix(".jpg") } <= 1 })
        #expect(try ToolRun(["verify", images.folder.path("out")]).exitCode == 0)
    }

    @Test("A broken part takes the others of its shard with it, and the shard is written anew")
    func repaired() throws {
        let images = try SmallImages(rows: 200)
        #expect(try ToolRun(arguments(images, "webdataset")).exitCode == 0)
        let file = URL(filePath: images.folder.path("out/00000_001.tar"))
        var data = try Data(contentsOf: file)
        let image = try #require(data.range(of: Data([0xFF, 0xD8, 0xFF]))).lowerBound
        data[image + 200] ^= 4
        try data.write(to: file)
        #expect(try ToolRun(["verify", images.folder.path("out"), "--repair"]).exitCode == 1)
        #expect(try !images.folder.names(in: "out").contains { $0.hasPrefix("00000") })
        let run = try ToolRun(arguments(images, "webdataset"))
        #expect(run.exitCode == 0, "\(run.errors)")
        try expectWhole(images, "webdataset", shards: 2)
        #expect(images.requests().reduce(0, +) == 300)
    }

    @Test("A retry of a dataset with a largest size keeps to it, and its rows have the keys they had")
    func retried() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        // Every row fails once.
        let urls = (0..<60).map { server.url("/image/128x128/photo/\($0 % 8).jpg?_=\($0)&status=500&first=1") }
        let list = try folder.write("list.txt", urls.joined(separator: "\n") + "\n")
        let out = folder.path("out")
        let fetching = ["--retries", "0", "--allow-private-addresses"]
        let first = try ToolRun(
            [
                "download", "--url-list", list, "--output-folder", out, "--number-sample-per-shard", "100",
                "--disable-all-reencoding", "--max-shard-size", "200KB",
            ] + fetching)
        #expect(first.exitCode == 4, "\(first.errors)")
        let retry = try ToolRun(["retry", out] + fetching)
        #expect(retry.exitCode == 0, "\(retry.errors)")
        let dataset = try WrittenDataset(out)
        let had = dataset.rows.filter { $0.status == "success" }
        #expect(had.count == 60 && Set(had.map(\.key)).count == 60)
        for row in had { #expect(row.url == urls[try #require(Int(row.key))]) }
        let parts = dataset.shards.filter { $0.name.hasPrefix("00001") }
        #expect(parts.count > 2)
        for part in parts {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(out)/\(part.name).tar")
            #expect(attributes[.size] as? Int ?? .max <= Self.limit)
        }
        #expect(try ToolRun(["verify", out, "--deep"]).exitCode == 0)
        #expect(try ToolRun(["retry", out] + fetching).errors.contains("nothing to retry"))
    }

    @Test("A part that is lost is noticed: its shard is written anew")
    func lost() throws {
        let images = try SmallImages(rows: 200)
        #expect(try ToolRun(arguments(images, "webdataset")).exitCode == 0)
        try FileManager.default.removeItem(atPath: images.folder.path("out/00001_002_stats.json"))
        let run = try ToolRun(arguments(images, "webdataset"))
        #expect(run.exitCode == 0, "\(run.errors)")
        try expectWhole(images, "webdataset", shards: 2)
    }

    @Test(
        "What cannot be is said before the first fetch",
        arguments: [
            (["--max-shard-size", "much"], "is no size"),
            (["--max-shard-size", "1GB", "--order", "input"], "fills shards in order of completion"),
            (["--max-shard-size", "1GB", "--save-metadata-only"], "none are written"),
            (["--max-shard-size", "1GB", "--output-format", "dummy"], "none are written"),
        ])
    func mistakes(options: [String], words: String) throws {
        let list = try SampleList(rows: 2, imagesOnly: true)
        let run = try ToolRun(list.arguments(options))
        #expect(run.exitCode == 2 && run.errors.contains(words), "\(run.errors)")
        #expect(list.server.requests == 0)
    }
}
