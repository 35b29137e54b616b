// `report`: the whole command, its numbers on a dataset that is known, and its page in a real browser.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Report")
struct ReportTests {
    private static let python = Repository.root.appending(path: ".deps/browser-venv/bin/python")
    private static let hasBrowser =
        FileManager.default.isExecutableFile(atPath: python.path)
        && (try? ShellRun("command -v chromium || command -v chromium-browser || command -v google-chrome"))?.exitCode
            == 0

    private static let script = "<script>alert(1)</script><img src=x onerror=alert(2)>\u{202e}"

    /// 60 rows: 40 images of four sizes, one of them there ten times, 10 that are missing, 10 that are no images.
    private struct Fixture {
        let server: SampleWebServer
        let folder: TemporaryFolder
        let network = ["--retries", "0", "--allow-private-addresses"]
        var dataset: String { folder.path("out") }

        init(format: String = "webdataset", more: [String] = []) throws {
            (folder, server) = (try TemporaryFolder(), try SampleWebServer())
            var lines = ["url,caption"]
            let sizes = ["640x480", "300x300", "1200x300", "64x48"]
            for row in 0..<60 {
                let path =
                    switch row {
                    case 0..<30: "/image/\(sizes[row % 4])/photo/\(row).jpg"
                    case 30..<40: "/image/512x512/photo/1.jpg?_=\(row)"
                    case 40..<50: "/image/64x48/photo/\(row).jpg?status=404"
                    default: "/image/64x48/photo/\(row).jpg?html&_=\(row)"
                    }
                let caption = row == 7 ? ReportTests.script : row % 5 == 0 ? "the same words" : "a photograph, \(row)"
                lines.append("\(server.url(path)),\"\(caption)\"")
            }
            let list = try folder.write("list.csv", lines.joined(separator: "\n") + "\n")
            let run = try ToolRun(
                [
                    "download", "--url-list", list, "--caption-col", "caption", "--output-folder", folder.path("out"),
                    "--output-format", format, "--number-sample-per-shard", "16", "--image-size", "128",
                ] + network + more)
            try #require(run.exitCode == 0, "\(run.errors)")
        }

        func report(_ more: [String] = []) throws -> String {
            let page = folder.path("report.html")
            let run = try ToolRun(["report", dataset, "--output", page] + more)
            try #require(run.exitCode == 0, "\(run.errors)")
            return try String(contentsOfFile: page, encoding: .utf8)
        }
    }

    /// The text of a page, tags and pictures taken out.
    private static func text(_ page: String) -> String {
        page.replacing(/<(style|script)>[\s\S]*?<\/(style|script)>/, with: "")
            .replacing(/<[^>]*>/, with: "|").replacing(/\|+/, with: "|")
    }

    @Test("The numbers of a known dataset", arguments: ["webdataset", "files", "parquet", "tfrecord"])
    func numbers(format: String) throws {
        let fixture = try Fixture(format: format)
        let page = try fixture.report()
        let text = Self.text(page)
        for words in ["|images|40|", "|rows|60|", "|of the rows|66.7 %|", "|shards|4|"] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(page.components(separatedBy: "data:image/jpeg;base64,").count > 40)
        #expect(text.contains("9 of 40 images repeat another one exactly"))
        #expect(text.contains("|10 times · 512 × 512"))
        #expect(text.contains("|http_404|") && text.contains("|the same words|8|"))
        #expect(text.contains("|height or width ≥ 1024|7|"))
        #expect(!page.contains("<script>alert") && !page.contains("<img src=x") && !page.contains("\u{202e}"))
        #expect(page.contains("&lt;script&gt;alert(1)"))
        #expect(page.utf8.count < 10_000_000)
        #expect(try fixture.report(["--threads", "1"]) == page)
        #expect(try fixture.report(["--seed", "7", "--threads", "1"]) != page)
    }

