// Datasets that are written to a store that speaks S3.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite(
    "Datasets in S3", .serialized,
    .enabled(if: StoreServer.isHere, "scripts/setup check installs moto where Python can be had"))
struct StoreOutputTests {
    private let images: SmallImages
    private let store: StoreServer

    init() throws {
        images = try SmallImages(rows: 120)
        store = try StoreServer()
    }

    /// `download` into `s3://out/data`, with its state in a folder of that name.
    private func arguments(
        _ format: String = "webdataset", state: String = "state", place: String = "s3://out/data", _ more: [String] = []
    ) -> [String] {
        var words = images.arguments(format, more, samplesPerShard: 25)
        words[words.firstIndex(of: "--output-folder").map { $0 + 1 } ?? 0] = place
        return words + ["--order", "input", "--state-folder", images.folder.path(state)]
    }

    private func run(_ arguments: [String]) throws -> ToolRun {
        try ToolRun(arguments, environment: store.environment)
    }

    private func copied() throws -> String {
        let folder = images.folder.path("copy-\(UUID())")
        try store.copy("data", to: folder)
        return folder
    }

    /// Every file of a dataset but those with times in them.
    private static func comparable(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter { name in
            ["tar", "tfrecord", "idx", "json"].contains { name.hasSuffix("." + $0) }
                && !["_stats.json", "run.json", "lists.json", "status.json"].contains { name.hasSuffix($0) }
                && !name.contains("/stored/")
        }.sorted()
    }

    private func expectSame(_ copy: String, _ local: String) throws {
        let names = try Self.comparable(local)
        #expect(try Self.comparable(copy) == names && names.count >= 5)
        for name in names {
            let (there, here) = try (
                Data(contentsOf: URL(filePath: copy + "/" + name)), Data(contentsOf: URL(filePath: local + "/" + name))
            )
            #expect(there == here, "\(name)")
        }
    }

    private func expectWhole(_ copy: String, hasTars: Bool = true) throws {
        let dataset = try WrittenDataset(copy, hasTars: hasTars)
        #expect(dataset.rows.map(\.url) == images.paths.map { images.server.url($0) })
        #expect(dataset.rows.enumerated().allSatisfy { ($0 % 20 == 7) == ($1.status != "success") })
        #expect(try ToolRun(["verify", copy, "--deep"]).exitCode == 0)
    }

    @Test(
        "The dataset is the local one, and only its stats and its state stay here",
        arguments: [("webdataset", ["--index", "wids", "--index", "webshart", "--index", "dali"]), ("tfrecord", [])])
    func same(format: String, more: [String]) throws {
        let stored = try run(arguments(format, more))
        #expect(stored.exitCode == 0, "\(stored.errors)")
        let local = try ToolRun(images.arguments(format, more + ["--order", "input"], samplesPerShard: 25))
        #expect(local.exitCode == 0, "\(local.errors)")
        try expectSame(try copied(), images.folder.path("out"))
        let left = try images.folder.names(in: "state")
        #expect(left.allSatisfy { $0 == ".img2shards" || $0.hasSuffix("_stats.json") || $0 == "indices" }, "\(left)")
        #expect(try images.folder.names(in: "state/.img2shards/open").isEmpty)
        #expect(!stored.errors.contains("a-secret"))
        if format == "webdataset" { try expectWhole(try copied()) }
    }

