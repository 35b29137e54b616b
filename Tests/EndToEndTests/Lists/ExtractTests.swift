// `extract`: a crawl to a list, and the list to a dataset.

import Foundation
import HostileInputs
import SampleWeb
import Tables
import TestSupport
import Testing

@Suite("From a crawl to a list")
struct ExtractTests {
    private static let crawlPython = Repository.root.appending(path: ".deps/crawl-venv/bin/python")
    private static let hasCC2dataset = FileManager.default.fileExists(atPath: crawlPython.path)

    /// Made WAT files of 60 pages each.
    private func crawl(in folder: TemporaryFolder, files: Int = 2) throws -> String {
        let script = Repository.root.appending(path: "Benchmarks/extract/make_wat.py").path
        _ = try python(
            "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')",
            [script, folder.path("wat"), "--files", "\(files)", "--pages", "60"])
        return folder.path("wat")
    }

    @Test(
        "The pairs of made WAT files are those of cc2dataset, one for one",
        .enabled(if: hasCC2dataset, "scripts/setup check installs cc2dataset"))
    func againstCC2dataset() throws {
        let folder = try TemporaryFolder()
        let crawl = try crawl(in: folder)
        let out = folder.path("pairs")
        let run = try ToolRun(
            ["extract", crawl, "--output-folder", out, "--min-caption-length", "1", "--dedup", "none", "--json"])
        #expect(run.exitCode == 0, "\(run.errors)")
        let check = Process()
        let output = Pipe()
        check.executableURL = Self.crawlPython
        check.arguments =
            [Repository.root.appending(path: "scripts/extract-check").path]
            + (try FileManager.default.contentsOfDirectory(atPath: crawl).sorted().map { crawl + "/" + $0 })
            + ["--pairs", out]
        check.standardOutput = output
        try check.run()
        let report = output.fileHandleForReading.readDataToEndOfFile()
        check.waitUntilExit()
        #expect(check.terminationStatus == 0, "\(String(decoding: report, as: UTF8.self))")
        let counts = try #require(try JSONSerialization.jsonObject(with: report) as? [String: Any])
        #expect((counts["pairs"] as? Int ?? 0) > 500)
    }

    @Test("A server's list of paths leads to its files, and the pairs to images with the page as Referer")
    func throughTheWeb() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        let image = "/image/32x32/photo/1.jpg"
        let links = #"[{"path":"IMG@/src","url":"\#(image)","alt":"a drawn photograph"}]"#
        let page = server.url("/pages/p.html")
        let record = SampleCrawl.record(type: "metadata", body: SampleCrawl.wat(page: page, links: links))
        server.route("/crawl-data/a.warc.wat", response: ScriptedResponse(.bytes(record)))
        server.route("/crawl-data/wat.paths", response: ScriptedResponse(.text("crawl-data/a.warc.wat\n")))
        let pairs = folder.path("pairs")
        let run = try ToolRun(["extract", server.url("/crawl-data/wat.paths"), "--output-folder", pairs])
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.output.hasPrefix("1 pair from 1 page in 1 file"), "\(run.output)")
        let images = folder.path("images")
        let download = try ToolRun([
            "download", "--config", "cc2dataset", "--url-list", pairs, "--output-folder", images, "--min-bytes", "0",
            "--min-image-size", "0", "--allow-private-addresses",
        ])
        #expect(download.exitCode == 0, "\(download.errors)")
        #expect(server.lastRequest(for: image)?.header("Referer") == page)
    }

    @Test("A list's URL of a private address is refused, and named with the option that allows it")
    func privateURL() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        let list = try folder.write("list.txt", server.url("/a.wat.gz") + "\n")
        let run = try ToolRun(["extract", list, "--output-folder", folder.path("out")])
        #expect(run.exitCode == 1)
        #expect(run.output.contains("--allow-private-addresses"), "\(run.output)")
        #expect(server.requests == 0)
    }

    @Test(
        "What cannot be is refused before anything is written",
        arguments: [
            (["none.wat.gz"], "none.wat.gz is not there"),
            (["ftp://commoncrawl/a.wat.gz"], "https://data.commoncrawl.org/"), (["s3://"], "names no bucket"),
            (["{folder}"], "has no file that ends in .wat.gz"),
            (["{file}", "--dedup", "caption"], "--dedup cannot be caption"),
            (["{file}", "--connections", "11"], "it takes 1 to 10"),
            (["{file}", "--where", "lang == 'en'"], "--detect-language"), (["{file}", "{file}"], "named twice"),
        ])
    func refusals(arguments: [String], words: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("a.wat", Data(SampleCrawl.record(type: "metadata", body: "{}")))
        try folder.write("empty/note.md", "nothing")
        let given = arguments.map {
            $0.replacing("{folder}", with: folder.path("empty")).replacing("{file}", with: file)
        }
        let run = try ToolRun(["extract"] + given + ["--output-folder", folder.path("out")])
        #expect(run.exitCode == 2)
        #expect(run.errors.contains(words), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
    }

    @Test(
        "On a full disk the message says so, and nothing half is left; with room the same command ends well",
        .enabled(if: SmallDisk.canBeMade))
    func fullDisk() throws {
        let folder = try TemporaryFolder()
        let crawl = try crawl(in: folder, files: 1)
        let disk = try SmallDisk(megabytes: 1)
        // Some 24 KB are left: less than the table and the state take.
        try Data(count: 1000 << 10).write(to: URL(filePath: disk.path("other")))
        let words = ["extract", crawl, "--output-folder", disk.path("out")]
        let run = try ToolRun(words)
        #expect(run.exitCode == 3)
        #expect(run.errors.contains("no space is left"), "\(run.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: disk.path("out"))
        #expect(names == [".img2shards"])
        try disk.grow(megabytes: 3)
        #expect(try ToolRun(words).exitCode == 0)
    }

    @Test("A run that is killed at any moment continues to the same pairs")
    func killed() throws {
        let folder = try TemporaryFolder()
        let crawl = try crawl(in: folder, files: 12)
        func arguments(_ out: String) -> [String] { ["extract", crawl, "--output-folder", folder.path(out), "--json"] }
        let whole = try ToolRun(arguments("whole"))
        #expect(whole.exitCode == 0, "\(whole.errors)")
        var kills = 0
        for number in 0..<8 {
            let running = try RunningTool(arguments("killed"))
            usleep(UInt32(20_000 + 9000 * number))
            if running.process.isRunning { kills += 1 }
            kill(running.process.processIdentifier, SIGKILL)
            _ = running.wait()
        }
        #expect(kills > 0)
        let last = try ToolRun(arguments("killed"))
        #expect(last.exitCode == 0, "\(last.errors)")
        func pairs(_ out: String) throws -> [String] {
            var found: [String] = []
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path(out)).sorted()
            where name.hasSuffix(".parquet") {
                let reader = try ParquetReader(path: folder.path(out + "/" + name))
                try reader.start(atRowGroup: 0, batchRows: 5000, columns: [ColumnChoice(column: 0, name: "uid")])
                while let rows = try reader.next() {
                    let texts = try rows.requiredText("uid")
                    found += (0..<rows.rowCount).map { name + " " + (texts.string($0) ?? "") }
                }
            }
            return found
        }
        #expect(try pairs("killed").map { $0.suffix(32) }.sorted() == pairs("whole").map { $0.suffix(32) }.sorted())
    }
}
