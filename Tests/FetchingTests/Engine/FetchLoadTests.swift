// Many transfers at once: limits, connections, memory, the end.

import Foundation
import Ground
import SampleWeb
import Synchronization
import Testing

@testable import Fetching

@Suite("Fetching under load", .serialized)
struct FetchLoadTests {
    let server: SampleWebServer

    init() throws { server = try SampleWebServer() }

    @Test("Connections are kept and used again")
    func keepAlive() async throws {
        let urls = (0..<400).map { server.url("/bytes/100?_\($0)") }
        let results = try await fetch(urls, loopbackOptions { $0.perHostConnections = 4 })
        #expect(results.allSatisfy { $0.body?.count == 100 })
        // Four that are asked and three times as many that are watched; on a busy machine, where answers take longer than
        // a connection, some more.
        #expect(server.connectionsAccepted < 200)
    }

    @Test("Errors and redirects leave their connection usable")
    func keepAliveAfterErrors() async throws {
        let urls = (0..<100).map { server.url("/bytes/100?_\($0)&\($0 % 2 == 0 ? "status=404" : "redirect=1")") }
        _ = try await fetch(urls, loopbackOptions { $0.perHostConnections = 2 })
        #expect(server.connectionsAccepted < 75)
    }

    @Test("No host has more in flight than its limit")
    func perHost() async throws {
        let urls = (0..<200).map { server.url("/bytes/10?delay=20&_\($0)") }
        _ = try await fetch(urls, loopbackOptions { $0.perHostConnections = 5 })
        #expect(server.maximumRequestsInFlight == 5)
    }

    @Test("One host's rows in a row do not hold up the others")
    func fairness() async throws {
        let quick = try SampleWebServer()
        let box = ResultBox()
        let options = loopbackOptions {
            $0.perHostConnections = 2
            $0.timeout = .seconds(60)
        }
        let engine = try FetchEngine(options, budget: MemoryBudget(limitBytes: 64 << 20)) { box.add($0) }
        defer { engine.stop() }
        engine.submit((0..<1000).map { FetchRequest(id: 0, url: server.url("/bytes/1?hang&_\($0)")) })
        engine.submit((0..<100).map { FetchRequest(id: 1, url: quick.url("/bytes/1?_\($0)")) })
        await box.wait(for: 100)
        #expect(box.all.prefix(100).allSatisfy { $0.id == 1 })
    }

