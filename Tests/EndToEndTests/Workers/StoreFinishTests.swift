// Datasets in stores that none of their workers completed.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite(
    "img2shards finish of a dataset in S3", .serialized,
    .enabled(if: StoreServer.isHere, "scripts/setup check installs moto where Python can be had"))
struct StoreFinishTests {
    private let images: SmallImages
    private let store: StoreServer
    private let record = "data/.img2shards/run.json"

    init() throws {
        images = try SmallImages(rows: 60)
        store = try StoreServer()
    }

    private func arguments(_ machine: String, _ more: [String]) -> [String] {
        var words = images.arguments("webdataset", more, samplesPerShard: 10)
        words[words.firstIndex(of: "--output-folder").map { $0 + 1 } ?? 0] = "s3://out/data"
        return words + [
            "--order", "input", "--index", "wids", "--state-folder", images.folder.path("state-" + machine),
        ]
    }

    @discardableResult
    private func download(_ machine: String, _ more: [String]) throws -> String {
        let run = try ToolRun(arguments(machine, more), environment: store.environment)
        #expect(run.exitCode == 0, "\(run.errors)")
        return run.errors
    }

    private func finish(_ more: [String] = []) throws -> ToolRun {
        try ToolRun(
            ["finish", "s3://out/data", "--state-folder", images.folder.path("state-finish")] + more,
            environment: store.environment)
    }

    private func put(_ bytes: [UInt8], as key: String) throws {
        try Data(bytes).write(to: URL(filePath: images.folder.path("object")))
        try store.put(images.folder.path("object"), as: key, in: "out")
    }

    /// Of the dataset's record in the store.
    private func isComplete() throws -> Bool {
        let object = try JSONSerialization.jsonObject(with: Data(store.bytes(record, in: "out"))) as? [String: Any]
        return (object?["runs"] as? [[String: Any]])?.last?["end"] != nil
    }

