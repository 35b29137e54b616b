// Everything wrong with a command is said before the first fetch, in words that help.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("A mistake in the command")
struct MistakeTests {
    /// Runs a command over a small list; nothing may have been fetched.
    private func run(_ more: [String], list: SampleList) throws -> ToolRun {
        let run = try ToolRun(list.arguments(more))
        #expect(list.server.requests == 0)
        return run
    }

    @Test("An unknown column: the nearest name, and all names")
    func unknownColumn() throws {
        let list = try SampleList(rows: 3)
        let run = try run(["--url-col", "URLS"], list: list)
        #expect(run.exitCode == 2)
        #expect(
            run.errors.hasPrefix("error: \(list.path) has no column \"URLS\". Did you mean \"url\"?\n"), "\(run.errors)"
        )
        #expect(run.errors.contains("columns: url, caption"))
    }

    @Test(
        "An option's value that does not exist: the choices",
        arguments: [
            ("--resize-mode", "bordr", "Did you mean \"border\"?"), ("--encode-format", "jpeg", "jpg, png, webp, avif"),
            ("--output-format", "webdatset", "webdataset"),
            ("--incremental-mode", "x", "incremental, overwrite, extend"),
            ("--compute-hash", "sha1", "sha256"), ("--downscale-interpolation", "box", "area"),
            ("--image-size", "0", "--image-size cannot be 0"),
            ("--image-size", "64,32,64", "names 64 twice"), ("--image-size", "64,70000", "cannot be 70000"),
            ("--max-bytes", "many", "64MiB"),
            ("--background", "blu", "#rrggbb"), ("--background", "#12345g", "#rrggbb"),
            ("--encode-speed", "10", "0 to 9"), ("--sync", "seconds=0", "seconds=10"),
            ("--sync", "often", "shard, never"),
            ("--input-format", "xls", "parquet"), ("--timeout", "-1", "--timeout"),
            ("--per-host-rate", "0", "--per-host-rate"), ("--per-host-rate", "nan", "0.001 to 1000000"),
            ("--per-host-connections", "0", "1 to 1000000"), ("--retries", "-1", "0 to 100"),
            ("--max-image-area", "0", "--max-image-area"), ("--max-aspect-ratio", "nan", "1 or more"),
            ("--min-image-size", "-3", "0 or more"), ("--min-bytes", "few", "20KB"),
            ("--max-bandwidth", "fast", "800Mbit"), ("--max-bandwidth", "100", "give a unit: 100MB"),
            ("--output-format", "wds", "It is called \"webdataset\""), ("--encode-format", "jpeg", "\"jpg\""),
            ("--timeout", "10s", "a plain number: --timeout 10"), ("--limit", "100k", "--limit 100000\n"),
            ("--max-standstill", "0", "--max-standstill"),
            ("--max-in-flight", "0", "--max-in-flight cannot be 0"),
            ("--robots-txt", "respct", "Did you mean \"respect\"?"),
            ("--referer-col", "captoin", "Did you mean \"caption\"?"),
            ("--order", "inptu", "Did you mean \"input\"?"), ("--index", "dali,wid", "Did you mean \"wids\"?"),
            ("--key-col", "captoin", "Did you mean \"caption\"?"), ("--key-col", "url", "--key-col"),
            ("--bbox-col", "captoin", "Did you mean \"caption\"?"),
            ("--save-additional-columns", "mime", "--no-extra-columns"),
            ("--dns-servers", "10.0.0.2,dns.example", "\"dns.example\" is not the address of a DNS server"),
            ("--dns-servers", "10.0.0.2:0", "[::1]:5353"), ("--hosts-file", "/nowhere/hosts", "cannot be read"),
        ])
    func badValue(option: String, value: String, words: String) throws {
        let list = try SampleList(rows: 3)
        let run = try run(["\(option)=\(value)"], list: list)
        #expect(run.exitCode == 2)
        #expect(run.errors.hasPrefix("error: "), "\(run.errors)")
        #expect(run.errors.contains(words), "\(run.errors)")
    }

    @Test(
        "Options that do not go together",
        arguments: [
            (["--hf-image"], "--output-format parquet"),
            (["--index", "dali", "--output-format", "files"], "webdataset"),
            (["--output-format", "parquet", "--no-json"], "--no-json does nothing"),
            (["--output-format", "dummy", "--save-metadata-only"], "would save nothing"),
            (["--index", "wids", "--save-metadata-only"], "needs tars"),
            (["--bucket-folders"], "needs --buckets"),
            (["--buckets", "64x64", "--bucket-folders", "--output-format", "files"], "sorts webdataset"),
            (["--output-format", "parquet", "--save-additional-columns", "jpg"], "column of images"),
            (["--image-size", "32,64", "--resize-mode", "no"], "all would be equal"),
            (["--image-size", "32,64", "--disable-all-reencoding"], "all would be equal"),
        ])
    func together(options: [String], words: String) throws {
        let list = try SampleList(rows: 3)
        let run = try run(options, list: list)
        #expect(run.exitCode == 2)
        #expect(run.errors.contains(words), "\(run.errors)")
    }

    @Test("A caption column that does not exist: the column that looks like one")
    func otherCaptionColumn() throws {
        let folder = try TemporaryFolder()
        let list = try folder.write("list.csv", "url,TEXT\nhttp://a/1,a cat\n")
        let run = try ToolRun(["download", "--url-list", list, "--caption-col", "beschreibung", "--dry-run"])
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("to use it: --caption-col TEXT"), "\(run.errors)")
    }

    @Test("A pattern below a folder that does not exist, and values that are refused where they are a slip")
    func slips() throws {
        let run = try ToolRun(["download", "--url-list", "/nowhere/at/*.csv"])
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("there is no folder /nowhere/at\n"), "\(run.errors)")
        let list = try SampleList(rows: 3)
        for (option, value, words) in [
            ("--max-bytes", "10", "give a unit: --max-bytes 10MB"),
            ("--header", "Authorization: …", "put your own value in place of …"),
        ] {
            let run = try self.run([option, value], list: list)
            #expect(run.exitCode == 2)
            #expect(run.errors.contains(words), "\(run.errors)")
        }
    }

    @Test("PNG takes a compression from 0 to 9, not a quality of 95")
    func pngQuality() throws {
        let list = try SampleList(rows: 3)
        let run = try run(["--encode-format", "png", "--encode-quality", "95"], list: list)
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("0 (fast) to 9 (small)"))
    }

    @Test("Two referers for one row")
    func twoReferers() throws {
        let list = try SampleList(rows: 3)
        let run = try run(["--referer-col", "caption", "--header", "referer: http://a.example/"], list: list)
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("--referer-col"), "\(run.errors)")
    }

    @Test(
        "Words that other tools take: what to type here",
        arguments: [
            (["-o", "x"], "Did you mean --output-folder?"),
            (["--output", "x"], "Did you mean \"--output-folder\" or \"--output-format\"?"),
            (["--save-additional-columns", "a", "b"], "several: --save-additional-columns a,b"),
            (["--where", "width", "==", "3"], "quotes: --where 'width == 3'"),
            // What a shell leaves of `width >= 512` and of `url > 3`.
            (["--where", "width", "512"], "quotes: --where 'width >= 512'; without them the shell takes > and <"),
            (["--where", "url"], "put the whole in quotes: --where 'url == \"word\"'"),
        ])
    func otherWords(words: [String], advice: String) throws {
        let list = try SampleList(rows: 3)
        let run = try run(words, list: list)
        #expect(run.exitCode == 2)
        #expect(run.errors.contains(advice), "\(run.errors)")
    }

    @Test(
        "Commands that are called otherwise here",
        arguments: [("resume", "same download command"), ("progress", "status"), ("stats", "inspect")])
    func otherCommands(command: String, advice: String) throws {
        for words in [[command, "out"], ["help", command]] {
            let run = try ToolRun(words)
            #expect(run.exitCode == 2)
            #expect(run.errors.contains(advice), "\(run.errors)")
        }
    }

    @Test("A command that is mistyped: the commands that help shows, and no others; -v is the version")
    func mistypedCommand() throws {
        let run = try ToolRun(["insepct"])
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("Did you mean \"inspect\"?"), "\(run.errors)")
        #expect(!run.errors.contains("manual"), "\(run.errors)")
        #expect(try ToolRun(["-v"]).output == ToolRun(["--version"]).output)
    }

    @Test("No list at all: a command as an example")
    func noListGiven() throws {
        let run = try ToolRun(["download", "--output-folder", "out"])
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("example: img2shards download --url-list list.parquet"), "\(run.errors)")
    }

    @Test("With --log-format json an error before the start is an object, too")
    func jsonError() throws {
        let run = try ToolRun(["download", "--url-list", "nowhere.parquet", "--log-format", "json"])
        #expect(run.exitCode == 2)
        let object = try JSONSerialization.jsonObject(with: Data(run.errors.utf8)) as? [String: Any]
        #expect(object?["event"] as? String == "error" && object?["exit_code"] as? Int == 2, "\(run.errors)")
        #expect((object?["text"] as? String)?.contains("nowhere.parquet") == true, "\(run.errors)")
    }

    @Test("An option that does not exist")
    func unknownOption() throws {
        let list = try SampleList(rows: 3)
        let run = try run(["--imagesize", "256"], list: list)
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("--image-size"), "\(run.errors)")
    }

    @Test("A list that is not there, and one that is empty")
    func noList() throws {
        let folder = try TemporaryFolder()
        let missing = try ToolRun([
            "download", "--url-list", folder.path("none.csv"), "--output-folder", folder.path("out"),
        ])
        #expect(missing.exitCode == 2)
        #expect(missing.errors.contains("none.csv"))
        try folder.write("empty.txt", "")
        let empty = try ToolRun([
            "download", "--url-list", folder.path("empty.txt"), "--output-folder", folder.path("out"),
        ])
        #expect(empty.exitCode == 2)
        #expect(empty.errors.contains("empty"), "\(empty.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
    }

    @Test("An output folder that is a file")
    func outputIsFile() throws {
        let list = try SampleList(rows: 3)
        try list.folder.write("out", "a file")
        let run = try run([], list: list)
        #expect(run.exitCode == 3)
        #expect(run.errors.contains("is a file, not a folder"), "\(run.errors)")
    }

    @Test("Two runs in one folder: the second says so and leaves")
    func locked() throws {
        let list = try SampleList(rows: 10, imagesOnly: true, faults: "delay=60000")
        let first = try RunningTool(list.arguments(["--timeout", "50"]))
        defer { first.send(SIGKILL) }
        let deadline = Date().addingTimeInterval(30)
        while list.server.requests == 0, Date() < deadline { usleep(20_000) }
        let second = try ToolRun(list.arguments(["--timeout", "50"]))
        #expect(second.exitCode == 3)
        #expect(second.errors.contains("another img2shards"), "\(second.errors)")
    }

    @Test("Private addresses are refused unless they are allowed")
    func privateAddresses() throws {
        let list = try SampleList(rows: 5, imagesOnly: true)
        let run = try ToolRun(list.arguments().filter { $0 != "--allow-private-addresses" })
        #expect(run.exitCode == 4, "\(run.errors)")
        #expect(list.server.connectionsAccepted == 0)
    }
}