    @Test("A dataset of stats alone, one without pictures, and one that is not complete say what they are")
    func others() throws {
        let dummy = try Fixture(format: "dummy")
        let page = Self.text(try dummy.report())
        #expect(page.contains("no metadata tables") && page.contains("|rows|60|") && page.contains("|http_404|"))
        let bare = try Fixture(more: ["--save-metadata-only", "--compute-hash", "none", "--no-extra-columns"])
        let text = Self.text(try bare.report())
        #expect(text.contains("no image is stored") && text.contains("--compute-hash none"))
        #expect(text.contains("|http_404|"))
        try FileManager.default.removeItem(atPath: bare.dataset + "/00001_stats.json")
        #expect(Self.text(try bare.report()).contains("1 shard has no stats"))
    }

    @Test("Two datasets are compared on one page")
    func comparing() throws {
        let (one, two) = (try Fixture(), try Fixture(format: "parquet"))
        let other = one.folder.path("other")
        try FileManager.default.moveItem(atPath: two.dataset, toPath: other)
        let page = Self.text(try one.report([other]))
        #expect(page.contains("out and other") && page.contains("other: The largest images"))
        #expect(page.contains("out: Failed rows by class"))
    }

    @Test("A page that cannot be written leaves the one before; wrong options are refused")
    func mistakes() throws {
        let fixture = try Fixture()
        let before = try fixture.folder.write("before.html", "before")
        let limited = try ShellRun(#"ulimit -f 1; "$tool" "$@""#, ["report", fixture.dataset, "--output", before])
        #expect(limited.exitCode == 3)
        #expect(try String(contentsOfFile: before, encoding: .utf8) == "before")
        for words in [["/nowhere"], [fixture.dataset, "--samples", "501"], [fixture.dataset, "a", "b"], []] {
            #expect(try ToolRun(["report"] + words).exitCode == 2, "\(words)")
        }
        for place in ["/dev/null", fixture.folder.path("missing/report.html"), fixture.folder.path("out")] {
            #expect(try ToolRun(["report", fixture.dataset, "--output", place]).exitCode == 3, "\(place)")
            #expect(try ToolRun(["inspect", fixture.dataset, "--failed", "--output", place]).exitCode == 3, "\(place)")
        }
        // It leads to a file then; what was written there before must stay, and the name in /dev.
        let shown = fixture.folder.path("shown.html")
        let words = ["report", fixture.dataset, "--samples", "0", "--output", "/dev/stdout"]
        #expect(try ShellRun("echo before >'\(shown)'; " + #""$tool" "$@" >>"# + "'\(shown)'", words).exitCode == 3)
        #expect(try String(contentsOfFile: shown, encoding: .utf8) == "before\n")
        #expect(
            try FileManager.default.attributesOfItem(atPath: "/dev/stdout")[.type] as? FileAttributeType
                == .typeSymbolicLink)
        #expect(
            try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
                == .typeCharacterSpecial)
        let none = try fixture.report(["--samples", "0"])
        #expect(!none.contains("data:image/jpeg"))
    }

    @Test("Rows that a retry fetched count once")
    func retried() throws {
        let fixture = try Fixture()
        #expect(try ToolRun(["retry", fixture.dataset, "--classes", "http_404"] + fixture.network).exitCode == 4)
        let text = Self.text(try fixture.report())
        #expect(text.contains("|rows|60|") && text.contains("|http_404|not found|10|"))
    }

    @Test(
        "In a browser: dark, filter, numbers on hover, pictures, keys, widths, accessibility; nothing is loaded",
        .enabled(if: hasBrowser, "scripts/setup check installs chromium and playwright where they can be had"))
    func browser() throws {
        let fixture = try Fixture()
        _ = try fixture.report()
        let shots = ProcessInfo.processInfo.environment["REPORT_SCREENSHOTS"]
        let process = Process()
        process.executableURL = Self.python
        process.arguments =
            [Repository.root.appending(path: "scripts/report-check").path, fixture.folder.path("report.html")]
            + (shots.map { [$0] } ?? [])
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: text, as: UTF8.self))")
        let report = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
        #expect(report["faults"] as? [String] == [])
        #expect((report["done"] as? [String])?.count ?? 0 >= 20)
    }
}
