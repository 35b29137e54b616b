// `--key-style row`: LAION's own layout, in which a key is the row in the shard's table.

import Foundation
import SampleWeb
import Tables
import TestSupport
import Testing

@Suite("Row keys", .serialized)
struct RowKeyTests {
    /// A list in parquet with LAION's columns; every tenth image is missing, and some come late.
    private struct LAIONList {
        let server: SampleWebServer
        let folder: TemporaryFolder
        let urls: [String]
        let list: String

        /// - Parameter fault: what the server does with some of the rows.
        /// - Parameter image: what the image of a row is drawn from, and what the server does with it.
        init(
            rows: Int,
            image: (Int) -> (seed: Int, fault: String) = {
                ($0, $0 % 10 == 3 ? "&status=404" : $0 % 4 == 1 ? "&delay=40" : "")
            }
        ) throws {
            let server = try SampleWebServer()
            urls = (0..<rows).map(image).map { server.url("/image/64x48/photo/\($0).jpg?_=1\($1)") }
            self.server = server
            folder = try TemporaryFolder()
            list = folder.path("list.parquet")
            let batch = try ColumnBatch(
                rowCount: rows,
                columns: [
                    NewColumn(name: "URL", values: .text(urls)),
                    NewColumn(name: "TEXT", values: .text((0..<rows).map { "caption \($0)" })),
                    NewColumn(name: "LICENSE", values: .text((0..<rows).map { ["?", "cc-by"][$0 % 2] })),
                    NewColumn(name: "NSFW", values: .text((0..<rows).map { ["UNLIKELY", "UNSURE", "NSFW"][$0 % 3] })),
                    NewColumn(name: "similarity", values: .double((0..<rows).map { 0.3 + Double($0) / 1000 })),
                ])
            var writer = try ParquetWriter(path: list, schema: batch.schema)
            try writer.write(batch)
            try writer.finish()
        }

        var out: String { folder.path("out") }

        func arguments(_ more: [String] = []) -> [String] {
            [
                "download", "--url-list", list, "--url-col", "URL", "--caption-col", "TEXT",
                "--save-additional-columns", "LICENSE,NSFW,similarity", "--output-folder", out, "--output-format",
                "webdataset", "--number-sample-per-shard", "16", "--retries", "0", "--allow-private-addresses",
                "--skip-reencode", "--resize-mode", "keep_ratio_largest", "--image-size", "64",
            ] + (more.contains("--key-style") ? [] : ["--key-style", "row"]) + more
        }
    }

    /// Row `i` of each table has the key `i`, and the members of its key are its image and its caption.
    private func expectRowKeys(_ folder: String, digits: Int = 7) throws {
        let dataset = try WrittenDataset(folder)
        #expect(dataset.shards.count > 1)
        for shard in dataset.shards {
            for (row, written) in shard.rows.enumerated() {
                let key = String(repeating: "0", count: digits - String(row).count) + String(row)
                #expect(written.key == key)
                let caption = shard.members[key + ".txt"].map { String(decoding: $0, as: UTF8.self) }
                #expect(caption == (written.status == "success" ? written.caption : nil), "\(shard.name) \(row)")
                #expect((shard.members[key + ".jpg"] != nil) == (written.status == "success"))
            }
        }
        let check = try ToolRun(["verify", folder])
        #expect(check.exitCode == 0, "\(check.output)\(check.errors)")
    }

    @Test("Row i of a table is member i of its tar, in the list's order, after a kill, too; failed rows have no member")
    func written() throws {
        let list = try LAIONList(rows: 80)
        let tool = try RunningTool(list.arguments(["--max-in-flight", "4"]))
        while list.server.requests < 38, tool.process.isRunning { usleep(1000) }
        tool.send(SIGKILL)
        _ = tool.wait()
        let run = try ToolRun(list.arguments())
        #expect(run.exitCode == 0, "\(run.errors)")
        try expectRowKeys(list.out)
        #expect(try WrittenDataset(list.out).rows.map(\.url) == list.urls)
        let other = try ToolRun(list.arguments(["--key-style", "numbered"]))
        #expect(other.exitCode == 2 && other.errors.contains("--key-style row"), "\(other.errors)")
        let inspection = try ToolRun(["inspect", list.out])
        #expect(inspection.exitCode == 0 && inspection.output.contains("80 rows"), "\(inspection.output)")
    }

    @Test(
        "A row that was retried is row and member of a further shard, and is not retried again; every row counts once")
    func retried() throws {
        // Rows 18 and 22 of one shard and 34 of another have one URL.
        let list = try LAIONList(rows: 40) { row in
            switch row {
            case 18, 22, 34: (18, "&status=500&first=2")
            case _ where row % 8 == 3: (row, "&status=500&first=1")
            case _ where row % 8 == 5: (row, "&status=500&first=2")
            case _ where row % 8 == 7: (row, "&status=404")
            default: (row, "")
            }
        }
        #expect(try ToolRun(list.arguments()).exitCode == 0)
        let arguments = ["retry", list.out, "--retries", "0", "--allow-private-addresses"]
        for (retry, left) in [(1, 5), (2, 0)] {
            let run = try ToolRun(arguments)
            #expect(run.exitCode == 0, "\(run.errors)")
            try expectRowKeys(list.out)
            let inspection = try ToolRun(["inspect", list.out, "--json"])
            let report = try JSONSerialization.jsonObject(with: Data(inspection.output.utf8)) as? [String: Any]
            #expect(report?["rows"] as? Int == 40, "\(retry): \(inspection.output)")
            #expect(report?["images"] as? Int == 35 - left, "\(retry): \(inspection.output)")
        }
        let requests = list.server.requests
        #expect(try ToolRun(arguments).exitCode == 0)
        #expect(list.server.requests == requests)
        // A shard that is written again leaves out what a retry has.
        for name in ["00000.tar", "00000.parquet", "00000_stats.json"] {
            try FileManager.default.removeItem(atPath: list.out + "/" + name)
        }
        #expect(try ToolRun(list.arguments()).exitCode == 0)
        let rows = try WrittenDataset(list.out).rows
        let fetched = rows.filter { $0.status == "success" }.compactMap(\.url)
        #expect(fetched.sorted() == list.urls.enumerated().filter { $0.offset % 8 != 7 }.map(\.element).sorted())
    }