    @Test("The parquet format, several sizes and parts of shards are written there, too")
    func others() throws {
        let parquet = try run(arguments("parquet", ["--max-in-flight", "8"]))
        #expect(parquet.exitCode == 0, "\(parquet.errors)")
        let images = try #require(try WrittenImages(try copied(), format: "parquet")?.all)
        #expect(images.count == 114)
        var words = arguments(
            state: "sizes", place: "s3://out/sizes", ["--image-size", "64,96", "--resize-mode", "center_crop"])
        words.removeAll { $0 == "--disable-all-reencoding" }
        let sizes = try run(words)
        #expect(sizes.exitCode == 0, "\(sizes.errors)")
        let keys = try store.sizes(in: "out").keys
        for size in [64, 96] {
            for shard in 0..<5 { #expect(keys.contains("sizes/\(size)/0000\(shard)_stats.json")) }
        }
        var parts = arguments(state: "parts", place: "s3://out/data2", ["--max-shard-size", "100KB"])
        if let order = parts.firstIndex(of: "--order") { parts.removeSubrange(order...(order + 1)) }
        let run = try run(parts)
        #expect(run.exitCode == 0, "\(run.errors)")
        let folder = self.images.folder.path("parts-copy")
        try store.copy("data2", to: folder)
        #expect(try WrittenDataset(folder).rows.count == 120)
    }

    @Test(
        "A start on this machine and one on another have nothing to do; what is lost of the state is read from the store"
    )
    func resumed() throws {
        let first = try run(arguments())
        #expect(first.exitCode == 0, "\(first.errors)")
        let fetched = images.server.requests
        _ = try store.requests()
        let again = try run(arguments())
        #expect(again.exitCode == 0 && again.errors.contains("nothing to do"), "\(again.errors)")
        #expect(try store.requests().count < 12)
        let other = try run(arguments(state: "other"))
        #expect(other.exitCode == 0 && other.errors.contains("nothing to do"), "\(other.errors)")
        #expect(images.server.requests == fetched)
        #expect(try store.requests().allSatisfy { !$0.path.hasSuffix(".tar") })
        // A file that is removed from there is missed; a shard without stats is fetched again.
        try store.remove("data/00003.tar", of: "out")
        let missing = try run(arguments())
        #expect(missing.exitCode == 3 && missing.errors.contains("00003"), "\(missing.errors)")
        for name in ["00003.parquet", "00003_stats.json"] { try store.remove("data/" + name, of: "out") }
        let third = try run(arguments(state: "third"))
        #expect(third.exitCode == 0, "\(third.errors)")
        try expectWhole(try copied())
    }

    @Test("What would mix two datasets is refused, from the store's record, too; replacing removes only its own files")
    func mixed() throws {
        #expect(try run(arguments()).exitCode == 0)
        let foreign = try images.folder.write("foreign.txt", "somebody's")
        for key in ["data/readme.txt", "data/20240101.parquet", "data/sub/00000.tar"] {
            try store.put(foreign, as: key, in: "out")
        }
        for state in ["state", "elsewhere"] {
            let refused = try run(arguments(state: state, ["--compute-hash", "md5"]))
            #expect(refused.exitCode == 2, "\(refused.errors)")
            #expect(refused.errors.contains("s3://out/data was begun with"), "\(refused.errors)")
        }
        let replaced = try run(
            arguments("tfrecord", state: "elsewhere", ["--incremental-mode", "overwrite", "--compute-hash", "md5"]))
        #expect(replaced.exitCode == 0, "\(replaced.errors)")
        let keys = try store.sizes(in: "out").keys.filter { $0.hasPrefix("data/") }
        #expect(!keys.contains { $0.hasPrefix("data/0000") && $0.hasSuffix(".tar") }, "\(keys)")
        for key in ["data/readme.txt", "data/20240101.parquet", "data/sub/00000.tar", "data/00004.tfrecord"] {
            #expect(keys.contains(key), "\(key)")
        }
        // The machine that has the state of the dataset that is gone.
        let late = try run(arguments())
        #expect(late.exitCode != 0, "\(late.errors)")
    }

    @Test("Adding to a dataset on another machine numbers its shards behind those of the store")
    func extended() throws {
        #expect(try run(arguments()).exitCode == 0)
        let more = try run(arguments(state: "other", ["--incremental-mode", "extend"]))
        #expect(more.exitCode == 0, "\(more.errors)")
        let dataset = try WrittenDataset(try copied())
        #expect(dataset.shards.map(\.name) == (0..<10).map { "0000\($0)" } && dataset.rows.count == 240)
    }

    @Test(
        "Whatever the store fails with for a moment, the dataset is whole",
        arguments: [
            StoreServer.Fault.slowDown, .serverError, .cut, .lost,
        ])
    func faults(fault: StoreServer.Fault) throws {
        try store.fault(3, of: "PUT /out/data/00001.tar", fault)
        try store.fault(2, of: "PUT /out/data/.*_stats.json", fault)
        try store.fault(2, of: "HEAD /out/data/00002.parquet", fault)
        try store.fault(2, of: "GET", fault)
        let run = try run(arguments())
        #expect(run.exitCode == 0, "\(run.errors)")
        try expectWhole(try copied())
    }

    @Test("A store that does not answer, or denies access, is no damage: verify --repair removes nothing")
    func unreadable() throws {
        #expect(try run(arguments()).exitCode == 0)
        let before = try store.sizes(in: "out")
        for (fault, words, exitCode) in [
            (StoreServer.Fault.denied, "denies access", Int32(2)), (.serverError, "does not answer", 75),
        ] {
            try store.fault(1000, of: "GET /out/data/.*tar", fault)
            let verified = try run(["verify", "s3://out/data", "--repair"])
            #expect(verified.exitCode == exitCode, "\(verified.output)\(verified.errors)")
            #expect(
                verified.errors.contains(words) && verified.errors.contains("nothing was removed"), "\(verified.errors)"
            )
            try store.clearFaults()
        }
        #expect(try store.sizes(in: "out") == before)
    }

