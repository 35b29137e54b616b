// Several processes with fixed shares of one dataset.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Workers with shares", .serialized)
struct WorkerTests {
    @Test("Four processes write the dataset of one, to the byte, and the last completes it")
    func four() throws {
        let fixture = try WorkerFixture(rows: 200, delayMilliseconds: 5)
        let tools = try (1...4).map { try fixture.start(["--part", "\($0)/4", "--index", "wids"]) }
        let runs = tools.map { $0.wait() }
        for (place, run) in runs.enumerated() {
            #expect(run.exitCode == 0, "\(run.errors)")
            #expect(run.errors.contains("worker \(place + 1) of 4, every 4th shard"), "\(run.errors)")
        }
        #expect(runs.contains { $0.errors.contains("the dataset is complete") })
        #expect(fixture.list.server.requests == 200)
        let index = try fixture.list.folder.bytes(of: "out/indices/wids/shardindex.json")
        #expect(String(decoding: index, as: UTF8.self).components(separatedBy: "md5sum").count == 21)
        // The record is that of any complete dataset.
        let retry = try ToolRun(["retry", fixture.list.folder.path("out")])
        #expect(retry.errors.contains("nothing to retry"), "\(retry.errors)")
        let inspected = try ToolRun(["inspect", fixture.list.folder.path("out")])
        #expect(!(inspected.output + inspected.errors).contains("not complete"), "\(inspected.output)")
    }

    @Test("The shards of workers are those of one process, to the byte")
    func bytes() throws {
        let fixture = try WorkerFixture(rows: 120)
        let tools = try (0..<3).map {
            try fixture.start([], environment: ["SLURM_PROCID": "\($0)", "SLURM_NTASKS": "3"])
        }
        for tool in tools {
            let run = tool.wait()
            #expect(run.exitCode == 0, "\(run.errors)")
            #expect(run.errors.contains("by SLURM_PROCID), every 3rd shard"), "\(run.errors)")
        }
        try fixture.expectAsByOneProcess()
    }

    @Test("One that is killed and started again resumes to the sample; nothing else is fetched twice")
    func killed() throws {
        let fixture = try WorkerFixture(rows: 160, delayMilliseconds: 20)
        let words = { (part: Int) in ["--part", "\(part)/2", "--max-in-flight", "8"] }
        let first = try fixture.start(words(1))
        let second = try fixture.start(words(2))
        fixture.wait("some shards are done") { fixture.done().count >= 4 }
        first.send(SIGKILL)
        _ = first.wait()
        #expect(second.wait().exitCode == 0)
        let asked = fixture.list.server.requests
        let again = try ToolRun(fixture.arguments(words(1)))
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(again.errors.contains("the dataset is complete"), "\(again.errors)")
        // In flight, or fetched and not yet written.
        #expect(fixture.list.server.requests <= 160 + 30)
        #expect(fixture.list.server.requests > asked)
        try fixture.expectAsByOneProcess()
    }

    @Test("A worker whose shards are done ends at once, asks nobody, and changes nothing")
    func done() throws {
        let fixture = try WorkerFixture(rows: 60)
        #expect(try ToolRun(fixture.arguments(["--shards", "0,2-3"])).exitCode == 0)
        #expect(fixture.done() == ["00000_stats.json", "00002_stats.json", "00003_stats.json"])
        let requests = fixture.list.server.requests
        let again = try ToolRun(fixture.arguments(["--shards", "2,0"]))
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(again.errors.contains("nothing to do"), "\(again.errors)")
        #expect(fixture.list.server.requests == requests)
        #expect(try ToolRun(fixture.arguments(["--shards", "1,4,5"])).exitCode == 0)
        try fixture.expectAsByOneProcess()
    }

