// What commands say about datasets in a store that cannot be read as they are.

import Foundation
import TestSupport
import Testing

@Suite(
    "Hints about datasets in S3", .serialized,
    .enabled(if: StoreServer.isHere, "scripts/setup check installs moto where Python can be had"))
struct StoredHintTests {
    private let images: SmallImages
    private let store: StoreServer

    init() throws {
        images = try SmallImages(rows: 20)
        store = try StoreServer()
    }

    private func download(_ more: [String] = []) throws {
        var words = images.arguments("webdataset", more, samplesPerShard: 10)
        words[words.firstIndex(of: "--output-folder").map { $0 + 1 } ?? 0] = "s3://out/data"
        if more.contains("--image-size") { words.removeAll { $0 == "--disable-all-reencoding" } }
        let run = try ToolRun(
            words + ["--state-folder", images.folder.path("state")], environment: store.environment)
        #expect(run.exitCode == 0, "\(run.errors)")
    }

    @Test("A place with datasets of several sizes names them, in the order of their sizes")
    func sizes() throws {
        try download(["--image-size", "32,128,64"])
        for command in [["inspect"], ["verify"], ["retry"], ["report", "--output", images.folder.path("r.html")]] {
            let run = try ToolRun(command + ["s3://out/data"], environment: store.environment)
            #expect(run.exitCode == 2, "\(command): \(run.output)")
            #expect(
                run.errors.contains("one size inside it: s3://out/data/32, s3://out/data/64, s3://out/data/128"),
                "\(command): \(run.errors)")
        }
        let one = try ToolRun(["verify", "s3://out/data/64"], environment: store.environment)
        #expect(one.exitCode == 0, "\(one.output)\(one.errors)")
    }

    @Test("The command that repairs has the store's options as they were typed")
    func repair() throws {
        try download()
        try store.remove("data/00001.tar", of: "out")
        let option = ["--store-option", "endpoint=" + store.endpoint]
        let environment = store.environment.merging(["AWS_ENDPOINT_URL": ""]) { $1 }
        let run = try ToolRun(["verify", "s3://out/data"] + option, environment: environment)
        let command = "img2shards verify s3://out/data --store-option endpoint=\(store.endpoint) --repair"
        #expect(run.exitCode == 1 && run.output.contains(command), "\(run.output)\(run.errors)")
        let inspected = try ToolRun(["inspect", "s3://out/data"] + option, environment: environment)
        #expect(
            inspected.output.contains("img2shards verify s3://out/data --store-option endpoint=\(store.endpoint)"),
            "\(inspected.output)\(inspected.errors)")
    }

    @Test("Where a table is damaged, the command that shows what is whole names the place, with the store's options")
    func damagedTable() throws {
        try download()
        let option = "endpoint=" + store.endpoint
        let environment = store.environment.merging(["AWS_ENDPOINT_URL": ""]) { $1 }
        let command = "img2shards verify s3://out/data --store-option \(option)"
        let broken = try images.folder.write("broken", "no table")
        try store.put(broken, as: "data/00000.parquet", in: "out")
        for words in [
            ["reshape", "s3://out/data", "--output-folder", images.folder.path("reshaped")],
            ["retry", "s3://out/data", "--state-folder", images.folder.path("state")],
        ] {
            let run = try ToolRun(words + ["--store-option", option], environment: environment)
            #expect(run.exitCode == 2, "\(words): \(run.errors)")
            #expect(run.errors.contains("to see what is whole: \(command)\n"), "\(words): \(run.errors)")
            #expect(!run.errors.contains("img2shards-mirror"), "\(run.errors)")
        }
        try store.remove("data/00001.tar", of: "out")
        let page = images.folder.path("report.html")
        let report = try ToolRun(
            ["report", "s3://out/data", "--output", page, "--store-option", option], environment: environment)
        #expect(report.exitCode == 0, "\(report.errors)")
        #expect(try String(contentsOfFile: page, encoding: .utf8).contains(command))
    }

    @Test("A store that ceases to answer is neither damage nor a mistake: the command may be started again")
    func unanswered() throws {
        try download()
        let out = images.folder.path("new")
        // Both at once: each sends its requests again for 11 s.
        for (file, commands) in [
            ("00001.tar", [["verify", "--repair"], ["reshape", "--output-folder", out]]),
            (
                "00001.parquet",
                [["inspect"], ["inspect", "--failed"], ["report", "--output", images.folder.path("r")]]
            ),
        ] {
            try store.fault(999, of: "(GET|HEAD) /out/data/\(file)", .slowDown)
            let runs = try commands.map { words in
                try RunningTool(words + ["s3://out/data"], environment: store.environment)
            }
            for (words, run) in zip(commands, runs.map { $0.wait() }) {
                #expect(run.exitCode == 75, "\(words): \(run.output)\(run.errors)")
                #expect(
                    run.errors.contains("s3://out/data/\(file): the store does not answer: "),
                    "\(words): \(run.output)\(run.errors)")
            }
            try store.clearFaults()
        }
        let verified = try ToolRun(["verify", "s3://out/data"], environment: store.environment)
        #expect(verified.exitCode == 0, "\(verified.output)\(verified.errors)")
        let reshaped = try ToolRun(
            ["reshape", "s3://out/data", "--output-folder", out], environment: store.environment)
        #expect(reshaped.exitCode == 0, "\(reshaped.errors)")
    }

    @Test("Each folder of a dataset is listed once")
    func listings() throws {
        try download()
        for command in [["inspect"], ["verify"], ["report", "--output", images.folder.path("r.html")]] {
            _ = try store.requests()
            let run = try ToolRun(command + ["s3://out/data"], environment: store.environment)
            #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
            let listings = try store.requests().map(\.query).filter { $0.contains("list-type=2") }
            #expect(Set(listings).count == listings.count, "\(command): \(listings.sorted())")
            #expect(listings.contains { $0.hasSuffix("prefix=data%2F") }, "\(command): \(listings)")
        }
    }

    @Test("Keys that go on behind a file's name, or have empty names, do not make a dataset unreadable")
    func strangeKeys() throws {
        try download()
        let file = try images.folder.write("stranger", "x")
        for key in ["data/00000.tar/x", "data/00001_stats.json/x/y", "data//00002.tar"] {
            try store.put(file, as: key, in: "out")
        }
        let run = try ToolRun(["verify", "s3://out/data"], environment: store.environment)
        #expect(run.exitCode == 0 && run.output.contains("2 shards · 20 rows"), "\(run.output)\(run.errors)")
    }
}