    @Test("A shard that verify --repair removed is fetched again by the same command")
    func repaired() throws {
        #expect(try run(arguments()).exitCode == 0)
        try store.remove("data/00001.tar", of: "out")
        #expect(try run(["verify", "s3://out/data", "--repair"]).exitCode == 1)
        let again = try run(arguments())
        #expect(again.exitCode == 0, "\(again.errors)")
        try expectWhole(try copied())
    }

    @Test("What cannot work is said before anything is fetched, with what to do and without a secret")
    func refusals() throws {
        try store.fault(1, of: "PUT", .denied)
        for (arguments, code, words) in [
            (arguments(), 3, "AWS_PROFILE"),
            (arguments(place: "s3://nowhere/data"), 3, "there is no bucket nowhere"),
            (
                arguments("webdataset", ["--store-option", "endpoint=http://127.0.0.1:1"]), 3,
                "start the same command again"
            ),
            (arguments("files"), 2, "--output-format webdataset"),
            (arguments(place: "s3://"), 2, "s3://BUCKET/"),
            (arguments(place: "ftp://a/b"), 2, "s3://"),
            (arguments(place: images.folder.path("local")), 2, "--state-folder is for datasets in stores"),
            (arguments("webdataset", ["--staging-size", "much"]), 2, "--staging-size"),
        ] as [([String], Int32, String)] {
            let run = try run(arguments)
            #expect(run.exitCode == code && run.errors.contains(words), "\(run.errors)")
            #expect(!run.errors.contains("a-secret"), "\(run.errors)")
        }
        #expect(images.server.requests == 0)
    }

    @Test("A store that is gone in the middle of a run and comes back costs nothing but time")
    func awayForAWhile() throws {
        try store.fault(100_000, of: "(PUT|POST|HEAD) /out/data/0", .cut)
        let tool = try RunningTool(arguments(), environment: store.environment)
        var cut = 0
        while cut < 12, tool.process.isRunning {
            cut += try store.requests().filter { $0.path.hasPrefix("/out/data/0") }.count
            usleep(20_000)
        }
        #expect(try store.sizes(in: "out").keys.allSatisfy { !$0.hasPrefix("data/0") })
        try store.clearFaults()
        let run = tool.wait()
        #expect(run.exitCode == 0, "\(run.errors)")
        try expectWhole(try copied())
    }

    @Test(
        "A disk that is full of shards that wait ends the run, which continues when there is room",
        .enabled(if: SmallDisk.canBeMade, "mounting a small disk needs root"))
    func fullDisk() throws {
        let disk = try SmallDisk(megabytes: 1)
        var words = arguments()
        words[words.count - 1] = disk.path("state")
        try store.fault(100_000, of: "PUT /out/data/0", .slowDown)
        let full = try run(words)
        #expect(full.exitCode == 3 && full.errors.contains("no space left"), "\(full.errors)")
        try disk.grow(megabytes: 20)
        try store.clearFaults()
        let last = try run(words)
        #expect(last.exitCode == 0, "\(last.errors)")
        try expectWhole(try copied())
        #expect(images.requests().allSatisfy { (1...2).contains($0) })
    }

