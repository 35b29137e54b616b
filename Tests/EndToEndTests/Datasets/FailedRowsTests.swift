// `inspect --failed`: what a program gets.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Failed rows of a dataset, as a table")
struct FailedRowsTests {
    /// A dataset with a row of each kind: an image, a 404, a row that a retry has fetched, one that failed again, one that is no
    /// URL.
    private struct Dataset {
        let server: SampleWebServer
        let folder: TemporaryFolder
        let urls: [String]
        var out: String { folder.path("out") }

        init() throws {
            let server = try SampleWebServer()
            let faults = ["", "?status=404", "?status=500&first=1", "?status=500"]
            let urls =
                faults.enumerated().map { server.url("/image/64x48/photo/\($0).jpg\($1)") } + [
                    "no \"URL\", but\u{1b} text"
                ]
            self.server = server
            self.urls = urls
            folder = try TemporaryFolder()
            let lines = urls.map { "\"" + $0.replacing("\"", with: "\"\"") + "\",\"a \"\"caption\"\"\"\n" }
            let list = try folder.write("list.csv", "url,caption\n" + lines.joined())
            let network = ["--retries", "0", "--allow-private-addresses"]
            try #require(
                try ToolRun(
                    ["download", "--url-list", list, "--caption-col", "caption", "--output-folder", out] + network
                ).exitCode == 0)
            try #require(try ToolRun(["retry", out] + network).exitCode == 0)
        }

        func failed(_ more: [String] = []) throws -> ToolRun { try ToolRun(["inspect", out, "--failed"] + more) }
    }

    private struct Row: Decodable, Equatable {
        let url, key, `class`, message, shard: String?
        let attempts: Int?
    }

    private func rows(_ run: ToolRun) throws -> [Row] {
        try #require(run.exitCode == 0, "\(run.errors)")
        #expect(run.errors.isEmpty)
        return try run.output.split(separator: "\n").map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
    }

    @Test("Each row has its newest outcome, and classes are words that retry takes")
    func jsonLines() throws {
        let dataset = try Dataset()
        let found = try rows(dataset.failed(["--format", "jsonl"]))
        #expect(Set(found.map(\.url)) == Set([1, 3, 4].map { dataset.urls[$0] }))
        #expect(found.first { $0.url == dataset.urls[1] }?.class == "http_404")
        #expect(found.first { $0.url == dataset.urls[3] }?.shard == "00001")
        #expect(found.first { $0.url == dataset.urls[3] }?.attempts == 1)
        for row in found {
            let word = try #require(row.class)
            let chosen = try rows(dataset.failed(["--format", "jsonl", "--classes", word]))
            #expect(chosen.contains(row) && chosen.allSatisfy { $0.class == word })
        }
        let server = try rows(dataset.failed(["--format", "jsonl", "--classes", "http_5xx"]))
        #expect(server.map(\.url) == [dataset.urls[3]])
    }

    @Test("Python's csv module and pyarrow read the same rows, from a file and from a pipe")
    func readers() throws {
        let dataset = try Dataset()
        let expected = Set([1, 3, 4].map { dataset.urls[$0] })
        let read = """
            import csv, json, sys
            print(json.dumps([row["url"] for row in csv.DictReader(open(sys.argv[1], newline=""))]))
            """
        for (format, output) in [
            ("csv", ["--output", "{file}"]), ("csv", []), ("parquet", []), ("parquet", ["--output", "{file}"]),
        ] {
            let file = dataset.folder.path("failed.\(format)")
            let words =
                ["inspect", dataset.out, "--failed", "--format", format]
                + output.map { $0.replacing("{file}", with: file) }
            let run = try ShellRun(#""$tool" "$@" | cat > "# + (output.isEmpty ? file : "/dev/null"), words)
            #expect(run.exitCode == 0 && run.errors.isEmpty, "\(run.errors)")
            if format == "parquet" {
                let table = try TextTable(file)
                #expect(Set(table.rows.compactMap { $0["url"] }) == expected)
                #expect(table.names == ["url", "key", "class", "message", "attempts", "shard"])
            } else if let printed = try python(read, [file]) {
                #expect(Set(try JSONDecoder().decode([String].self, from: Data(printed.utf8))) == expected)
            }
            try FileManager.default.removeItem(atPath: file)
        }
    }

    @Test(
        "A reader that has left is no failure; a full disk is, and leaves the file that was there",
        arguments: ["csv", "parquet"])
    func endings(format: String) throws {
        let dataset = try Dataset()
        let words = ["inspect", dataset.out, "--failed", "--format", format]
        let left = try ShellRun(
            #"mkfifo P; exec 3<>P 4>P 3<&-; "$tool" "$@" >&4"#.replacing("P", with: dataset.folder.path("pipe")), words)
        #expect(left.exitCode == 0 && left.errors.isEmpty, "\(left.errors)")
        let full = try ShellRun(#""$tool" "$@" >/dev/full"#, words)
        #expect(full.exitCode == 3 && full.errors.hasPrefix("error: cannot write to standard output: "))
        let closed = try ShellRun(#""$tool" "$@" >&-"#, words)
        #expect(closed.exitCode == 3)
        let before = try dataset.folder.write("before.csv", "before")
        let limited = try ShellRun(#"ulimit -f 0; "$tool" "$@""#, words + ["--output", before])
        #expect(limited.exitCode == 3)
        #expect(try String(contentsOfFile: before, encoding: .utf8) == "before")
        #expect(!FileManager.default.fileExists(atPath: before + ".new"))
    }

    @Test(
        "Options that do not go together, and words that are none, are refused before anything is read",
        arguments: [
            (["--format", "csv"], "--format needs --failed"), (["--failed", "--json"], "--format jsonl"),
            (["--failed", "--format", "xlsx"], "csv, jsonl or parquet"),
            (["--failed", "--classes", "404"], "Did you mean \"http_404\"?"),
            (["--output", "a"], "--output needs --failed"),
        ])
    func mistakes(words: [String], message: String) throws {
        let run = try ToolRun(["inspect", "/nowhere"] + words)
        #expect(run.exitCode == 2 && run.errors.contains(message), "\(run.errors)")
    }
}
