// Files that a person names for a command's output: none is a dataset's or an input.

import Foundation
import TestSupport
import Testing

@Suite("Names of output files")
struct NamedOutputTests {
    private let list: SampleList
    private var folder: TemporaryFolder { list.folder }
    private var dataset: String { folder.path("out") }

    init() throws {
        list = try SampleList(rows: 40)
        let run = try ToolRun(list.arguments(["--output-format", "webdataset"], samplesPerShard: 20))
        try #require(run.exitCode == 0, "\(run.errors)")
    }

    /// The commands that write a named file.
    private func commands(to path: String) -> [[String]] {
        [
            ["report", dataset, "--output", path], ["inspect", dataset, "--failed", "--output", path],
            ["plan", "--url-list", list.path, "--output", path],
            list.arguments(["--metrics-file", path]),
        ]
    }

    /// The bytes of every file below a folder.
    private func contents(_ path: String) throws -> [String: Data] {
        var found: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
            found[name] = FileManager.default.contents(atPath: path + "/" + name)
        }
        return found
    }

    @Test(
        "No command writes over a file of a dataset",
        arguments: ["00000.tar", "00001.parquet", "00000_stats.json", ".img2shards/run.json", ".img2shards/new"])
    func ownFiles(name: String) throws {
        let before = try contents(dataset)
        for words in commands(to: dataset + "/" + name) {
            let run = try ToolRun(words)
            #expect(run.exitCode == 2, "\(words[0]): \(run.errors)")
            #expect(run.errors.contains("is one of the files of the dataset \(dataset)\n  give --"), "\(run.errors)")
        }
        #expect(try contents(dataset) == before)
    }

    @Test("Nor by a link or another spelling") func spellings() throws {
        let before = try contents(dataset)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link.html"), withDestinationPath: dataset + "/00000.tar")
        try FileManager.default.createSymbolicLink(atPath: folder.path("linked"), withDestinationPath: dataset)
        for path in ["link.html", "linked/00000.tar", "out/../out//00000.tar", "linked/00002.parquet"] {
            let run = try ToolRun(["report", dataset, "--output", folder.path(path)])
            #expect(run.exitCode == 2 && run.errors.contains("is one of the files of the dataset"), "\(run.errors)")
        }
        #expect(try contents(dataset) == before)
        // A name of one's own in the same folder is no file of the dataset.
        #expect(try ToolRun(["report", dataset, "--samples", "0", "--output", dataset + "/page.html"]).exitCode == 0)
    }

    @Test("No command writes over the list that it reads, and - is no name of a file") func inputs() throws {
        let before = FileManager.default.contents(atPath: list.path)
        for words in [
            ["plan", "--url-list", list.path, "--output", list.path],
            list.arguments(["--metrics-file", list.path]),
        ] {
            let run = try ToolRun(words)
            #expect(run.exitCode == 2 && run.errors.contains("is a file that is read"), "\(run.errors)")
        }
        #expect(FileManager.default.contents(atPath: list.path) == before)
        for words in commands(to: "-") where words[0] != "inspect" {
            let run = try ToolRun(words)
            #expect(run.exitCode == 2 && run.errors.contains("- is no name of a file"), "\(run.errors)")
        }
    }

    @Test(
        "Nor over one of the dataset that it will write, be its folder there or not",
        arguments: ["00000.tar", "00012.parquet", "64/00000_stats.json", ".img2shards/metrics.prom"], [false, true])
    func futureFiles(name: String, isThere: Bool) throws {
        let new = folder.path("new")
        if isThere { try FileManager.default.createDirectory(atPath: new + "/64", withIntermediateDirectories: true) }
        let run = try ToolRun([
            "download", "--url-list", list.path, "--output-folder", new, "--image-size", "32,64", "--metrics-file",
            new + "/" + name,
        ])
        #expect(run.exitCode == 2, "\(run.errors)")
        #expect(run.errors.contains("is one of the files of the dataset \(new)"), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: new + "/" + name))
    }

    @Test("The table of failures has the form that its name says, unless --format says another") func forms() throws {
        func start(_ name: String, _ more: [String] = []) throws -> String {
            let run = try ToolRun(["inspect", dataset, "--failed", "--output", folder.path(name)] + more)
            #expect(run.exitCode == 0 && run.output.isEmpty, "\(run.errors)")
            let bytes = try #require(FileManager.default.contents(atPath: folder.path(name)))
            return String(decoding: bytes.prefix(4), as: UTF8.self)
        }
        #expect(try start("a.parquet") == "PAR1")
        #expect(try start("a.PARQUET") == "PAR1")
        #expect(try start("a.jsonl") == "{\"ur")
        #expect(try start("a.csv") == "url,")
        #expect(try start("a") == "url,")
        #expect(try start("b.parquet", ["--format", "csv"]) == "url,")
        let printed = try ToolRun(["inspect", dataset, "--failed", "--output", "-"])
        #expect(printed.output.hasPrefix("url,"))
        #expect(try ToolRun(["inspect", dataset, "--failed"]).output == printed.output)
    }
}