    @Test("reshape turns usual keys into rows and back, and keeps rows as rows")
    func reshaped() throws {
        let list = try LAIONList(rows: 40)
        #expect(try ToolRun(list.arguments(["--key-style", "numbered"])).exitCode == 0)
        func reshape(_ from: String, _ to: String, _ more: [String] = []) throws -> String {
            let run = try ToolRun(
                [
                    "reshape", list.folder.path(from), "--output-folder", list.folder.path(to),
                    "--number-sample-per-shard", "10", "--output-format", "webdataset",
                ] + more)
            #expect(run.exitCode == 0, "\(run.errors)")
            return list.folder.path(to)
        }
        let fetched = try WrittenDataset(list.out).rows.filter { $0.status == "success" }.map(\.caption)
        for (from, to, more) in [("out", "rows", ["--key-style", "row"]), ("rows", "again", [])] {
            let folder = try reshape(from, to, more)
            try expectRowKeys(folder, digits: 6)
            #expect(try WrittenDataset(folder).rows.map(\.caption) == fetched)
        }
        let back = try WrittenDataset(try reshape("again", "back", ["--key-style", "numbered"]))
        #expect(Set(back.rows.map(\.key)).count == fetched.count && back.rows.map(\.caption) == fetched)
        #expect(try ToolRun(["verify", list.folder.path("back")]).exitCode == 0)
    }

    @Test("Keys that are not the rows of their table are a fault")
    func wrongKeys() throws {
        let list = try LAIONList(rows: 40)
        #expect(try ToolRun(list.arguments(["--key-style", "numbered"])).exitCode == 0)
        let record = list.out + "/.img2shards/run.json"
        let text = try String(contentsOfFile: record, encoding: .utf8)
        let other = text.replacing("\"name\" : \"key-style\"", with: "\"name\" : \"key-style\", \"value\" : \"row\"")
        #expect(text != other)
        try other.write(toFile: record, atomically: true, encoding: .utf8)
        let check = try ToolRun(["verify", list.out])
        #expect(check.exitCode == 1 && check.output.contains("is the key of row"), "\(check.output)\(check.errors)")
    }

    @Test(
        "Options that take keys from elsewhere, or give a shard several tables, are refused",
        arguments: [
            (["--key-col", "caption"], "--key-col"), (["--max-shard-size", "1MB"], "--number-sample-per-shard"),
            (["--buckets", "64", "--bucket-folders"], "--bucket-folders"), (["--key-style", "rows"], "rows"),
        ])
    func refused(options: [String], word: String) throws {
        let list = try SampleList(rows: 3)
        let run = try ToolRun(
            list.arguments((options.contains("--key-style") ? [] : ["--key-style", "row"]) + options))
        #expect(run.exitCode == 2 && run.errors.contains(word), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: list.folder.path("out")))
    }

    static let hasReader = FileManager.default.fileExists(
        atPath: Repository.root.appending(path: ".deps/tfds-venv/REQUIREMENTS").path)

    @Test(
        "TensorFlow Datasets prepares laion400m/images of several shards, and laion400m/embeddings of what embed writes",
        .enabled(if: hasReader && ModelTools.hasAll, "scripts/setup check and scripts/setup-models check install them"))
    func tensorFlow() throws {
        let list = try LAIONList(rows: 40)
        #expect(try ToolRun(list.arguments()).exitCode == 0)
        try ModelTools.makeTinyModels(in: list.folder.path)
        let embed = try ToolRun([
            "embed", list.out, "--output-folder", list.folder.path("emb"), "--rows-per-file", "15", "--image-model",
            list.folder.path("image.onnx"), "--text-model", list.folder.path("text.onnx"), "--vocabulary",
            ModelTools.vocabulary,
        ])
        #expect(embed.exitCode == 0, "\(embed.errors)")
        let check = Process()
        check.executableURL = Repository.root.appending(path: ".deps/tfds-venv/bin/python")
        check.arguments = [
            Repository.root.appending(path: "scripts/tfds-check").path, list.out, list.folder.path("emb"),
        ]
        check.environment = ProcessInfo.processInfo.environment.filter { !$0.key.lowercased().hasSuffix("_proxy") }
        let output = Pipe()
        check.standardOutput = output
        check.standardError = FileHandle.nullDevice
        try check.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        check.waitUntilExit()
        let report = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
        #expect(report["faults"] as? [String] == [] && check.terminationStatus == 0, "\(report)")
        #expect(report["images"] as? Int == 36 && report["embeddings"] as? Int == 36)
    }
}