    @Test("It writes the index of all shards and the record that the last worker would have written, once")
    func completes() throws {
        try download("a", ["--claim"])
        let whole = try store.bytes(record, in: "out")
        let index = try store.bytes("data/indices/wids/shardindex.json", in: "out")
        // As it is when the last worker was killed before its last step.
        var object = try #require(try JSONSerialization.jsonObject(with: Data(whole)) as? [String: Any])
        var runs = try #require(object["runs"] as? [[String: Any]])
        #expect(runs[0].removeValue(forKey: "end") != nil)
        object["runs"] = runs
        try put([UInt8](JSONSerialization.data(withJSONObject: object)), as: record)
        try store.remove("data/indices/wids/shardindex.json", of: "out")
        let requests = images.requests().reduce(0, +)

        let run = try finish()
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.output == "s3://out/data is complete now: 6 shards\n", "\(run.output)")
        #expect(try isComplete())
        #expect(try store.bytes("data/indices/wids/shardindex.json", in: "out") == index)
        let again = try finish(["--json"])
        #expect(again.exitCode == 0 && again.output.contains(#""was_complete":true"#), "\(again.output)\(again.errors)")
        #expect(images.requests().reduce(0, +) == requests)
        #expect(try !store.sizes(in: "out").keys.contains { $0.contains("/claims/") })
        let copy = images.folder.path("copy")
        try store.copy("data", to: copy)
        let verified = try ToolRun(["verify", copy, "--deep"])
        #expect(verified.exitCode == 0 && !verified.output.contains("not complete"), "\(verified.output)")
    }

    @Test("Shards that are missing are named, with the command that makes them")
    func missing() throws {
        let said = try download("a", ["--part", "1/2"])
        let state = images.folder.path("state-a")
        // What the worker proposes.
        let words = ["s3://out/data", "--state-folder", state]
        for command in ["status", "finish"] {
            #expect(said.contains("img2shards \(command) \(words.joined(separator: " "))   #"), "\(said)")
        }
        let status = try ToolRun(["status"] + words, environment: store.environment)
        #expect(status.output.hasPrefix("s3://out/data, worker 1-of-2: the download finished"), "\(status.errors)")
        let run = try finish()
        #expect(run.exitCode == 1, "\(run.errors)")
        #expect(run.output.contains("3 of 6 shards are not done: 1,3,5"), "\(run.output)")
        let start = try #require(run.output.firstRange(of: "img2shards download "), "\(run.output)")
        let command = String(run.output[start.upperBound...].prefix { $0 != "\n" })
        let script =
            #"exec "$0" download "# + command + " --allow-private-addresses --retries 0 --state-folder '"
            + images.folder.path("state-b") + "'"
        let made = try RunningTool(
            ["-c", script, ToolRun.executable.path], environment: store.environment, program: URL(filePath: "/bin/sh")
        ).wait()
        #expect(made.exitCode == 0, "\(command)\n\(made.errors)")
        let done = try finish()
        #expect(done.output.contains("is complete already: 6 shards"), "\(done.output)\(done.errors)")
        #expect(try isComplete())
    }

    @Test("While workers write, it says who does, and they come to their end")
    func running() throws {
        let images = try SmallImages(rows: 60, delayMilliseconds: 300)
        var words = images.arguments("webdataset", ["--claim", "--max-in-flight", "4"], samplesPerShard: 10)
        words[words.firstIndex(of: "--output-folder").map { $0 + 1 } ?? 0] = "s3://out/data"
        let worker = try RunningTool(
            words + ["--state-folder", images.folder.path("state-a")], environment: store.environment)
        while worker.process.isRunning, images.requests().reduce(0, +) < 4 { usleep(5000) }
        let run = try finish()
        #expect(run.exitCode == 1, "\(run.errors)")
        #expect(run.output.contains("(process \(worker.process.processIdentifier)"), "\(run.output)")
        let ended = worker.wait()
        #expect(ended.exitCode == 0 && ended.errors.contains("the dataset is complete"), "\(ended.errors)")
    }

    @Test("A place without a dataset is an error that says what to give, and nothing is written there")
    func nothing() throws {
        let run = try finish()
        #expect(run.exitCode == 2 && run.errors.contains("s3://out/data has no record of a download"), "\(run.errors)")
        #expect(try store.sizes(in: "out").isEmpty)
        let local = try ToolRun(["finish", images.folder.path(""), "--state-folder", images.folder.path("state")])
        #expect(local.exitCode == 2 && local.errors.contains("is for datasets in stores"), "\(local.errors)")
    }
}

@Suite("img2shards finish of a dataset in other stores", .serialized)
struct OtherStoreFinishTests {
    @Test(
        "A dataset of parts is completed where the store knows no claims, too",
        arguments: OtherStoreServer.Kind.installed)
    func parts(kind: OtherStoreServer.Kind) throws {
        let images = try SmallImages(rows: 40)
        let store = try OtherStoreServer(kind)
        let place = "\(kind.scheme)://lists/data"
        func download(_ more: [String]) throws {
            var words = images.arguments("webdataset", more + ["--order", "input"], samplesPerShard: 10)
            words[words.firstIndex(of: "--output-folder").map { $0 + 1 } ?? 0] = place
            let run = try ToolRun(
                words + ["--state-folder", images.folder.path("state")], environment: store.environment)
            #expect(run.exitCode == 0, "\(run.errors)")
        }
        func finish() throws -> ToolRun {
            try ToolRun(
                ["finish", place, "--state-folder", images.folder.path("state-finish")], environment: store.environment)
        }
        try download(["--part", "1/2"])
        let early = try finish()
        #expect(
            early.exitCode == 1 && early.output.contains("2 of 4 shards are not done: 1,3"),
            "\(early.output)\(early.errors)")
        try download(["--part", "2/2"])
        let done = try finish()
        #expect(
            done.exitCode == 0 && done.output.contains("is complete already: 4 shards"), "\(done.output)\(done.errors)")
    }
}
