// Rows chosen before they are fetched, as a person does it.

import Foundation
import SampleWeb
import Tables
import TestSupport
import Testing

@Suite("Choosing rows by a condition")
struct WhereTests {
    /// A list whose columns say how large its images are.
    private struct SizedList {
        let server: SampleWebServer
        let folder: TemporaryFolder
        let paths: [String]
        let list: String

        init(rows: Int, faults: (Int) -> String = { _ in "" }) throws {
            let server = try SampleWebServer()
            let paths = (0..<rows).map { "/image/64x48/photo/\($0 % 5).jpg?_=\($0)\(faults($0))" }
            self.server = server
            self.paths = paths
            folder = try TemporaryFolder()
            let lines = paths.enumerated().map {
                "\(server.url($1)),caption \($0),\($0 * 10),\($0 % 2 == 0 ? 600 : 200),Unlikely\n"
            }
            list = try folder.write("list.csv", "URL,TEXT,WIDTH,HEIGHT,NSFW\n" + lines.joined())
        }

        var out: String { folder.path("out") }

        func arguments(_ more: [String], shard: Int = 16) -> [String] {
            [
                "download", "--url-list", list, "--url-col", "URL", "--caption-col", "TEXT", "--output-folder", out,
                "--number-sample-per-shard", String(shard), "--image-size", "32", "--retries", "0",
                "--allow-private-addresses",
            ] + more
        }

        /// Places in the list of the rows that were asked for.
        var asked: [Int] { paths.indices.filter { server.requests(for: paths[$0]) > 0 } }
    }

    private static let condition = "WIDTH >= 300 and HEIGHT >= 512"

