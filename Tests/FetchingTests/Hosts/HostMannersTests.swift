// How hosts are treated over real sockets: rates, rests, giving up.

import Fetching
import Ground
import SampleWeb
import Testing

@Suite("Manners towards hosts")
struct HostMannersTests {
    let server: SampleWebServer

    init() throws { server = try SampleWebServer() }

    /// A name for the server that is another host to the engine.
    private func url(_ path: String, host: String) -> String { server.url(path, host: "\(host).localhost") }

    @Test("A rate spreads the requests to one host, and another host does not wait for them")
    func rate() async throws {
        let options = loopbackOptions { $0.perHostRate = 25 }
        let slow = (0..<8).map { url("/bytes/1?_\($0)", host: "slow") }
        let others = (0..<30).map { url("/bytes/1", host: "other\($0)") }
        let start = ContinuousClock.now
        let results = try await fetch(slow + others, options)
        // Seven steps of 40 ms; being slower than that is the machine's matter.
        #expect(ContinuousClock.now - start >= .milliseconds(250))
        #expect(results.allSatisfy { $0.body?.count == 1 })
    }

    @Test("A URL that asks for a rest gets it, and no other waits for it")
    func ownRest() async throws {
        let box = ResultBox()
        let options = loopbackOptions {
            $0.retries = 1
            $0.perHostConnections = 1
        }
        let engine = try FetchEngine(options, budget: MemoryBudget(limitBytes: 64 << 20)) { box.add($0) }
        defer { engine.stop() }
        let busy = url("/bytes/3?status=429&header=Retry-After:1&first=1", host: "busy")
        let others = (0..<5).map { FetchRequest(id: 1, url: url("/bytes/3?_\($0)", host: "busy")) }
        engine.submit([FetchRequest(id: 0, url: busy)] + others)
        await box.wait(for: 6)
        let results = box.all
        #expect(results.allSatisfy { $0.body?.count == 3 })
        #expect(results.prefix(5).allSatisfy { $0.id == 1 })
        let first = try #require(results.first { $0.id == 0 })
        #expect(first.attempts == 2)
        #expect(first.duration >= .seconds(1))
    }

    @Test("A host all of whose URLs ask for a rest gets it, and nobody else waits")
    func rest() async throws {
        let options = loopbackOptions { $0.retries = 1 }
        let busy = (0..<8).map { url("/bytes/3?status=503&header=Retry-After:1&first=1&_\($0)", host: "busy") }
        let others = (0..<50).map { url("/bytes/3?_\($0)", host: "other") }
        let results = try await fetch(busy + others, options)
        #expect(results.allSatisfy { $0.body?.count == 3 })
        #expect(results.prefix(8).allSatisfy { $0.attempts == 2 && $0.duration >= .seconds(1) })
        #expect(results.suffix(50).allSatisfy { $0.attempts == 1 })
    }

    @Test("A date far ahead fails its row; where all rows meet with it, those in line are not asked")
    func longWish() async throws {
        let options = loopbackOptions {
            $0.retries = 2
            $0.perHostConnections = 1
        }
        let wish = "status=503&header=Retry-After:Wed,%2001%20Jan%202070%2000:00:00%20GMT"
        let away = (0..<40).map { url("/bytes/3?\(wish)&_\($0)", host: "away") }
        let one = [url("/bytes/3?\(wish)", host: "one")] + (0..<20).map { url("/bytes/3?_\($0)", host: "one") }
        let results = try await fetch(away + one, options)
        let own = results.prefix(40).filter { $0.error?.message == "HTTP Error 503: Service Unavailable" }
        #expect(!own.isEmpty && own.count < 10)
        #expect(own.allSatisfy { $0.attempts == 1 })
        let givenUp = results.prefix(40).filter {
            $0.error?.message == "The host was given up for a while: HTTP Error 503: Service Unavailable"
        }
        #expect(givenUp.count == 40 - own.count)
        #expect(results[40].error?.httpStatus == 503)
        #expect(results.suffix(20).allSatisfy { $0.body?.count == 3 })
    }

