// Processes that take shards as they are free.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Workers that claim shards", .serialized)
struct ClaimTests {
    private let words = ["--claim", "--lease", "2", "--max-in-flight", "8"]

    @Test("Three processes share the work, one more comes late, and each row is fetched once")
    func shared() throws {
        let fixture = try WorkerFixture(rows: 240, delayMilliseconds: 30)
        var tools = try (0..<3).map { _ in try fixture.start(words) }
        fixture.wait("some shards are done") { fixture.done().count >= 6 }
        tools.append(try fixture.start(words))
        for tool in tools {
            let run = tool.wait()
            #expect(run.exitCode == 0, "\(run.errors)")
        }
        #expect(fixture.list.server.requests == 240)
        try fixture.expectAsByOneProcess()
    }

    @Test("The shards of one that is killed are made by the others, from what it left")
    func killed() throws {
        let fixture = try WorkerFixture(rows: 240, delayMilliseconds: 30)
        let tools = try (0..<3).map { _ in try fixture.start(words) }
        fixture.wait("some shards are done") { fixture.done().count >= 4 }
        tools[0].send(SIGKILL)
        _ = tools[0].wait()
        for tool in tools.dropFirst() {
            let run = tool.wait()
            #expect(run.exitCode == 0, "\(run.errors)")
        }
        #expect(fixture.list.server.requests <= 240 + 30)
        try fixture.expectAsByOneProcess()
    }

    @Test("One that is stopped beyond its lease loses its shards, and harms nothing when it wakes")
    func stopped() throws {
        let fixture = try WorkerFixture(rows: 160, delayMilliseconds: 30)
        let sleeper = try fixture.start(words)
        fixture.wait("it has begun") { fixture.list.server.requests >= 20 }
        sleeper.send(SIGSTOP)
        let other = try fixture.start(words)
        let run = other.wait()
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(fixture.done().count == fixture.shards)
        let bytes = try fixture.done().map { try fixture.list.folder.bytes(of: "out/" + $0) }
        sleeper.send(SIGCONT)
        let woken = sleeper.wait()
        #expect(woken.exitCode == 0, "\(woken.errors)")
        let isUnchanged = try bytes == fixture.done().map { try fixture.list.folder.bytes(of: "out/" + $0) }
        #expect(isUnchanged)
        try fixture.expectAsByOneProcess()
    }

    @Test(
        "One that is stopped beyond its lease and wakes while its next start makes its shards spoils none of them",
        arguments: [["--claim"], ["--part", "1/2"]])
    func wokenBesideNextStart(share: [String]) throws {
        let fixture = try WorkerFixture(rows: 160, delayMilliseconds: 150)
        let common = ["--lease", "2", "--max-in-flight", "8"]
        let sleeper = try fixture.start(share + common)
        fixture.wait("it has begun") { !fixture.done().isEmpty }
        sleeper.send(SIGSTOP)
        // The lease ends while nothing happens: that is what is waited for.
        sleep(6)
        let asked = fixture.list.server.requests
        let next = try fixture.start(share + common)
        fixture.wait("the next start makes shards") { fixture.list.server.requests >= asked + 10 }
        sleeper.send(SIGCONT)
        #expect([0, 75].contains(sleeper.wait().exitCode))
        let run = next.wait()
        #expect(run.exitCode == 0, "\(run.errors)")
        let last = try ToolRun(fixture.arguments(["--claim"]))
        #expect(last.exitCode == 0, "\(last.errors)")
        try fixture.expectAsByOneProcess()
    }

    @Test("One that is stopped while it publishes a shard, and wakes later, replaces no file of who made it then")
    func stoppedWhilePublishing() throws {
        var (fixture, sleeper) = try startStoppedWhilePublishing()
        // A busy machine may miss the moment in all shards of a run.
        for _ in 0..<5 where !fixture.isPublishing { (fixture, sleeper) = try startStoppedWhilePublishing() }
        try #require(fixture.isPublishing, "stopped between two files of a shard")
        let run = try fixture.start(words).wait()
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(fixture.done().count == fixture.shards)
        let files = {
            try fixture.list.folder.names(in: "out").filter { !$0.hasPrefix(".") }
                .map { try fixture.list.folder.bytes(of: "out/" + $0) }
        }
        let before = try files()
        sleeper.send(SIGCONT)
        let woken = sleeper.wait()
        #expect(woken.exitCode == 0, "\(woken.errors)")
        let isUnchanged = try before == files()
        #expect(isUnchanged)
        try fixture.expectAsByOneProcess()
    }

    /// A worker that is stopped between the first file of a shard and its last, if it could be.
    private func startStoppedWhilePublishing() throws -> (WorkerFixture, RunningTool) {
        let fixture = try WorkerFixture(rows: 160, delayMilliseconds: 30)
        let sleeper = try fixture.start(words)
        while sleeper.process.isRunning {
            guard fixture.isPublishing else { continue }
            sleeper.send(SIGSTOP)
            usleep(20_000)
            if fixture.isPublishing { break }
            // A little too late: the next shard.
            sleeper.send(SIGCONT)
        }
        return (fixture, sleeper)
    }

    @Test("One that is ended by SIGTERM leaves its shards at once, and its samples to who takes them")
    func terminated() throws {
        let fixture = try WorkerFixture(rows: 60, delayMilliseconds: 30)
        let first = try fixture.start(["--claim", "--max-in-flight", "8"])
        fixture.wait("it has begun") { fixture.list.server.requests >= 15 }
        first.send(SIGTERM)
        #expect(first.wait().exitCode == 75)
        let second = try ToolRun(fixture.arguments(["--part", "1/2"]))
        #expect(second.exitCode == 0, "\(second.errors)")
        let third = try ToolRun(fixture.arguments(["--claim"]))
        #expect(third.exitCode == 0, "\(third.errors)")
        #expect(fixture.list.server.requests <= 60 + 20)
        try fixture.expectAsByOneProcess()
    }
}