    @Test("Rows that are wanted are fetched, no others; the dataset has nothing but them and says how they were chosen")
    func fetchesWanted() throws {
        let list = try SizedList(rows: 100)
        let run = try ToolRun(
            list.arguments(["--where", Self.condition, "--nsfw", "unlikely,unsure", "--limit", "90"]))
        #expect(run.exitCode == 0, "\(run.errors)")
        let wanted = (0..<100).filter { $0 >= 30 && $0 % 2 == 0 }
        #expect(list.asked == wanted)
        let dataset = try WrittenDataset(list.out)
        #expect(dataset.rows.map(\.caption) == wanted.map { "caption \($0)" })
        #expect(dataset.rows.map(\.key).last == "0000202")
        #expect(
            run.errors.contains("selecting: --where \(Self.condition) · --nsfw unlikely,unsure · --limit 90\n"),
            "\(run.errors)")
        #expect(run.errors.contains("selected    35 of 100 rows · --where excluded 65"), "\(run.errors)")
        let record = try String(contentsOfFile: list.out + "/.img2shards/run.json", encoding: .utf8)
        #expect(record.contains("\"rowsKept\" : 35") && record.contains("\"rowsRead\" : 100"))
    }

    @Test("A run that was stopped goes on with the same rows, and not with another condition")
    func goesOn() throws {
        let list = try SizedList(rows: 100)
        let first = try ToolRun(list.arguments(["--where", Self.condition]))
        #expect(first.exitCode == 0, "\(first.errors)")
        let whole = try WrittenDataset(list.out).rows.map(\.key)
        try FileManager.default.removeItem(atPath: list.out + "/00001_stats.json")
        let before = list.server.requests
        let again = try ToolRun(list.arguments(["--where", Self.condition]))
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(list.server.requests == before + 16)
        #expect(try WrittenDataset(list.out).rows.map(\.key) == whole)
        #expect(again.errors.contains("selected    35 of 100 rows"), "\(again.errors)")
        for other in [["--where", "WIDTH >= 300"], [], ["--where", Self.condition, "--min-width", "5"]] {
            let run = try ToolRun(list.arguments(other))
            #expect(run.exitCode == 2)
            #expect(run.errors.contains("would mix two datasets"), "\(run.errors)")
            #expect(
                other.count == 4 || run.errors.contains("--where 'WIDTH >= 300 and HEIGHT >= 512'"), "\(run.errors)")
        }
    }

    @Test("Failed rows of a dataset made with a condition are tried again")
    func retries() throws {
        let list = try SizedList(rows: 60) { $0 % 3 == 0 ? "&status=500&first=1" : "" }
        let run = try ToolRun(list.arguments(["--where", Self.condition, "--save-additional-columns", "NSFW"]))
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.errors.contains("img2shards retry"), "\(run.errors)")
        let failed = list.paths.indices.filter { $0 >= 30 && $0 % 6 == 0 }
        let again = try ToolRun(["retry", list.out, "--retries", "0", "--allow-private-addresses"])
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(failed.map { list.server.requests(for: list.paths[$0]) } == failed.map { _ in 2 })
        #expect(again.errors.contains("\(failed.count) images (100"), "\(again.errors)")
    }

    @Test("Count tells how many rows are wanted and how large they are, and fetches and writes nothing")
    func counts() throws {
        let list = try SizedList(rows: 100)
        let options = ["--url-list", list.list, "--url-col", "URL", "--min-height", "512", "--where", "WIDTH > 500"]
        let run = try ToolRun(["count"] + options)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.output.hasPrefix("list.csv · 100 rows: 24 rows (24.0 %) in "), "\(run.output)")
        let excluded = run.output.matches(of: /--(?:where|min-height) excluded (\d+)\n/).compactMap { Int($0.1) }
        #expect(excluded.count == 2 && excluded.reduce(0, +) == 76, "\(run.output)")
        #expect(
            run.output.contains("height and width >= 512" + String(repeating: " ", count: 12) + "24"), "\(run.output)")
        let json = try ToolRun(["count", "--json"] + options).output
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["rows"] as? Int == 100 && object["kept"] as? Int == 24)
        let resolutions = try #require(object["resolutions"] as? [String: Int])
        #expect(resolutions["both_512"] == 24 && resolutions["any_1024"] == 0 && resolutions["known"] == 24)
        let part = try ToolRun(["count", "--json", "--limit", "10"] + options).output
        #expect(part.contains("\"kept\":10,"), "\(part)")
        let none = try ToolRun(["count", "--url-list", list.list, "--url-col", "URL", "--min-width", "99999"])
        #expect(none.output.contains("  the greatest WIDTH of the first 100 rows is "), "\(none.output)")
        #expect(list.server.requests == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: list.folder.url.path) == ["list.csv"])
    }

    @Test(
        "A mistake in a condition is said before the first fetch, with its place",
        arguments: [
            (["--where", "WIDHT > 5"], "no column \"WIDHT\". Did you mean \"WIDTH\"?\n  WIDHT > 5\n  ^^^^^\n"),
            (["--where", "WIDTH >"], "error: --where: The condition ends too early.\n  WIDTH >\n         ^\n"),
            (["--where", "NSFW > 5"], "NSFW holds text, 5 is a number.\n  NSFW > 5\n  ^^^^^^^^\n"),
            (["--where", "NSFW = UNLIKELY"], "text needs quotes: \"UNLIKELY\"\n"),
            (["--where", "not NSFW like '%x%'"], "^^^^\n  parts of a text: NSFW contains \"cat\""),
            (["--where", "WIDTH between 1 and 2"], "write: WIDTH >= 100 and WIDTH <= 600"),
            (["--where", "URL startswith 'http'"], "write: URL starts with"),
            (["--where", "WIDTH => 3"], "write >= instead of =>"),
            (["--where", "WIDTH", ">=", "512"], "put the condition in quotes: --where 'WIDTH >= 512'\n"),
            (["--exclude-list", "/dev/zero"], "/dev/zero cannot be read: it is not a file"),
            (["--where", ""], "error: Missing value for '--where"), (["--where", " "], "The condition is empty."),
            (["--min-similarity", "0.3"], "no column of similarities that --min-similarity knows"),
            (["--min-width", "0"], "--min-width cannot be 0"), (["--nsfw", ","], "--nsfw takes the tags to keep"),
        ])
    func mistakes(options: [String], words: String) throws {
        let list = try SizedList(rows: 3)
        for command in [list.arguments(options), ["count", "--url-list", list.list] + options] {
            let run = try ToolRun(command)
            #expect(run.exitCode == 2)
            #expect(run.errors.hasPrefix("error: ") && run.errors.contains(words), "\(run.errors)")
        }
        #expect(list.server.requests == 0)
    }
}
