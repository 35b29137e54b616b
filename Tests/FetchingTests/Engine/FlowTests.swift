// What the loops have in flight, with real sockets: bandwidth, growth, the wish for more rows.

import Ground
import SampleWeb
import Synchronization
import Testing

@testable import Fetching

@Suite("Flow", .serialized)
struct FlowTests {
    let server: SampleWebServer

    init() throws { server = try SampleWebServer() }

    @Test("All transfers together read what the bandwidth allows, and waiting for it is no stall")
    func bandwidth() async throws {
        let other = try SampleWebServer()
        let box = ResultBox()
        let options = loopbackOptions {
            $0.maximumBytesPerSecond = 5_000_000
            // Half of what the first transfers take, 64 in turn.
            $0.timeout = .milliseconds(700)
        }
        let engine = try FetchEngine(options, budget: MemoryBudget(limitBytes: 256 << 20)) { box.add($0) }
        defer { engine.stop() }
        let start = ContinuousClock.now
        engine.submit(
            (0..<80).map {
                FetchRequest(id: UInt64($0), url: ($0 % 2 == 0 ? server : other).url("/bytes/100000?_\($0)"))
            })
        await box.wait(for: 80)
        let seconds = Double((ContinuousClock.now - start).inNanoseconds) / 1e9
        // A busy machine may keep a transfer waiting for its connection or first byte; that is not ours to see here.
        #expect(box.all.allSatisfy { $0.error == nil || ["connection", "first byte"].contains($0.error?.detail) })
        #expect(box.all.contains { $0.body?.count == 100_000 })
        // The last turn's bytes may not be published yet, which makes the mean no larger.
        #expect(Double(engine.snapshot.receivedBytes) / seconds < 5_000_000 * 1.12)
    }

    @Test("Encoded bodies, which cannot wait half-way, make the next transfers wait")
    func encodedBodies() async throws {
        let options = loopbackOptions {
            $0.maximumBytesPerSecond = 4_000_000
            $0.perHostConnections = 2
        }
        let start = ContinuousClock.now
        let results = try await fetch((0..<40).map { server.url("/bytes/100000?gzip&_\($0)") }, options)
        #expect(results.allSatisfy { $0.body?.count == 100_000 })
        // 4 MB less what may be read beyond at once.
        #expect(ContinuousClock.now - start > .milliseconds(800))
    }

    @Test("From a few to all that may be in flight while nothing answers")
    func growth() async throws {
        let options = loopbackOptions {
            $0.maximumInFlight = 700
            $0.perHostConnections = 1000
            $0.timeout = .seconds(60)
        }
        let engine = try FetchEngine(options, budget: MemoryBudget(limitBytes: 1 << 30)) { _ in }
        defer { engine.stop() }
        engine.submit((0..<1000).map { FetchRequest(id: UInt64($0), url: server.url("/bytes/1?hang&_\($0)")) })
        while engine.snapshot.inFlight < 700 { await Task.yield() }
        #expect(engine.snapshot.limit == 700)
    }

    @Test("With free slots and a host at its limit, further rows are asked for, and again after they came")
    func starving() async throws {
        let told = Atomic<Int>(0)
        let options = loopbackOptions {
            $0.perHostConnections = 2
            $0.timeout = .seconds(60)
        }
        let engine = try FetchEngine(
            options, budget: MemoryBudget(limitBytes: 64 << 20), starving: { told.add(1, ordering: .relaxed) }
        ) { _ in }
        defer { engine.stop() }
        engine.submit((0..<50).map { FetchRequest(id: 0, url: server.url("/bytes/1?hang&_\($0)")) })
        while engine.snapshot.inFlight < 2 || told.load(ordering: .relaxed) < 2 { await Task.yield() }
        let before = told.load(ordering: .relaxed)
        engine.submit((50..<100).map { FetchRequest(id: 0, url: server.url("/bytes/1?hang&_\($0)")) })
        while engine.snapshot.waiting < 98 || told.load(ordering: .relaxed) == before { await Task.yield() }
        #expect(engine.snapshot.inFlight == 2)
    }

    @Test("With every slot taken, nothing more is asked for")
    func notStarving() async throws {
        let told = Atomic<Int>(0)
        let options = loopbackOptions {
            $0.maximumInFlight = 3
            $0.timeout = .seconds(60)
        }
        let engine = try FetchEngine(
            options, budget: MemoryBudget(limitBytes: 64 << 20), starving: { told.add(1, ordering: .relaxed) }
        ) { _ in }
        defer { engine.stop() }
        engine.submit((0..<50).map { FetchRequest(id: 0, url: server.url("/bytes/1?hang&_\($0)")) })
        while engine.snapshot.inFlight < 3 { await Task.yield() }
        let before = told.load(ordering: .relaxed)
        let turns = engine.heartbeats[0].beat
        // More than a second's worth of sweeps would be 20 beats: a few are enough to see that it stays silent.
        while engine.heartbeats[0].beat < turns + 12 { await Task.yield() }
        #expect(told.load(ordering: .relaxed) == before)
    }
}
