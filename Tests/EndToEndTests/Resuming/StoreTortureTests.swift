// Runs into a store, killed again and again: in the end every row exactly once, and nothing half visible at any moment.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite(
    "Nothing lost in a store, nothing twice", .serialized,
    .enabled(if: StoreServer.isHere, "scripts/setup check installs moto where Python can be had"))
struct StoreTortureTests {
    private func arguments(_ images: SmallImages, _ more: [String] = []) -> [String] {
        var words = images.arguments("webdataset", more, samplesPerShard: 25)
        words[words.firstIndex(of: "--output-folder").map { $0 + 1 } ?? 0] = "s3://out/data"
        return words + ["--state-folder", images.folder.path("state")]
    }

    /// Whoever sees a shard's stats sees its other files.
    private func expectWholeShards(_ store: StoreServer) throws {
        let sizes = try store.sizes(in: "out")
        for key in sizes.keys where key.hasSuffix("_stats.json") {
            let shard = key.dropLast("_stats.json".count)
            for suffix in [".tar", ".parquet"] {
                #expect(sizes[shard + suffix, default: 0] > 1000, "\(shard)\(suffix)")
            }
        }
    }

    private func expectWhole(_ images: SmallImages, _ store: StoreServer) throws {
        let copy = images.folder.path("copy")
        try store.copy("data", to: copy)
        let dataset = try WrittenDataset(copy)
        #expect(dataset.rows.map(\.url) == images.paths.map { images.server.url($0) })
        #expect(dataset.rows.enumerated().allSatisfy { ($0 % 20 == 7) == ($1.status != "success") })
        #expect(Set(dataset.rows.map(\.key)).count == dataset.rows.count)
        #expect(try ToolRun(["verify", copy, "--deep"]).exitCode == 0)
        #expect(try store.unfinishedUploads().isEmpty)
        let own = try store.sizes(in: "out").keys.filter {
            !$0.hasPrefix("data/0") && !$0.hasPrefix("data/.img2shards/")
        }
        #expect(own.isEmpty, "\(own)")
    }

    /// Where a start after a kill finds itself.
    enum Machine: String, CaseIterable, Sendable {
        /// With all that the killed start left.
        case same
        /// The same, with shards in a staging folder.
        case staged
        /// Every second time without the state.
        case other
        /// Every second time without the staging folder, as after a restart of a machine that has it in memory.
        case losesStaging
    }

    /// `TORTURE_SEEDS=20` tries as many other moments.
    private static let seeds = Array(
        0..<(ProcessInfo.processInfo.environment["TORTURE_SEEDS"].flatMap { UInt64($0) } ?? 1))

    private func arguments(_ images: SmallImages, on machine: Machine) -> [String] {
        let isStaged = machine == .staged || machine == .losesStaging
        return arguments(images, isStaged ? ["--staging", images.folder.path("staging")] : [])
    }

    private func lose(_ machine: Machine, _ images: SmallImages) throws {
        let lost: String? =
            switch machine {
            case .same, .staged: nil
            case .other: "state"
            case .losesStaging: "staging"
            }
        let path = lost.map { images.folder.path($0) }
        if let path, FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
    }

    @Test("Killed again and again at random moments", arguments: Machine.allCases, seeds)
    func killed(on machine: Machine, seed: UInt64) throws {
        let keeps = machine == .same || machine == .staged
        let kills = machine == .same || machine == .other ? 50 : 25
        let images = try SmallImages(rows: kills * (keeps ? 100 : 60))
        let store = try StoreServer()
        var moments = SeededGenerator(state: 20_261_129 + seed)
        for kill in 0..<kills {
            let before = images.server.requests
            let tool = try RunningTool(arguments(images, on: machine), environment: store.environment)
            let moment = before + Int.random(in: 0..<110, using: &moments)
            while images.server.requests < moment, tool.process.isRunning { usleep(300) }
            usleep(UInt32.random(in: 0..<30_000, using: &moments))
            #expect(tool.process.isRunning, "the run ended before its kills")
            tool.send(SIGKILL)
            _ = tool.wait()
            if kill % 10 == 9 { try expectWholeShards(store) }
            if kill % 2 == 1 { try lose(machine, images) }
        }
        let last = try ToolRun(arguments(images, on: machine), environment: store.environment)
        #expect(last.exitCode == 0, "\(last.errors)")
        try expectWhole(images, store)
        let repeated = images.requests().reduce(0, +) - images.paths.count
        print(
            "torture in a store (\(machine.rawValue), \(seed)): \(repeated) rows of \(images.paths.count) fetched again"
        )
    }

