// Lists in a store that speaks S3.

import Foundation
import SampleWeb
import Tables
import TestSupport
import Testing

@Suite(
    "Lists in S3", .serialized,
    .enabled(if: StoreServer.isHere, "scripts/setup check installs moto where Python can be had"))
struct StoreListTests {
    private static let names = [
        "list.csv", "list.tsv", "list.jsonl", "list.json", "list.txt", "list.parquet", "list.csv.gz", "list.jsonl.zst",
        "list.txt.bz2",
    ]

    /// A list of 60 images in every format, in a folder of that name.
    private func write(_ images: SmallImages) throws {
        let folder = images.folder
        let rows = images.paths.enumerated().map { (url: images.server.url($1), caption: "caption \($0)") }
        let csv = try String(contentsOfFile: images.list, encoding: .utf8)
        let lines = rows.map { #"{"url":"\#($0.url)","caption":"\#($0.caption)"}"# }
        let txt = rows.map { $0.url + "\n" }.joined()
        try folder.write("lists/list.csv", csv)
        try folder.write("lists/list.tsv", csv.replacing(",", with: "\t"))
        try folder.write("lists/list.jsonl", lines.joined(separator: "\n") + "\n")
        try folder.write("lists/list.json", "[" + lines.joined(separator: ",") + "]")
        try folder.write("lists/list.txt", txt)
        for (name, tool) in [("list.csv", "gzip"), ("list.jsonl", "zstd"), ("list.txt", "bzip2")] {
            let compression = Process()
            compression.executableURL = URL(filePath: "/usr/bin/env")
            compression.arguments = [tool, "-qk", folder.path("lists/" + name)]
            try compression.run()
            compression.waitUntilExit()
            #expect(compression.terminationStatus == 0)
        }
        let batch = try ColumnBatch(
            rowCount: rows.count,
            columns: [
                NewColumn(name: "url", values: .text(rows.map(\.url))),
                NewColumn(name: "caption", values: .text(rows.map(\.caption))),
            ])
        try Self.write(batch, to: folder.path("lists/list.parquet"), rowGroupRows: 16)
    }

    private static func write(_ batch: ColumnBatch, to path: String, rowGroupRows: Int) throws {
        var writer = try ParquetWriter(path: path, schema: batch.schema, rowGroupRows: rowGroupRows)
        try writer.write(batch)
        try writer.finish()
    }

    private func arguments(_ images: SmallImages, _ list: String, output: String, _ more: [String] = []) -> [String] {
        var words = images.arguments("webdataset", more, output: output, samplesPerShard: 25)
        words[2] = list
        if list.contains(".txt") { words.removeSubrange(3...4) }
        return words + ["--order", "input"]
    }

    @Test("A list of every format gives the same shards, to the byte, as from the local file")
    func same() throws {
        let images = try SmallImages(rows: 60)
        try write(images)
        let store = try StoreServer()
        for name in Self.names {
            try store.put(images.folder.path("lists/" + name), as: "lists/" + name)
            let local = try ToolRun(arguments(images, images.folder.path("lists/" + name), output: "local-" + name))
            #expect(local.exitCode == 0, "\(local.errors)")
            let stored = try ToolRun(
                arguments(images, "s3://lists/lists/" + name, output: "stored-" + name), environment: store.environment)
            #expect(stored.exitCode == 0, "\(stored.errors)")
            for shard in ["00000", "00001", "00002"] {
                let (own, theirs) = try (
                    images.folder.bytes(of: "local-\(name)/\(shard).tar"),
                    images.folder.bytes(of: "stored-\(name)/\(shard).tar")
                )
                #expect(own == theirs && own.count > 10_000, "\(name), shard \(shard)")
            }
        }
    }

    @Test("Folders and patterns are read as local ones")
    func places() throws {
        let store = try Self.smallStore()
        for (word, rows) in [
            ("s3://lists/a", 40), ("s3://lists/a/", 40), ("s3://lists/a/*.csv", 60), ("s3://lists/*/two.csv", 40),
            ("s3://lists/{a,b}/[ot]*.csv", 60), ("s3://lists/a/??e.csv", 20), ("s3://lists/a b+%20/o=?.csv", 20),
            ("S3://lists/a b+%20/o=1.csv", 20),
        ] {
            let run = try ToolRun(["count", "--url-list", word, "--json"], environment: store.environment)
            #expect(run.exitCode == 0, "\(word): \(run.errors)")
            #expect(run.output.contains("\"rows\":\(rows),"), "\(word): \(run.output)")
        }
    }

    /// `a/one.csv`, `a/two.csv`, `b/two.csv` and others, with 20 rows each.
    private static func smallStore() throws -> StoreServer {
        let folder = try TemporaryFolder()
        let text = "url,caption\n" + (0..<20).map { "http://a.example/\($0).jpg,c\n" }.joined()
        let file = try folder.write("list.csv", text)
        let store = try StoreServer()
        for key in ["a/one.csv", "a/two.csv", "a/.three.csv", "a/_four.csv", "b/two.csv", "a b+%20/o=1.csv"] {
            try store.put(file, as: key)
        }
        return store
    }

    @Test("What is not there is an error that helps")
    func missing() throws {
        let store = try Self.smallStore()
        for (word, words) in [
            ("s3://lists/a/on.csv", "Did you mean \"one.csv\"?"), ("s3://lists/c/*.csv", "No file matches"),
            ("s3://lists/c/one.csv", "there is no folder s3://lists/c"), ("s3://none/a.csv", "there is no bucket none"),
            ("s3://lists", "--url-list 's3://lists/*/*'"), ("s3://", "s3://BUCKET"),
        ] {
            let run = try ToolRun(["count", "--url-list", word], environment: store.environment)
            #expect(run.exitCode == 2 && run.errors.contains(words), "\(word): \(run.errors)")
        }
    }

    @Test("Of a parquet list the footer is read, and the wanted columns of the row groups that may have wanted rows")
    func ranges() throws {
        let folder = try TemporaryFolder()
        let rows = 60_000
        let batch = try ColumnBatch(
            rowCount: rows,
            columns: [
                NewColumn(name: "url", values: .text((0..<rows).map { "http://a.example/\($0).jpg" })),
                NewColumn(name: "noise", values: .text((0..<rows).map { _ in "\(UInt64.random(in: 0 ... .max))" })),
                NewColumn(name: "width", values: .int64((0..<rows).map { Int64($0) })),
            ])
        let file = folder.path("list.parquet")
        try Self.write(batch, to: file, rowGroupRows: 6000)
        let store = try StoreServer()
        try store.put(file, as: "list.parquet")
        _ = try store.requests()
        let run = try ToolRun(
            ["count", "--url-list", "s3://lists/list.parquet", "--where", "width < 9000"],
            environment: store.environment)
        #expect(run.exitCode == 0 && run.output.contains("9,000 rows"), "\(run.errors)")
        let requests = try store.requests().filter { $0.method == "GET" }
        #expect((3...4).contains(requests.count), "\(requests)")
        let bytes = requests.dropFirst().reduce(0) { sum, request in
            let ends = request.range.dropFirst("bytes=".count).split(separator: "-").compactMap { Int($0) }
            return sum + (ends.count == 2 ? ends[1] - ends[0] + 1 : 1 << 30)
        }
        #expect(bytes < 120_000, "\(requests)")
    }

    @Test("A store that is busy for a moment is asked again")
    func busy() throws {
        let images = try SmallImages(rows: 20)
        let store = try StoreServer()
        try store.put(images.list, as: "list.csv")
        try store.fail(4, with: 503)
        let run = try ToolRun(["count", "--url-list", "s3://lists/list.csv"], environment: store.environment)
        #expect(run.exitCode == 0, "\(run.errors)")
    }

    @Test("A store that denies access, does not answer or is not there: what it is and what to do, and no secret")
    func refusals() throws {
        let store = try StoreServer()
        let images = try SmallImages(rows: 20)
        try store.put(images.list, as: "list.csv")
        try store.denyAccess()
        let denied = try ToolRun(["count", "--url-list", "s3://lists/list.csv"], environment: store.environment)
        #expect(denied.exitCode == 2 && denied.errors.contains("denies access"), "\(denied.errors)")
        #expect(denied.errors.contains("AWS_PROFILE") && !denied.errors.contains("a-secret"), "\(denied.errors)")
        let silent = try SilentServer()
        for (endpoint, words) in [("http://127.0.0.1:1", "does not answer"), (silent.url, "does not answer")] {
            let run = try ToolRun(
                [
                    "count", "--url-list", "s3://lists/list.csv", "--store-option", "endpoint=\(endpoint)",
                    "--store-option", "timeout=1",
                ], environment: store.environment)
            #expect(run.exitCode == 75 && run.errors.contains(words), "\(run.errors)")
            #expect(run.errors.contains("endpoint") && !run.errors.contains("a-secret"), "\(run.errors)")
        }
    }

    @Test("A list that was replaced between two starts is compared with the finished shards")
    func replaced() throws {
        let images = try SmallImages(rows: 60)
        let store = try StoreServer()
        try store.put(images.list, as: "list.csv")
        let words = arguments(images, "s3://lists/list.csv", output: "out")
        let first = try ToolRun(words, environment: store.environment)
        #expect(first.exitCode == 0, "\(first.errors)")
        _ = try store.requests()
        let again = try ToolRun(words, environment: store.environment)
        #expect(again.exitCode == 0, "\(again.errors)")
        // Of the same size, with another row.
        let text = try String(contentsOfFile: images.list, encoding: .utf8)
        let other = try images.folder.write("other.csv", text.replacing("caption 17\n", with: "caption 71\n"))
        try store.put(other, as: "list.csv")
        for file in [".tar", ".parquet", "_stats.json"] {
            try FileManager.default.removeItem(atPath: images.folder.path("out/00002" + file))
        }
        try FileManager.default.removeItem(atPath: images.folder.path("out/.img2shards/checksums/00002"))
        let refused = try ToolRun(words, environment: store.environment)
        #expect(refused.exitCode == 2 && refused.errors.contains("list.csv was edited since"), "\(refused.errors)")
        #expect(refused.errors.contains("row 17 of shard 00000"), "\(refused.errors)")
    }

    @Test("A list that is replaced while it is read ends the run, and is not mixed with the other one")
    func changed() throws {
        let images = try SmallImages(rows: 80, delayMilliseconds: 1000)
        // Captions that take room: each row group is a request of its own.
        func write(_ name: String) throws -> String {
            var random = SystemRandomNumberGenerator()
            let captions = images.paths.map { _ in (0..<2500).map { _ in "\(random.next())" }.joined() }
            let batch = try ColumnBatch(
                rowCount: images.paths.count,
                columns: [
                    NewColumn(name: "url", values: .text(images.paths.map { images.server.url($0) })),
                    NewColumn(name: "caption", values: .text(captions)),
                ])
            try Self.write(batch, to: images.folder.path(name), rowGroupRows: 10)
            return images.folder.path(name)
        }
        let store = try StoreServer()
        try store.put(write("list.parquet"), as: "list.parquet")
        var words = images.arguments("webdataset", samplesPerShard: 10)
        words[2] = "s3://lists/list.parquet"
        let running = try RunningTool(words, environment: store.environment)
        while images.server.requests == 0, running.process.isRunning { usleep(20_000) }
        try store.put(write("other.parquet"), as: "list.parquet")
        let run = running.wait()
        #expect(run.exitCode != 0 && run.errors.contains("changed during the run"), "\(run.errors)")
        #expect(run.errors.contains("use a copy"), "\(run.errors)")
    }

    @Test("No file of a run has a credential in it")
    func secrecy() throws {
        let images = try SmallImages(rows: 20)
        let store = try StoreServer()
        try store.put(images.list, as: "list.csv")
        let run = try ToolRun(
            arguments(images, "s3://lists/list.csv", output: "out", ["--log-format", "json"]),
            environment: store.environment)
        #expect(run.exitCode == 0, "\(run.errors)")
        let secrets = ["AKIATESTS", "a-secret-of-the-tests"]
        #expect(secrets.allSatisfy { !(run.output + run.errors).contains($0) })
        let files = FileManager.default.enumerator(atPath: images.folder.path("out"))?.allObjects.compactMap {
            $0 as? String
        }
        for name in try #require(files) {
            guard let bytes = FileManager.default.contents(atPath: images.folder.path("out/" + name)) else { continue }
            #expect(secrets.allSatisfy { bytes.range(of: Data($0.utf8)) == nil }, "\(name)")
        }
    }
}