    @Test("Three thousand transfers are in flight on one thread")
    func thousands() async throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        // Both ends of every connection are in this process.
        let count = min(3000, Int(clamping: limit.rlim_cur) / 2 - 200)
        let options = loopbackOptions {
            $0.maximumInFlight = count
            $0.perHostConnections = count
            $0.timeout = .seconds(300)
            $0.deadline = .seconds(300)
        }
        let engine = try FetchEngine(options, budget: MemoryBudget(limitBytes: 1 << 30)) { _ in }
        defer { engine.stop() }
        engine.submit((0..<count * 2).map { FetchRequest(id: UInt64($0), url: server.url("/bytes/1?hang&_\($0)")) })
        let end = ContinuousClock.now + .seconds(60)
        while server.requestsInFlight < count, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
        #expect(server.requestsInFlight == count)
        #expect(engine.snapshot.inFlight == count)
        #expect(engine.snapshot.waiting == count)
    }

    @Test("No more than the largest number is in flight")
    func inFlight() async throws {
        let options = loopbackOptions {
            $0.maximumInFlight = 7
            $0.perHostConnections = 100
        }
        _ = try await fetch((0..<100).map { server.url("/bytes/10?delay=10&_\($0)") }, options)
        #expect(server.maximumRequestsInFlight == 7)
    }

    @Test("Bodies that nobody takes stop the sockets; giving them back starts them again")
    func backPressure() async throws {
        let budget = MemoryBudget(limitBytes: 4 << 20)
        let box = ResultBox()
        let options = loopbackOptions { $0.maximumInFlight = 64 }
        let engine = try FetchEngine(options, budget: budget) { box.add($0) }
        defer { engine.stop() }
        let most = Atomic<Int>(0)
        engine.submit((0..<60).map { FetchRequest(id: UInt64($0), url: server.url("/bytes/1000000?_\($0)")) })
        await box.wait(for: 1)
        // Nothing is taken until all sockets rest: with the budget spent, not even one at a time may go on.
        var resting = engine.snapshot
        while resting.finished < 60, resting.inFlight > resting.paused || budget.used < 2 << 20 {
            await Task.yield()
            resting = engine.snapshot
        }
        #expect(resting.finished < 60)
        var delivered = 0
        while delivered < 60 {
            most.max(budget.used, ordering: .relaxed)
            delivered += box.drop()
            await Task.yield()
        }
        #expect(most.load(ordering: .relaxed) < 12 << 20)
        engine.stop()
        #expect(budget.used == 0)
    }

    @Test("Bodies far beyond their expected size are bounded while they are received")
    func hostileGrowth() async throws {
        let budget = MemoryBudget(limitBytes: 8 << 20)
        let box = ResultBox()
        let options = loopbackOptions {
            $0.maximumBodyBytes = 4 << 20
            $0.timeout = .seconds(20)
        }
        let engine = try FetchEngine(options, budget: budget) { box.add($0) }
        defer { engine.stop() }
        // 48 of them would come to 192 MiB.
        engine.submit((0..<48).map { FetchRequest(id: UInt64($0), url: server.url("/bytes/1000?endless&_\($0)")) })
        let most = Mutex(0)
        let watch = Task {
            while !Task.isCancelled {
                most.withLock { $0 = max($0, budget.used) }
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        await box.wait(for: 48)
        watch.cancel()
        #expect(box.all.allSatisfy { $0.error?.category == .tooLarge })
        #expect(most.withLock { $0 } < 24 << 20)
        engine.stop()
        #expect(budget.used == 0)
    }

    @Test("Stopping cancels everything within a second and delivers nothing more")
    func stop() async throws {
        let box = ResultBox()
        let options = loopbackOptions {
            $0.timeout = .seconds(60)
            $0.perHostConnections = 500
        }
        let budget = MemoryBudget(limitBytes: 64 << 20)
        let engine = try FetchEngine(options, budget: budget) { box.add($0) }
        engine.submit([FetchRequest(id: 1, url: server.url("/bytes/1"))])
        engine.submit((0..<2000).map { FetchRequest(id: 0, url: server.url("/bytes/1?hang&_\($0)")) })
        await box.wait(for: 1)
        let start = ContinuousClock.now
        engine.stop()
        #expect(ContinuousClock.now - start < .seconds(1))
        #expect(box.count == 1)
        engine.submit([FetchRequest(id: 2, url: server.url("/bytes/1"))])
        #expect(box.count == 1)
        #expect(budget.used == 0 || box.all[0].body != nil)
        engine.stop()
    }

    @Test("The snapshot counts what happened")
    func snapshot() async throws {
        let box = ResultBox()
        let engine = try FetchEngine(loopbackOptions(), budget: MemoryBudget(limitBytes: 64 << 20)) { box.add($0) }
        defer { engine.stop() }
        engine.submit((0..<20).map { FetchRequest(id: 0, url: server.url("/bytes/1000?redirect=1&_\($0)")) })
        await box.wait(for: 20)
        // The numbers are published at the end of the turn that delivered the last result.
        while engine.snapshot.finished < 20 { await Task.yield() }
        let snapshot = engine.snapshot
        #expect(snapshot.inFlight == 0)
        #expect(snapshot.waiting == 0)
        #expect(snapshot.redirects == 20)
        #expect(snapshot.receivedBytes == 20_000)
        #expect(snapshot.connections >= 1)
    }
}
