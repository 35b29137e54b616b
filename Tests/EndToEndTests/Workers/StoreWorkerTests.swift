// Several processes that write one dataset in a store, each with a state of its own.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite(
    "Workers of a dataset in S3", .serialized,
    .enabled(if: StoreServer.isHere, "scripts/setup check installs moto where Python can be had"))
struct StoreWorkerTests {
    private let images: SmallImages
    private let store: StoreServer

    init() throws {
        images = try SmallImages(rows: 200, delayMilliseconds: 30, size: 64)
        store = try StoreServer()
    }

    /// - Parameter machine: each has a state folder of its own.
    private func arguments(_ machine: String, _ more: [String], _ images: SmallImages) -> [String] {
        var words = images.arguments("webdataset", more, samplesPerShard: 10)
        words[words.firstIndex(of: "--output-folder").map { $0 + 1 } ?? 0] = "s3://out/data"
        return words + [
            "--order", "input", "--index", "wids", "--state-folder", images.folder.path("state-" + machine),
        ]
    }

    private func start(_ machine: String, _ more: [String], of other: SmallImages? = nil) throws -> RunningTool {
        try RunningTool(arguments(machine, more, other ?? images), environment: store.environment)
    }

    private func done() throws -> Int { try store.sizes(in: "out").keys.filter { $0.hasSuffix("_stats.json") }.count }

    private func wait(_ what: String, until isSo: () throws -> Bool) throws {
        let giveUp = Date().addingTimeInterval(120)
        while try !isSo(), Date() < giveUp { usleep(50_000) }
        #expect(try isSo(), "\(what)")
    }

    /// The dataset is that of one process, and complete.
    private func expectWhole() throws {
        let copy = images.folder.path("copy-\(UUID())")
        try store.copy("data", to: copy)
        let dataset = try WrittenDataset(copy)
        #expect(dataset.rows.map(\.url) == images.paths.map { images.server.url($0) })
        #expect(dataset.rows.enumerated().allSatisfy { ($0 % 20 == 7) == ($1.status != "success") })
        let verified = try ToolRun(["verify", copy, "--deep"])
        #expect(verified.exitCode == 0, "\(verified.output)\(verified.errors)")
        let inspected = try ToolRun(["inspect", copy])
        #expect(!(inspected.output + inspected.errors).contains("not complete"), "\(inspected.output)")
        let index = try String(contentsOfFile: copy + "/indices/wids/shardindex.json", encoding: .utf8)
        #expect(index.components(separatedBy: "md5sum").count == 21)
        let local = try ToolRun(
            images.arguments("webdataset", ["--order", "input", "--index", "wids"], samplesPerShard: 10))
        #expect(local.exitCode == 0, "\(local.errors)")
        for name in try images.folder.names(in: "out") where name.hasSuffix(".tar") {
            let isSame =
                try images.folder.bytes(of: "out/" + name)
                == [UInt8](Data(contentsOf: URL(filePath: copy + "/" + name)))
            #expect(isSame, "\(name)")
        }
        #expect(try !store.sizes(in: "out").keys.contains { $0.contains("/claims/") })
    }

    @Test("Three processes claim shards, one is killed: its shards are made by the others, and every row is there once")
    func killed() throws {
        let words = ["--claim", "--lease", "6"]
        let tools = try ["a", "b", "b"].map { try start($0, words) }
        try wait("some shards are there") { try done() >= 4 }
        let rowsMade = try done() * 10
        tools[0].send(SIGKILL)
        _ = tools[0].wait()
        let rowsAsked = images.server.requests
        for tool in tools.dropFirst() {
            let run = tool.wait()
            #expect(run.exitCode == 0, "\(run.errors)")
        }
        // No more is fetched again than what was fetched and not yet in the store.
        #expect(images.requests().reduce(0, +) <= 200 + rowsAsked - rowsMade)
        try expectWhole()
    }

    @Test("One that is stopped beyond its lease drops its shards when it wakes, and changes none that others made")
    func stopped() throws {
        let words = ["--claim", "--lease", "4"]
        let sleeper = try start("a", words)
        try wait("it has begun") { try done() >= 2 }
        sleeper.send(SIGSTOP)
        let other = try start("b", words).wait()
        #expect(other.exitCode == 0, "\(other.errors)")
        #expect(try done() == 20)
        sleeper.send(SIGCONT)
        let woken = sleeper.wait()
        #expect(woken.exitCode == 0, "\(woken.errors)")
        #expect(try done() == 20)
        try expectWhole()
    }

    @Test("One that is stopped between taking a shard and opening it finds it made by another, and ends")
    func stoppedBeforeOpening() throws {
        // It looks twice whether the shard is done: behind its claim, and when it opens it.
        let look = "GET /out/data/00010_stats"
        try store.fault(1, of: look, .pass)
        try store.fault(10_000, of: look, .slowDown)
        let words = ["--claim", "--lease", "4"]
        let sleeper = try start("a", words)
        var looks = 0
        try wait("it has taken the shard, and opens it") {
            looks += try store.requests().count { $0.method == "GET" && $0.path.hasPrefix("/out/data/00010_stats") }
            return looks >= 2
        }
        sleeper.send(SIGSTOP)
        try store.clearFaults()
        let other = try start("b", words).wait()
        #expect(other.exitCode == 0, "\(other.errors)")
        #expect(try done() == 20)
        sleeper.send(SIGCONT)
        let woken = sleeper.wait()
        #expect(woken.exitCode == 0, "\(woken.errors)")
        #expect(woken.errors.contains("the dataset is complete"), "\(woken.errors)")
        try expectWhole()
    }

