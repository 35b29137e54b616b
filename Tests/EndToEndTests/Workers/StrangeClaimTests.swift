// Entries among the workers' leases that no worker has written.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Strange entries among the leases of workers", .serialized)
struct StrangeClaimTests {
    /// One of each kind, where workers look for leases: of shards, of workers, of the dataset, of the plan.
    private func put(in claims: String) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: claims, withIntermediateDirectories: true)
        for name in ["shard-0.1", "worker-1-of-2.1", "dataset.1"] {
            #expect(mkfifo(claims + "/" + name, 0o600) == 0)
        }
        for name in ["shard-1.1", "dataset.2", "worker-2-of-2.1", "plan.1"] {
            try files.createDirectory(atPath: claims + "/" + name, withIntermediateDirectories: false)
        }
        for (name, target) in [("shard-2.1", "/dev/zero"), ("shard-3.1", "nowhere"), ("dataset.3", "..")] {
            try files.createSymbolicLink(atPath: claims + "/" + name, withDestinationPath: target)
        }
        for name in ["shard-4.1", "dataset.4", "not a lease at all"] {
            try Data("<html>".utf8).write(to: URL(filePath: claims + "/" + name))
        }
    }

    @Test("Workers make all shards, name what was in their way, and leave nothing behind")
    func ignored() throws {
        let fixture = try WorkerFixture(rows: 60)
        let claims = fixture.list.folder.path("out/.img2shards/claims")
        try put(in: claims)
        let tools = try (1...2).map { try fixture.start(["--part", "\($0)/2", "--limit", "60", "--lease", "20"]) }
        let runs = tools.map { $0.wait() }
        for run in runs { #expect(run.exitCode == 0, "\(run.errors)") }
        let said = runs.map(\.errors).joined()
        for name in [
            "shard-0.1 is no file", "shard-1.1 is no file", "shard-2.1 is no file", "shard-4.1 is not a lease",
        ] {
            #expect(said.contains("\(claims)/\(name): ignored"), "\(name)\n\(said)")
        }
        #expect(fixture.list.server.requests == 60)
        try fixture.expectAsByOneProcess(["--limit", "60"])
    }

    @Test("A file that may be a lease holds up its own shard alone, and is named while a worker waits for it")
    func waitsForOne() throws {
        let fixture = try WorkerFixture(rows: 60)
        let claims = fixture.list.folder.path("out/.img2shards/claims")
        try FileManager.default.createDirectory(atPath: claims, withIntermediateDirectories: true)
        try Data().write(to: URL(filePath: claims + "/shard-2.1"))
        let worker = try fixture.start(["--claim"])
        fixture.wait("the others are done") { fixture.done().count == 5 }
        fixture.wait("the file is named") { worker.errorsSoFar.contains("\(claims)/shard-2.1 is not a lease: waiting") }
        #expect(fixture.done().count == 5)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: claims + "/shard-2.1")
        let run = worker.wait()
        #expect(run.exitCode == 0, "\(run.errors)")
        try fixture.expectAsByOneProcess()
    }
}

@Suite(
    "Strange objects among the leases of workers in S3", .serialized,
    .enabled(if: StoreServer.isHere, "scripts/setup check installs moto where Python can be had"))
struct StrangeStoredClaimTests {
    @Test("Objects of any size that are no leases are ignored and named")
    func ignored() throws {
        let images = try SmallImages(rows: 40)
        let store = try StoreServer()
        let (small, large) = (images.folder.path("small"), images.folder.path("large"))
        try Data("<html>".utf8).write(to: URL(filePath: small))
        try Data(repeating: UInt8(ascii: "x"), count: 9 << 20).write(to: URL(filePath: large))
        let claims = "data/.img2shards/claims/"
        for name in ["shard-0.1", "worker-1-of-1.1", "dataset.1", "shard-3.1/inside"] {
            try store.put(small, as: claims + name, in: "out")
        }
        let empty = images.folder.path("empty")
        try Data().write(to: URL(filePath: empty))
        try store.put(empty, as: claims + "worker-other-1.1", in: "out")
        for name in ["shard-1.1", "dataset.2"] { try store.put(large, as: claims + name, in: "out") }
        var words = images.arguments("webdataset", ["--claim", "--order", "input"], samplesPerShard: 10)
        words[words.firstIndex(of: "--output-folder").map { $0 + 1 } ?? 0] = "s3://out/data"
        let run = try ToolRun(
            words + ["--state-folder", images.folder.path("state")], environment: store.environment)
        #expect(run.exitCode == 0, "\(run.errors)")
        for name in ["shard-0.1", "shard-1.1", "dataset.2"] {
            #expect(run.errors.contains("s3://out/\(claims)\(name) is not a lease: ignored"), "\(run.errors)")
        }
        #expect(run.errors.contains("the dataset is complete"), "\(run.errors)")
        #expect(!run.errors.contains("may be exceeded"), "the other workers could be looked at")
        #expect(try store.sizes(in: "out").keys.filter { $0.hasSuffix("_stats.json") }.count == 4)
    }
}