    @Test("Two starts as the same worker: the second is refused, and the message says who is there")
    func twice() throws {
        let fixture = try WorkerFixture(rows: 100, delayMilliseconds: 50)
        let first = try fixture.start(["--part", "1/2", "--max-in-flight", "4"])
        fixture.wait("the first has begun") { fixture.list.server.requests > 0 }
        let second = try ToolRun(fixture.arguments(["--part", "1/2"]))
        #expect(second.exitCode == 3, "\(second.errors)")
        #expect(second.errors.contains("worker 1-of-2 already writes to"), "\(second.errors)")
        #expect(second.errors.contains("process \(first.process.processIdentifier)"), "\(second.errors)")
        first.send(SIGTERM)
        let stopped = first.wait()
        #expect(stopped.exitCode == 75, "\(stopped.errors)")
        #expect(stopped.errors.contains("Run the same command again to resume"), "\(stopped.errors)")
    }

    @Test("Workers and a run of its own exclude each other; afterwards it resumes what they left")
    func ownRun() throws {
        let fixture = try WorkerFixture(rows: 100, delayMilliseconds: 20)
        let worker = try fixture.start(["--part", "1/2", "--max-in-flight", "4"])
        fixture.wait("the worker has begun") { fixture.list.server.requests > 6 }
        let refused = try ToolRun(fixture.arguments([]))
        #expect(refused.exitCode == 3)
        #expect(refused.errors.contains("workers write to"), "\(refused.errors)")
        #expect(refused.errors.contains("--part K/N or --claim"), "\(refused.errors)")
        worker.send(SIGTERM)
        #expect(worker.wait().exitCode == 75)
        let requests = fixture.list.server.requests
        let alone = try fixture.start(["--max-in-flight", "4"])
        fixture.wait("the run has begun") { fixture.list.server.requests > requests }
        let late = try ToolRun(fixture.arguments(["--part", "2/2"]))
        #expect(late.exitCode == 3)
        #expect(late.errors.contains("writes to \(fixture.list.folder.path("out")) alone"), "\(late.errors)")
        let run = alone.wait()
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(fixture.list.server.requests <= 100 + 20, "what the worker had is kept")
        try fixture.expectAsByOneProcess()
    }

    @Test("Other options than those of the first worker are refused")
    func otherOptions() throws {
        let fixture = try WorkerFixture(rows: 40)
        #expect(try ToolRun(fixture.arguments(["--part", "1/2"])).exitCode == 0)
        let other = try ToolRun(fixture.arguments(["--part", "2/2", "--image-size", "64"]))
        #expect(other.exitCode == 2)
        #expect(other.errors.contains("would mix two datasets"), "\(other.errors)")
        let overwrite = try ToolRun(fixture.arguments(["--part", "2/2", "--incremental-mode", "overwrite"]))
        #expect(overwrite.exitCode == 2)
        #expect(overwrite.errors.contains("for a run of its own"), "\(overwrite.errors)")
        #expect(fixture.done().count == 2)
    }

    @Test("A host sees no more of all workers together than its limit")
    func manners() throws {
        let fixture = try WorkerFixture(rows: 160, delayMilliseconds: 30)
        let tools = try (1...4).map {
            try fixture.start(["--part", "\($0)/4", "--per-host-connections", "8", "--max-in-flight", "32"])
        }
        for tool in tools { #expect(tool.wait().exitCode == 0) }
        #expect(fixture.list.server.maximumRequestsInFlight <= 8)
        #expect(fixture.list.server.requests == 160)
    }

    @Test("With --grace the transfers under way at SIGTERM are finished")
    func grace() throws {
        let fixture = try WorkerFixture(rows: 60, delayMilliseconds: 1500)
        let tool = try fixture.start(["--part", "1/2", "--max-in-flight", "5", "--grace", "30", "--timeout", "20"])
        fixture.wait("five are asked for") { fixture.list.server.requests >= 5 }
        tool.send(SIGTERM)
        let run = tool.wait()
        #expect(run.exitCode == 75, "\(run.errors)")
        #expect(fixture.list.server.requests == 5, "nothing new is asked for")
        let asked = fixture.list.server.requests
        let again = try ToolRun(fixture.arguments(["--shards", "0", "--timeout", "20"]))
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(fixture.list.server.requests == asked + 5, "what was under way is kept")
    }
}