    @Test("Killed at a random moment between a run's first and last step, and resumed", arguments: seeds)
    func killedAnywhere(seed: UInt64) throws {
        var random = SeededGenerator(state: 161_129 + seed)
        var longest: UInt32 = 1_500_000
        var ended = 0
        for round in 0..<20 {
            let images = try SmallImages(rows: 100)
            let store = try StoreServer()
            let machine = Machine.allCases[round % Machine.allCases.count]
            let begin = ContinuousClock.now
            let tool = try RunningTool(arguments(images, on: machine), environment: store.environment)
            usleep(UInt32.random(in: 0..<longest, using: &random))
            if !tool.process.isRunning {
                ended += 1
                longest = UInt32(clamping: (ContinuousClock.now - begin).components.attoseconds / 1_000_000_000_000)
                longest = max(300_000, longest)
            }
            tool.send(SIGKILL)
            _ = tool.wait()
            try expectWholeShards(store)
            try lose(machine, images)
            let last = try ToolRun(arguments(images, on: machine), environment: store.environment)
            #expect(last.exitCode == 0, "\(machine) \(round): \(last.errors)")
            try expectWhole(images, store)
        }
        print("torture in a store (\(seed)): \(ended) of 20 runs ended before their kill")
    }

    @Test("Killed between the parts of a large file, it leaves an upload that the next start ends; others' stay")
    func killedInParts() throws {
        let images = try SmallImages(rows: 100, size: 1500)
        let store = try StoreServer()
        for key in ["data/00003.parquet", "data/.img2shards/run.json", "data/notes.txt", "other/00001.tar"] {
            try store.beginUpload(key)
        }
        var words = arguments(images)
        words[words.firstIndex(of: "--number-sample-per-shard").map { $0 + 1 } ?? 0] = "100"
        words[words.firstIndex(of: "--memory-budget").map { $0 + 1 } ?? 0] = "64MiB"
        // The second part waits for its answer.
        try store.fault(1000, of: "PUT /out/data/00000.tar.*partNumber=2", .slowDown)
        let tool = try RunningTool(words, environment: store.environment)
        while try !store.requests().contains(where: { $0.query.contains("partNumber=2") }), tool.process.isRunning {
            usleep(10_000)
        }
        tool.send(SIGKILL)
        _ = tool.wait()
        #expect(try store.unfinishedUploads().contains("data/00000.tar"))
        #expect(try store.sizes(in: "out")["data/00000.tar"] == nil)
        try store.clearFaults()
        let last = try ToolRun(words, environment: store.environment)
        #expect(last.exitCode == 0, "\(last.errors)")
        #expect(try store.unfinishedUploads().sorted() == ["data/notes.txt", "other/00001.tar"])
        #expect(images.requests().allSatisfy { $0 == 1 })
        #expect(try store.sizes(in: "out")["data/00000.tar", default: 0] > 20 << 20)
    }

    @Test("A run that is stopped while it sends ends soon, and the next start sends the rest")
    func stopped() throws {
        let images = try SmallImages(rows: 100)
        let store = try StoreServer()
        try store.fault(100_000, of: "PUT /out/data/0000", .slowDown)
        let tool = try RunningTool(arguments(images), environment: store.environment)
        while try !store.requests().contains(where: { $0.path.hasSuffix(".tar") }), tool.process.isRunning {
            usleep(10_000)
        }
        let begin = ContinuousClock.now
        tool.send(SIGINT)
        let stopped = tool.wait()
        #expect(stopped.exitCode == 130, "\(stopped.errors)")
        #expect(ContinuousClock.now - begin < .seconds(20))
        try store.clearFaults()
        let last = try ToolRun(arguments(images), environment: store.environment)
        #expect(last.exitCode == 0, "\(last.errors)")
        try expectWhole(images, store)
    }
}