    @Test("Several sizes and one size are not mixed in a place")
    func mixedSizes() throws {
        func words(_ size: String, _ place: String, state: String) -> [String] {
            arguments(state: state, place: place, ["--image-size", size]).filter { $0 != "--disable-all-reencoding" }
        }
        #expect(try run(words("64,96", "s3://out/several", state: "a")).exitCode == 0)
        let one = try run(words("64", "s3://out/several", state: "b"))
        #expect(one.exitCode == 2 && one.errors.contains("s3://out/several/64"), "\(one.errors)")
        #expect(try run(words("64", "s3://out/several/64", state: "c")).errors.contains("nothing to do"))
        #expect(try run(words("64", "s3://out/one", state: "d")).exitCode == 0)
        let several = try run(words("64,96", "s3://out/one", state: "e"))
        #expect(several.exitCode == 2 && several.errors.contains("one size"), "\(several.errors)")
    }

    @Test("Shards are made in a staging folder of their own, from where a killed run resumes")
    func staging() throws {
        let images = try SmallImages(rows: 120, delayMilliseconds: 20)
        func words(_ more: [String]) -> [String] {
            var words = images.arguments("webdataset", more, samplesPerShard: 25)
            words[words.firstIndex(of: "--output-folder").map { $0 + 1 } ?? 0] = "s3://out/data"
            return words + ["--state-folder", images.folder.path("state"), "--sync", "never"]
        }
        let staged = words(["--staging", images.folder.path("fast"), "--index", "webshart"])
        // What is finished waits: the store takes no tar.
        try store.fault(100_000, of: "PUT /out/data/0000.*.tar", .slowDown)
        let tool = try RunningTool(staged, environment: store.environment)
        while images.server.requests < 90, tool.process.isRunning { usleep(1000) }
        tool.send(SIGKILL)
        _ = tool.wait()
        try store.clearFaults()
        let own = try #require(try images.folder.names(in: "fast").first)
        #expect(try !images.folder.names(in: "fast/\(own)/open").isEmpty)
        #expect(try images.folder.names(in: "fast/\(own)").contains { $0.hasSuffix(".tar") })
        #expect(try images.folder.names(in: "state").allSatisfy { !$0.hasSuffix(".tar") && !$0.hasSuffix(".parquet") })
        let without = try run(words(["--index", "webshart"]))
        #expect(without.exitCode == 2, "\(without.errors)")
        #expect(without.errors.contains("--staging \(images.folder.path("fast"))"), "\(without.errors)")
        let last = try run(staged)
        #expect(last.exitCode == 0, "\(last.errors)")
        let (repeated, dataset) = (
            images.requests().reduce(0, +) - images.paths.count, try WrittenDataset(try copied())
        )
        #expect(repeated < 40 && dataset.rows.map(\.url) == images.paths.map { images.server.url($0) }, "\(repeated)")
        #expect(try images.folder.names(in: "fast/\(own)").allSatisfy { ["open", "lock", "indices"].contains($0) })
        #expect(try images.folder.names(in: "fast/\(own)/open").isEmpty)
        // Nothing waits any more: the folder may be another one.
        let other = try run(words(["--staging", images.folder.path("other"), "--index", "webshart"]))
        #expect(other.exitCode == 0 && other.errors.contains("nothing to do"), "\(other.errors)")
    }

    @Test("Shards that are lost with the staging folder are fetched again")
    func lostStaging() throws {
        let staged = arguments("webdataset", ["--staging", images.folder.path("fast")])
        try store.fault(100_000, of: "PUT /out/data/0000.*.tar", .slowDown)
        let tool = try RunningTool(staged, environment: store.environment)
        while try !store.requests().contains(where: { $0.path.hasSuffix(".tar") }), tool.process.isRunning {
            usleep(1000)
        }
        tool.send(SIGKILL)
        _ = tool.wait()
        try store.clearFaults()
        try FileManager.default.removeItem(atPath: images.folder.path("fast"))
        let last = try run(arguments("webdataset", ["--staging", images.folder.path("other")]))
        #expect(last.exitCode == 0, "\(last.errors)")
        try expectWhole(try copied())
    }

    @Test("A small staging holds a run back, and never for good")
    func smallStaging() throws {
        let run = try run(arguments("webdataset", ["--staging-size", "1KB"]))
        #expect(run.exitCode == 0, "\(run.errors)")
        try expectWhole(try copied())
    }
}