    @Test("URLs that are refused for ever keep no other of their host waiting, and fail with their own reason")
    func badURLs() async throws {
        for bad in ["status=429", "status=503&header=Retry-After:1", "reset=start", "close=start"] {
            let urls = (0..<120).map { url("/bytes/3?\($0 < 72 ? bad + "&" : "")_\($0)", host: "some") }
            let results = try await fetch(urls, loopbackOptions { $0.retries = 1 })
            #expect(results.suffix(48).allSatisfy { $0.body?.count == 3 }, "\(bad)")
            let others = results.prefix(72)
            #expect(others.allSatisfy { $0.error != nil && $0.error?.category != .hostGivenUp }, "\(bad)")
            #expect(others.allSatisfy { $0.attempts == 2 }, "\(bad)")
        }
    }

    @Test("Where nothing listens a few attempts are made for five thousand rows, and no other host suffers")
    func refusedHost() async throws {
        let dead = (0..<5000).map { "http://127.0.0.1:1/\($0)" }
        let alive = (0..<200).map { url("/bytes/3?_\($0)", host: "alive") }
        let results = try await fetch(dead + alive, loopbackOptions { $0.retries = 2 })
        let attempts = results.prefix(5000).reduce(0) { $0 + $1.attempts }
        #expect(attempts < 300, "\(attempts)")
        let givenUp = results.prefix(5000).filter { $0.error?.category == .hostGivenUp }
        #expect(givenUp.count > 4700)
        #expect(
            givenUp.allSatisfy {
                $0.error?.message
                    == "The host was given up for a while: <urlopen error [Errno 111] Connection refused>"
                    && $0.error?.isRetriable == true && $0.error?.tallyWord == "host_given_up"
            })
        #expect(results.suffix(200).allSatisfy { $0.body?.count == 3 })
    }

    @Test("A host that never answers costs a few timeouts, not one for every row")
    func silentHost() async throws {
        let options = loopbackOptions {
            $0.timeout = .milliseconds(200)
            $0.retries = 1
        }
        let results = try await fetch((0..<2000).map { server.url("/bytes/3?hang&_\($0)") }, options)
        let timeouts = results.filter { $0.error?.category == .timeout }
        #expect(!timeouts.isEmpty && timeouts.count < 100, "\(timeouts.count)")
        #expect(results.filter { $0.error?.category == .hostGivenUp }.count == 2000 - timeouts.count)
        #expect(server.requests < 200)
    }

    @Test("A single row to a dead host has its own attempts and its own reason")
    func singleRow() async throws {
        let result = try await fetch("http://127.0.0.1:1/x", loopbackOptions { $0.retries = 1 })
        #expect(result.attempts == 2)
        #expect(result.error?.category == .connect)
    }

    @Test("Answers that are errors are no reason to give a host up")
    func answers() async throws {
        let results = try await fetch((0..<100).map { server.url("/bytes/3?status=404&_\($0)") })
        #expect(results.allSatisfy { $0.error?.httpStatus == 404 })
    }

    @Test("A host given up is probed when its time is over, and is itself again when it answers")
    func probe() async throws {
        let box = ResultBox()
        let options = loopbackOptions { $0.hostGivenUp = .seconds(2) }
        let engine = try FetchEngine(options, budget: MemoryBudget(limitBytes: 64 << 20)) { box.add($0) }
        defer { engine.stop() }
        // Where failures come one by one and never together, some 100 of them come before the first pause.
        var count = 1000
        engine.submit((0..<count).map { FetchRequest(id: 0, url: server.url("/bytes/3?close=start&_\($0)")) })
        await box.wait(for: count)
        #expect(box.all.contains { $0.error?.category == .hostGivenUp })
        repeat {
            engine.submit([FetchRequest(id: 1, url: server.url("/bytes/3?_\(count)"))])
            count += 1
            await box.wait(for: count)
        } while box.all.last?.error?.category == .hostGivenUp
        #expect(box.all.last?.body?.count == 3)
    }
}
