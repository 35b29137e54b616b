// Every output format, through the command.

import Foundation
import SampleWeb
import Tables
import TestSupport
import Testing

@Suite("Output formats")
struct FormatTests {
    /// Every file of a dataset but its state, by path.
    private func files(_ folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for case let path as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
            var isFolder: ObjCBool = false
            guard !path.hasPrefix(".img2shards"),
                FileManager.default.fileExists(atPath: folder + "/" + path, isDirectory: &isFolder), !isFolder.boolValue
            else { continue }
            files[path] = try Data(contentsOf: URL(filePath: folder + "/" + path))
        }
        return files
    }

    /// The images of a plain run over the list, by key.
    private func images(_ list: SampleList) throws -> [String: Data] {
        let run = try ToolRun(list.arguments(["--output-folder", list.folder.path("plain")]))
        #expect(run.exitCode == 0, "\(run.errors)")
        let members = try WrittenDataset(list.folder.path("plain")).members
        return Dictionary(
            uniqueKeysWithValues: members.filter { $0.key.hasSuffix(".jpg") }.map {
                (String($0.key.dropLast(4)), Data($0.value))
            })
    }

    @Test("files holds the same images as webdataset, one file each")
    func files() throws {
        let list = try SampleList(rows: 40, imagesOnly: true)
        let expected = try images(list)
        let run = try ToolRun(list.arguments(["--output-format", "files"]))
        #expect(run.exitCode == 0, "\(run.errors)")
        let written = try files(list.folder.path("out"))
        let images = written.filter { $0.key.hasSuffix(".jpg") }
        #expect(images.count == expected.count)
        for (path, bytes) in images {
            let parts = path.split(separator: "/")
            #expect(expected[String(parts[1].dropLast(4))] == bytes)
            #expect(parts[1].hasPrefix(parts[0]))
        }
        #expect(written.keys.count { $0.hasSuffix(".txt") } == expected.count)
    }

    @Test("parquet has every row, and the bytes of every image in a column", arguments: [[], ["--hf-image"]])
    func parquet(more: [String]) throws {
        let list = try SampleList(rows: 40, imagesOnly: true)
        let expected = try images(list)
        let run = try ToolRun(list.arguments(["--output-format", "parquet"] + more, samplesPerShard: 20))
        #expect(run.exitCode == 0, "\(run.errors)")
        let written = try files(list.folder.path("out"))
        #expect(
            written.keys.sorted() == (0..<2).flatMap { ["0000\($0).parquet", "0000\($0)_stats.json"] })
        var rows = 0
        for number in 0..<2 {
            let reader = try ParquetReader(path: list.folder.path("out") + "/0000\(number).parquet")
            rows += reader.rowCount
            #expect(reader.schema.fields.last?.name == (more.isEmpty ? "jpg" : "image"))
        }
        #expect(rows == 40)
        let all = written.values.reduce(Data()) { $0 + $1 }
        for bytes in expected.values.prefix(5) { #expect(all.range(of: bytes) != nil) }
    }

    @Test("tfrecord has a record for every image", arguments: ["completion", "input"])
    func tfrecord(order: String) throws {
        let list = try SampleList(rows: 40, imagesOnly: true)
        let expected = try images(list)
        let run = try ToolRun(list.arguments(["--output-format", "tfrecord", "--order", order]))
        #expect(run.exitCode == 0, "\(run.errors)")
        var records = 0
        for (path, bytes) in try files(list.folder.path("out")) where path.hasSuffix(".tfrecord") {
            var place = 0
            while place < bytes.count {
                let length = bytes[place..<place + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
                let record = bytes[place + 12..<place + 12 + length]
                #expect(expected.values.contains { record.suffix($0.count) == $0 })
                place += 16 + length
                records += 1
            }
        }
        #expect(records == expected.count)
    }

    @Test("In list order, two runs are equal to the byte but for the times in the stats")
    func inputOrder() throws {
        let list = try SampleList(rows: 40, imagesOnly: true)
        var runs: [[String: Data]] = []
        for name in ["one", "two"] {
            let run = try ToolRun(
                list.arguments(
                    [
                        "--order", "input", "--output-folder", list.folder.path(name), "--index", "dali,webshart,wids",
                    ], samplesPerShard: 15))
            #expect(run.exitCode == 0, "\(run.errors)")
            runs.append(try files(list.folder.path(name)).filter { !$0.key.hasSuffix("_stats.json") })
        }
        #expect(runs[0] == runs[1])
        #expect(runs[0].keys.filter { $0.hasSuffix(".tar") }.count == 3)
        #expect(runs[0]["00001.idx"] != nil && runs[0]["indices/webshart/00002.json"] != nil)
        let index = try #require(
            try JSONSerialization.jsonObject(with: runs[0]["indices/wids/shardindex.json"] ?? Data()) as? [String: Any])
        #expect((index["shardlist"] as? [Any])?.count == 3)
    }

    @Test(
        "A run that was killed again and again ends as one that was not, to the byte",
        arguments: TestedFormats.all)
    func killed(format: String) throws {
        let images = try SmallImages(rows: 400, delayMilliseconds: 20)
        func arguments(_ folder: String) -> [String] {
            images.arguments(format, ["--order", "input"], output: folder, samplesPerShard: 100)
        }
        #expect(try ToolRun(arguments("plain")).exitCode == 0)
        for _ in 0..<4 {
            let before = images.server.requests
            let tool = try RunningTool(arguments("killed"))
            while images.server.requests < before + 40, tool.process.isRunning { usleep(300) }
            #expect(tool.process.isRunning)
            tool.send(SIGKILL)
            _ = tool.wait()
        }
        let last = try ToolRun(arguments("killed"))
        #expect(last.exitCode == 0, "\(last.errors)")
        let (plain, killed) = try (files(images.folder.path("plain")), files(images.folder.path("killed")))
        #expect(plain.keys.sorted() == killed.keys.sorted())
        let differing = plain.filter { !$0.key.hasSuffix("_stats.json") && killed[$0.key] != $0.value }
        #expect(differing.isEmpty, "\(differing.keys.sorted().prefix(5))")
    }

    @Test("Keys come from a column; rows without a good one fail and are not fetched")
    func keyColumn() throws {
        let list = try SampleList(rows: 6, imagesOnly: true)
        let keys = ["first", "a/b", "first", "", "fifth", "6"]
        var text = "url,uid\n"
        for (index, key) in keys.enumerated() { text += "\(list.server.url(list.catalog.row(index).path)),\(key)\n" }
        let path = try list.folder.write("keyed.csv", text)
        let run = try ToolRun([
            "download", "--url-list", path, "--output-folder", list.folder.path("out"), "--key-col", "uid",
            "--allow-private-addresses",
        ])
        #expect(run.exitCode == 0, "\(run.errors)")
        let dataset = try list.dataset()
        #expect(
            Set(dataset.members.keys) == ["first.jpg", "first.json", "fifth.jpg", "fifth.json", "6.jpg", "6.json"])
        #expect(dataset.rows.map(\.key) == ["first", "", "", "", "fifth", "6"])
        #expect(dataset.rows.map(\.error) == [nil, "bad key", "bad key", "bad key", nil, nil])
        #expect(list.server.requests == 3)
    }

    @Test("Lean shards: no JSON, no captions; metadata only: no image at all")
    func lean() throws {
        let list = try SampleList(rows: 40, imagesOnly: true)
        let run = try ToolRun(list.arguments(["--no-json", "--no-caption-file"]))
        #expect(run.exitCode == 0, "\(run.errors)")
        let dataset = try list.dataset()
        #expect(!dataset.members.isEmpty && dataset.members.keys.allSatisfy { $0.hasSuffix(".jpg") })
        #expect(dataset.rows.contains { $0.caption != nil })

        let metadata = try ToolRun(
            list.arguments(["--save-metadata-only", "--output-folder", list.folder.path("metadata")]))
        #expect(metadata.exitCode == 0, "\(metadata.errors)")
        #expect(
            try files(list.folder.path("metadata")).keys.sorted() == [
                "00000.parquet", "00000_stats.json",
            ])
    }

    @Test("Shards that span files are full but for the last")
    func spanning() throws {
        let list = try SampleList(rows: 50, imagesOnly: true)
        for (number, range) in [0..<7, 7..<30, 30..<50].enumerated() {
            let urls = range.map { list.server.url(list.catalog.row($0).path) }.joined(separator: "\n")
            _ = try list.folder.write("part\(number).txt", urls + "\n")
        }
        let arguments = [
            "download", "--url-list", list.folder.path("part0.txt"), "--url-list", list.folder.path("part1.txt"),
            "--url-list", list.folder.path("part2.txt"), "--shards-span-files", "--number-sample-per-shard", "20",
            "--output-folder", list.folder.path("out"), "--allow-private-addresses",
        ]
        let run = try ToolRun(arguments)
        #expect(run.exitCode == 0, "\(run.errors)")
        let dataset = try list.dataset()
        #expect(dataset.shards.map(\.rows.count) == [20, 20, 10])
        #expect(dataset.rows.map(\.url) == (0..<50).map { list.server.url(list.catalog.row($0).path) })
        // Gone on with, finished shards are passed over at the same rows.
        for file in ["00001_stats.json", "00002_stats.json"] {
            try FileManager.default.removeItem(atPath: list.folder.path("out") + "/" + file)
        }
        let second = try ToolRun(arguments)
        #expect(second.exitCode == 0, "\(second.errors)")
        #expect(try list.dataset().rows.map(\.url) == dataset.rows.map(\.url))
    }
}
