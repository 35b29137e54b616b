// `browse`: the whole command, and its page in a real browser.

import Arrays
import Foundation
import Ground
import SampleWeb
import Tables
import TestSupport
import Testing

@Suite("Browse")
struct BrowseTests {
    private static let python = Repository.root.appending(path: ".deps/browser-venv/bin/python")
    private static let hasBrowser =
        FileManager.default.isExecutableFile(atPath: python.path)
        && (try? ShellRun("command -v chromium || command -v chromium-browser || command -v google-chrome"))?.exitCode
            == 0

    /// A server of the program; its URL once it listens.
    private static func start(_ arguments: [String]) throws -> (tool: RunningTool, url: String) {
        let tool = try RunningTool(["browse"] + arguments)
        for _ in 0..<400 {
            if let line = tool.outputSoFar.split(separator: "\n").first, line.hasPrefix("http") {
                return (tool, String(line))
            }
            guard tool.process.isRunning else { break }
            usleep(50_000)
        }
        tool.process.terminate()
        let run = tool.wait()
        Issue.record("browse did not start: \(run.errors)")
        throw CancellationError()
    }

    @Test("It prints the address, and a signal ends it with exit code 0", arguments: [SIGINT, SIGTERM, SIGHUP])
    func ends(signal: Int32) throws {
        let list = try SampleList(rows: 5, imagesOnly: true)
        #expect(try ToolRun(list.arguments()).exitCode == 0)
        let (tool, url) = try Self.start([list.folder.path("out"), "--listen", "127.0.0.1:0"])
        #expect(url.hasPrefix("http://127.0.0.1:"))
        let other = try ToolRun(["browse", list.folder.path("out"), "--listen", String(url.dropFirst(7).dropLast())])
        #expect(other.exitCode == 2)
        #expect(other.errors.contains("in use"))
        tool.send(signal)
        let run = tool.wait()
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try ToolRun(["verify", list.folder.path("out")]).exitCode == 0)
    }

    @Test("Other addresses get a token, and wrong options are refused before anything is done") func options() throws {
        let list = try SampleList(rows: 5, imagesOnly: true)
        #expect(try ToolRun(list.arguments()).exitCode == 0)
        let out = list.folder.path("out")
        let (tool, url) = try Self.start([out, "--listen", "0.0.0.0:0"])
        #expect(url.contains("/?token=") && url.hasPrefix("http://\(MachineName.text):"), "\(url)")
        tool.send(SIGINT)
        #expect(tool.wait().exitCode == 0)
        for options in [
            ["--listen", "nowhere"], ["--listen", "127.0.0.1:70000"], ["--token", "short"],
            ["--allow-origin", "http://a.example/path"], ["--nsfw-threshold", "2"], ["--embeddings", "nowhere"],
            ["--text-model", "nowhere.onnx"], ["--embeddings", out, "--embeddings", out],
        ] {
            #expect(try ToolRun(["browse", out] + options).exitCode == 2, "\(options)")
        }
        #expect(try ToolRun(["browse", list.folder.path("nowhere")]).exitCode == 2)
    }

    @Test(
        "In a browser: words, filters, one image, similar ones, endless scrolling, back and forward, light and dark",
        .enabled(if: hasBrowser, "scripts/setup check installs chromium and playwright where they can be had"))
    func browser() throws {
        let fixture = try Fixture(rows: 240)
        let (tool, url) = try Self.start([
            fixture.dataset, "--embeddings", fixture.embeddings, "--listen", "127.0.0.1:0",
        ])
        defer {
            tool.send(SIGINT)
            #expect(tool.wait().exitCode == 0)
        }
        let shots = ProcessInfo.processInfo.environment["BROWSE_SCREENSHOTS"]
        let report = try Self.check("browse-check", [url] + (shots.map { [$0] } ?? []))
        #expect(report["faults"] as? [String] == [])
        #expect((report["done"] as? [String])?.count ?? 0 >= 20)
    }

    @Test(
        "clip-retrieval's own client gets its answers",
        .enabled(
            if: hasBrowser && ModelTools.hasAll, "scripts/setup check and setup-models check install what it needs"))
    func clipClient() throws {
        let fixture = try Fixture(rows: 30)
        try ModelTools.makeTinyModels(in: fixture.folder.path)
        let models = [
            "--image-model", fixture.folder.path("image.onnx"), "--text-model", fixture.folder.path("text.onnx"),
            "--vocabulary", ModelTools.vocabulary,
        ]
        let embedded = fixture.folder.path("embedded")
        let run = try ToolRun(["embed", fixture.dataset, "--output-folder", embedded] + models)
        try #require(run.exitCode == 0, "\(run.errors)")
        let (tool, url) = try Self.start(
            [fixture.dataset, "--embeddings", embedded, "--listen", "127.0.0.1:0"] + models)
        defer {
            tool.send(SIGINT)
            #expect(tool.wait().exitCode == 0)
        }
        let report = try Self.check("clip-client-check", [url, fixture.dataset])
        #expect(report["faults"] as? [String] == [])
    }

    /// What a script in Python prints.
    private static func check(_ script: String, _ arguments: [String]) throws -> [String: Any] {
        let process = Process()
        process.executableURL = python
        process.arguments = [Repository.root.appending(path: "scripts/" + script).path] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: text, as: UTF8.self))")
        return try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    }

    /// A dataset with captions, tags and embeddings.
    private struct Fixture {
        let folder: TemporaryFolder
        let server: SampleWebServer
        var dataset: String { folder.path("out") }
        var embeddings: String { folder.path("emb") }

        init(rows: Int) throws {
            (folder, server) = (try TemporaryFolder(), try SampleWebServer())
            let things = ["red car", "blue boat", "old house", "brown dog", "sleeping cat"]
            var lines = ["url,caption,NSFW,similarity,license"]
            for row in 0..<rows {
                let caption =
                    row == 7 ? "<script>alert(1)</script><img src=x onerror=alert(2)>" : "A \(things[row % 5]), \(row)"
                let url = server.url("/image/64x48/photo/\(row).jpg")
                let licence = row.isMultiple(of: 3) ? "CC0" : "CC BY 2.0"
                lines.append(
                    "\(url),\"\(caption)\",\(row % 10 == 5 ? "NSFW" : "UNLIKELY"),0.\(20 + row % 30),\(licence)")
            }
            let list = try folder.write("list.csv", lines.joined(separator: "\n") + "\n")
            let run = try ToolRun([
                "download", "--url-list", list, "--caption-col", "caption", "--save-additional-columns",
                "NSFW,similarity,license", "--output-folder", dataset, "--number-sample-per-shard", "100",
                "--image-size",
                "64", "--allow-private-addresses",
            ])
            try #require(run.exitCode == 0, "\(run.errors)")
            try writeEmbeddings()
        }

        /// Images of one thing are near to each other.
        private func writeEmbeddings() throws {
            var keys: [String] = []
            for name in try folder.names(in: "out").sorted() where name.hasSuffix(".parquet") {
                let reader = try ParquetReader(path: dataset + "/" + name)
                let column = try #require(reader.schema.index(of: "key"))
                try reader.start(
                    atRowGroup: 0, batchRows: 1000, columns: [ColumnChoice(column: column, name: "key", isText: true)])
                while let batch = try reader.next() {
                    let column = try batch.requiredText("key")
                    keys += (0..<batch.rowCount).compactMap { column.string($0) }
                }
            }
            try folder.write("emb/metadata/.keep", "")
            try folder.write("emb/img_emb/.keep", "")
            var writer = try ArrayWriter(
                path: embeddings + "/img_emb/img_emb_0.npy", element: .float16, rowLength: 16)
            var chance = SeededGenerator(state: 3)
            for place in keys.indices {
                var vector = (0..<16).map { _ in Float.random(in: -0.2...0.2, using: &chance) }
                vector[place % 5] += 1
                let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
                try writer.append(vector.map { $0 / length })
            }
            try writer.finish()
            let batch = try ColumnBatch(
                rowCount: keys.count, columns: [NewColumn(name: "image_path", values: .text(keys))])
            var table = try ParquetWriter(path: embeddings + "/metadata/metadata_0.parquet", schema: batch.schema)
            try table.write(batch)
            try table.finish()
        }
    }
}
