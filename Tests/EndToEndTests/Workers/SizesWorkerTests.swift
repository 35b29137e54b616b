// Several processes that write one dataset in several sizes.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Workers that write several sizes", .serialized)
struct SizesWorkerTests {
    private let sizes = ["--image-size", "32,64", "--index", "wids"]

    /// Both sizes have every row once, and nothing of the workers is left.
    private func expectWhole(_ fixture: WorkerFixture) throws {
        for size in ["32", "64"] {
            let folder = fixture.list.folder.path("out/" + size)
            let verified = try ToolRun(["verify", folder, "--deep"])
            #expect(verified.exitCode == 0, "\(verified.output)\(verified.errors)")
            #expect(try WrittenDataset(folder).rows.count == fixture.rows)
            let state = try fixture.list.folder.names(in: "out/\(size)/.img2shards")
            #expect(Set(state).isDisjoint(with: ["workers", "claims", "claims-in"]), "\(size): \(state)")
        }
    }

    @Test("The one that ends first leaves the others' folders, and a start of the complete dataset succeeds")
    func ending() throws {
        let fixture = try WorkerFixture(rows: 120, delayMilliseconds: 20)
        let words = sizes + ["--claim", "--max-in-flight", "8"]
        let tools = try (0..<2).map { _ in try fixture.start(words) }
        for tool in tools {
            let run = tool.wait()
            #expect(run.exitCode == 0, "\(run.errors)")
        }
        let again = try ToolRun(fixture.arguments(words))
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(fixture.list.server.requests == 120)
        try expectWhole(fixture)
    }

    @Test("Who opens one of the sizes alone sees the workers that write it")
    func alone() throws {
        let fixture = try WorkerFixture(rows: 240, delayMilliseconds: 100)
        let worker = try fixture.start(sizes + ["--claim", "--max-in-flight", "2"])
        fixture.wait("it has begun") { fixture.list.server.requests >= 30 }
        let size = fixture.list.folder.path("out/64")
        let finish = try ToolRun(["finish", size])
        #expect(
            finish.exitCode == 1 && finish.output.contains("1 worker write to it"), "\(finish.output)\(finish.errors)")
        func start(_ more: [String]) throws -> ToolRun {
            try ToolRun(fixture.arguments(["--image-size", "64", "--index", "wids"] + more, output: "out/64"))
        }
        let own = try start([])
        #expect(own.exitCode == 3 && own.errors.contains("img2shards"), "\(own.errors)")
        // Shards that the worker holds are waited for.
        let other = try start(["--claim"])
        #expect(other.exitCode == 0, "\(other.errors)")
        let run = worker.wait()
        #expect(run.exitCode == 0, "\(run.errors)")
        let last = try ToolRun(fixture.arguments(sizes + ["--claim"]))
        #expect(last.exitCode == 0, "\(last.errors)")
        try expectWhole(fixture)
    }
}
