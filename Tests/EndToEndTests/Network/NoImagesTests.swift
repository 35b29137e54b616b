// A run that gets no image at all: never a success, and never a dead end.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("No image of any row")
struct NoImagesTests {
    private func download(_ list: SampleList, _ more: [String], isPrivate: Bool = true) throws -> ToolRun {
        let arguments = list.arguments(more)
        return try ToolRun(isPrivate ? arguments : arguments.filter { $0 != "--allow-private-addresses" })
    }

    private func shards(_ list: SampleList) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: list.folder.path("out")).filter { !$0.hasPrefix(".") }
    }

    @Test(
        "The option that was forgotten is named, nothing is settled, and the start with it gets all",
        arguments: [20, 1500])
    func forgottenOption(rows: Int) throws {
        let list = try SampleList(rows: rows, imagesOnly: true)
        let first = try download(list, [], isPrivate: false)
        #expect(first.exitCode == 4, "\(first.errors)")
        let who = rows > 1000 ? "the first 1,000 rows all failed" : "all 20 rows failed"
        #expect(first.errors.contains("error: \(who): private addresses are refused by default.\n"), "\(first.errors)")
        #expect(
            first.errors.hasSuffix("run it with --allow-private-addresses; nothing was written\n"), "\(first.errors)")
        #expect(list.server.requests == 0)
        #expect(try shards(list) == [])
        let second = try download(list, [])
        #expect(second.exitCode == 0, "\(second.errors)")
        #expect(try list.dataset().rows.count { $0.status == "success" } == rows)
    }

    @Test("In JSON the early end is a summary with its reason")
    func json() throws {
        let list = try SampleList(rows: 3)
        let run = try download(list, ["--log-format", "json"], isPrivate: false)
        #expect(run.exitCode == 4)
        let last = run.errors.split(separator: "\n").last.map(String.init) ?? ""
        #expect(last.contains("\"ending\":\"stopped_early\",\"exit_code\":4,\"error\":\"all 3 rows failed"), "\(last)")
    }

    @Test("URLs of the wrong column: another column may be chosen at once")
    func wrongColumn() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        let lines = (0..<5).map { "\(server.url("/image/64x48/photo/\($0).jpg")),name\($0)\n" }
        let list = try folder.write("list.csv", "link,url\n" + lines.joined())
        func run(_ more: [String]) throws -> ToolRun {
            try ToolRun(
                ["download", "--url-list", list, "--output-folder", folder.path("out"), "--allow-private-addresses"]
                    + more)
        }
        let first = try run([])
        #expect(first.exitCode == 4, "\(first.errors)")
        #expect(first.errors.contains("all 5 rows failed: none has a usable URL"), "\(first.errors)")
        #expect(first.errors.contains("does column \"url\" hold URLs?"), "\(first.errors)")
        let second = try run(["--url-col", "link"])
        #expect(second.exitCode == 0, "\(second.errors)")
        #expect(try WrittenDataset(folder.path("out")).rows.count == 5)
    }

    @Test("No name server: that is said, and nothing is settled")
    func noNameServer() throws {
        let folder = try TemporaryFolder()
        let names = try folder.write("names.txt", "http://a.example/1.jpg\nhttp://b.example/2.jpg\n")
        let silent = try ToolRun([
            "download", "--url-list", names, "--output-folder", folder.path("b"), "--dns-servers", "127.0.0.1:1",
            "--retries", "0",
        ])
        #expect(silent.exitCode == 4, "\(silent.errors)")
        #expect(silent.errors.contains("no DNS server answers (asked: 127.0.0.1:1)"), "\(silent.errors)")
    }

    @Test("A list of dead links is written, and ends with 4 and the command that tries it again")
    func deadLinks() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        let lines = (0..<5).map { server.url("/image/64x48/photo/\($0).jpg?status=404") + "\n" }
        let list = try folder.write("list.txt", lines.joined())
        let command = [
            "download", "--url-list", list, "--output-folder", folder.path("out"), "--allow-private-addresses",
        ]
        for start in ["first", "second"] {
            let run = try ToolRun(command)
            #expect(run.exitCode == 4, "the \(start) start: \(run.errors)")
            #expect(run.errors.contains("error: no row gave an image."), "\(run.errors)")
            #expect(
                run.errors.contains(
                    "img2shards retry \(folder.path("out")) --classes http_404 --allow-private-addresses"),
                "\(run.errors)")
        }
        let retry = try ToolRun(["retry", folder.path("out"), "--classes", "http_404", "--allow-private-addresses"])
        #expect(retry.exitCode == 4, "\(retry.errors)")
    }

    @Test("Conditions that no row meets end with 4, also in a dry run; a count answers with 0")
    func noRowChosen() throws {
        let list = try SampleList(rows: 5)
        let condition = ["--where", "caption == \"no such caption\""]
        let run = try download(list, condition)
        #expect(run.exitCode == 4, "\(run.errors)")
        #expect(run.errors.contains("selected no row"), "\(run.errors)")
        #expect(try download(list, condition + ["--dry-run"]).exitCode == 4)
        #expect(try ToolRun(["count", "--url-list", list.path] + condition).exitCode == 0)
        // Nothing is there that another condition could be mixed with.
        let right = try download(list, ["--where", "caption != \"no such caption\""])
        #expect(right.exitCode == 0, "\(right.errors)")
        #expect(try list.dataset().rows.count == 5)
    }

    @Test("The command that is printed has the options it needs, and nothing secret")
    func printedCommand() throws {
        let list = try SampleList(rows: 8, imagesOnly: true)
        var text = try String(contentsOfFile: list.path, encoding: .utf8)
        text += list.server.url("/image/64x48/photo/1.jpg?status=503&first=9") + ",busy\n"
        try text.write(toFile: list.path, atomically: true, encoding: .utf8)
        let run = try download(
            list, ["--header", "Authorization: hush", "--user-agent", "a b", "--image-size", "32,64"])
        #expect(run.exitCode == 0, "\(run.errors)")
        for size in [32, 64] {
            let command =
                "img2shards retry \(list.folder.path("out"))/\(size) --allow-private-addresses "
                + "--user-agent 'a b' --header 'Authorization: …' --retries 0"
            #expect(run.errors.contains(command), "\(run.errors)")
        }
        #expect(!run.errors.contains("hush"))
    }

    @Test("A retry without the option its rows need is refused before the first fetch, and rescues them with it")
    func retryRefused() throws {
        let list = try SampleList(rows: 4, imagesOnly: true, faults: "status=503&first=1")
        var text = try String(contentsOfFile: list.path, encoding: .utf8)
        text += list.server.url("/image/64x48/photo/1.jpg") + ",fine\n"
        try text.write(toFile: list.path, atomically: true, encoding: .utf8)
        #expect(try download(list, []).exitCode == 0)
        let asked = list.server.requests
        let refused = try ToolRun(["retry", list.folder.path("out")])
        #expect(refused.exitCode == 2, "\(refused.errors)")
        #expect(
            refused.errors.contains("All 4 rows to retry are at private addresses"), "\(refused.errors)")
        let typed = ["--classes", "http_5xx", "--timeout", "5", "--image-workers", "1"]
        let whole = try ToolRun(["retry", list.folder.path("out")] + typed)
        #expect(whole.exitCode == 2, "\(whole.errors)")
        #expect(
            whole.errors.contains(
                "img2shards retry \(list.folder.path("out")) --classes http_5xx --timeout 5 --image-workers 1 "
                    + "--allow-private-addresses\n"), "\(whole.errors)")
        #expect(list.server.requests == asked)
        let retry = try ToolRun(["retry", list.folder.path("out"), "--allow-private-addresses"])
        #expect(retry.exitCode == 0, "\(retry.errors)")
        #expect(retry.errors.contains("4 images"), "\(retry.errors)")
    }
}