    @Test("Fixed shares: each worker makes its own, and one that is killed resumes to the sample on its machine")
    func parts() throws {
        let first = try start("a", ["--part", "1/2"])
        let second = try start("b", ["--part", "2/2"])
        // The first makes every second shard.
        try wait("the first has made some") {
            try store.sizes(in: "out").keys.contains { $0.hasSuffix("2_stats.json") || $0.hasSuffix("4_stats.json") }
        }
        first.send(SIGKILL)
        _ = first.wait()
        #expect(second.wait().exitCode == 0)
        let requests = images.requests().reduce(0, +)
        let again = try start("a", ["--part", "1/2"]).wait()
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(again.errors.contains("the dataset is complete"), "\(again.errors)")
        #expect(images.requests().reduce(0, +) - requests < 100)
        #expect(images.requests().reduce(0, +) <= 200 + 40)
        let idle = try start("a", ["--part", "1/2"]).wait()
        #expect(idle.exitCode == 0 && idle.errors.contains("nothing to do"), "\(idle.errors)")
        try expectWhole()
    }

    @Test("--dry-run on another machine counts what the store has, and refuses to mix two datasets")
    func dryRun() throws {
        let images = try SmallImages(rows: 40)
        #expect(try start("a", ["--part", "1/2"], of: images).wait().exitCode == 0)
        let dry = try start("b", ["--dry-run"], of: images).wait()
        #expect(dry.exitCode == 0 && dry.output.contains("2 shards done"), "\(dry.output)\(dry.errors)")
        let mixed = try start("b", ["--dry-run", "--compute-hash", "md5"], of: images).wait()
        #expect(mixed.exitCode == 2 && mixed.errors.contains("s3://out/data"), "\(mixed.output)\(mixed.errors)")
        let empty = try start("b", ["--dry-run", "--output-folder", "s3://out/other"], of: images).wait()
        #expect(empty.exitCode == 0 && !empty.output.contains("done"), "\(empty.output)\(empty.errors)")
    }

    @Test("The same part twice is refused, and so is a run of its own beside workers")
    func refused() throws {
        // Slow, so that the first still runs when the others start.
        let images = try SmallImages(rows: 60, delayMilliseconds: 2000)
        let first = try start("a", ["--part", "1/2", "--max-in-flight", "1"], of: images)
        try wait("it has begun") { images.requests().reduce(0, +) > 0 }
        let same = try start("a", ["--part", "1/2"], of: images).wait()
        #expect(same.exitCode == 3 && same.errors.contains("already writes to s3://out/data"), "\(same.errors)")
        let elsewhere = try start("b", ["--part", "1/2"], of: images).wait()
        #expect(elsewhere.exitCode == 3 && elsewhere.errors.contains("worker 1-of-2 already"), "\(elsewhere.errors)")
        let alone = try start("c", [], of: images).wait()
        #expect(alone.exitCode == 3 && alone.errors.contains("workers write to s3://out/data"), "\(alone.errors)")
        let other = try start("d", ["--part", "2/2", "--compute-hash", "md5"], of: images).wait()
        #expect(other.exitCode == 2 && other.errors.contains("would mix two datasets"), "\(other.errors)")
        first.send(SIGTERM)
        #expect(first.wait().exitCode == 75)
    }
}

@Suite("Workers of a dataset in other stores", .serialized)
struct OtherStoreWorkerTests {
    @Test(
        "Two workers with fixed shares make one dataset; --claim works where the store knows conditions",
        arguments: OtherStoreServer.Kind.installed)
    func parts(kind: OtherStoreServer.Kind) throws {
        let images = try SmallImages(rows: 60)
        let store = try OtherStoreServer(kind)
        func start(_ machine: String, _ more: [String]) throws -> RunningTool {
            var words = images.arguments("webdataset", more + ["--order", "input"], samplesPerShard: 10)
            words[words.firstIndex(of: "--output-folder").map { $0 + 1 } ?? 0] = "\(kind.scheme)://lists/data"
            return try RunningTool(
                words + ["--state-folder", images.folder.path("state-" + machine)], environment: store.environment)
        }
        // The first has begun the dataset: stores without conditional writes cannot say who was first.
        let first = try start("a", ["--part", "1/2"])
        while first.process.isRunning, images.requests().allSatisfy({ $0 == 0 }) { usleep(5000) }
        let second = try start("b", ["--part", "2/2"])
        for tool in [first, second] {
            let run = tool.wait()
            #expect(run.exitCode == 0, "\(run.errors)")
        }
        #expect(images.requests().allSatisfy { $0 >= 1 })
        let verified = try ToolRun(["verify", "\(kind.scheme)://lists/data"], environment: store.environment)
        #expect(verified.exitCode == 0 && verified.output.contains("6 shards"), "\(verified.output)\(verified.errors)")
        let claimed = try start("c", ["--claim"]).wait()
        switch kind {
        case .google, .azure:
            #expect(claimed.exitCode == 2 && claimed.errors.contains("--part 1/4"), "\(claimed.errors)")
        case .rclone, .seaweed:
            let isRefused = claimed.exitCode == 3 && claimed.errors.contains("conditional writes")
            #expect(isRefused || claimed.errors.contains("nothing to do"), "\(claimed.errors)")
        }
    }
}
