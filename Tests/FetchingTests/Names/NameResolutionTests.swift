// Names, from a name server of the test's own.

import Foundation
import SampleNames
import SampleWeb
import Testing

@testable import Fetching

@Suite("Name resolution")
struct NameResolutionTests {
    let server: SampleWebServer

    init() throws { server = try SampleWebServer() }

    private func options(
        _ names: SampleNameServer..., change: (inout FetchOptions) -> Void = { _ in }
    ) -> FetchOptions {
        loopbackOptions {
            $0.dnsServers = names.map(\.place)
            change(&$0)
        }
    }

    private func urls(_ count: Int, hosts: Int) -> [String] {
        (0..<count).map { server.url("/bytes/\($0 % 50)", host: "host\($0 % hosts).example") }
    }

    @Test("A thousand URLs of one host cost one look-up")
    func once() async throws {
        let names = try SampleNameServer("*=127.0.0.1")
        let urls = (0..<1000).map { server.url("/bytes/10?_\($0)", host: "images.example") }
        let results = try await fetch(urls, options(names))
        #expect(failures(results) == [:])
        #expect(results.allSatisfy { $0.body?.count == 10 })
        // More than one only where a busy machine let a query seem lost.
        #expect((1...4).contains(names.queries(for: "images.example", type: .a)))
    }

    @Test("Many hosts are looked up at once, and no server has more queries than it may")
    func many() async throws {
        let names = try SampleNameServer("*=127.0.0.1,delay=5-20")
        let results = try await fetch(urls(600, hosts: 300), options(names) { $0.maximumLookUps = 40 })
        #expect(failures(results) == [:])
        // Twice as many where a busy machine let queries seem lost.
        #expect(names.mostAtOnce <= 80)
    }

    @Test("A name that does not exist is reported in img2dataset's words, once for all")
    func unknown() async throws {
        let names = try SampleNameServer()
        let results = try await fetch(Array(repeating: "http://nowhere.example/x", count: 50), options(names))
        #expect(results.allSatisfy { $0.error?.message == "<urlopen error [Errno -2] Name or service not known>" })
        #expect(
            results.allSatisfy { $0.error?.category == .dns && $0.error?.isRetriable == false },
            "\(String(describing: results[0].error))")
        #expect((1...4).contains(names.queries(for: "nowhere.example", type: .a)))
    }

    @Test("A name without addresses lasts as a failure", arguments: ["nodata", "2001:db8::1"])
    func noAddress(_ word: String) async throws {
        let names = try SampleNameServer("*=" + word)
        let error = try await fetch("http://empty.example/x", options(names) { $0.asksIPv6 = false }).error
        #expect(error?.message == "<urlopen error [Errno -5] No address associated with hostname>")
        #expect(error?.isRetriable == false)
    }

    @Test(
        "A name server that fails, refuses or is silent is a temporary failure",
        arguments: ["servfail", "refused", "silence"])
    func temporary(_ word: String) async throws {
        let names = try SampleNameServer("*=" + word)
        let error = try await fetch("http://images.example/x", options(names) { $0.timeout = .milliseconds(700) }).error
        #expect(error?.message == "<urlopen error [Errno -3] Temporary failure in name resolution>")
        #expect(error?.category == .dns)
        #expect(error?.isRetriable == true)
    }

    @Test("A name server where nobody listens is a temporary failure, told before the time-out")
    func nobody() async throws {
        let place = try freePort()
        let error = try await fetch(
            "http://images.example/x",
            loopbackOptions {
                $0.dnsServers = ["127.0.0.1:\(place)"]
                $0.timeout = .seconds(2)
            }
        ).error
        #expect(error?.category == .dns && error?.isRetriable == true)
    }

    /// A port that was free a moment ago.
    private func freePort() throws -> UInt16 {
        let server = try SampleNameServer()
        defer { server.stop() }
        return server.port
    }

    @Test("A public name with a private address is refused, by redirect too")
    func rebinding() async throws {
        let names = try SampleNameServer("*=127.0.0.1,ttl=0")
        let strict = options(names) { $0.allowsPrivateAddresses = false }
        let error = try await fetch(server.url("/bytes/5", host: "evil.example"), strict).error
        #expect(error?.category == .addressRefused)
        #expect(server.connectionsAccepted == 0)
    }

    @Test("Hosts without an answer do not hold up the others")
    func silentHosts() async throws {
        let names = try SampleNameServer("live.example=127.0.0.1", "*.live.example=127.0.0.1", "*=silence")
        let box = ResultBox()
        let options = options(names) { $0.timeout = .seconds(60) }
        let engine = try FetchEngine(options, budget: MemoryBudget(limitBytes: 64 << 20)) { box.add($0) }
        defer { engine.stop() }
        engine.submit((0..<50).map { FetchRequest(id: UInt64($0), url: "http://dead\($0).example/") })
        engine.submit(
            (0..<50).map { FetchRequest(id: 1000, url: server.url("/bytes/1", host: "h\($0).live.example")) })
        await box.wait(for: 50)
        #expect(box.all.prefix(50).allSatisfy { $0.id == 1000 && $0.error == nil })
    }

    @Test("A name is tried again after a temporary failure")
    func retry() async throws {
        let names = try SampleNameServer("*=127.0.0.1,servfail,first=6")
        let result = try await fetch(
            server.url("/bytes/5", host: "a.example"), options(names) { $0.retries = 4 })
        #expect(result.body?.count == 5)
    }

    // MARK: - Losses, and several servers

    @Test("A fifth of the answers lost costs no image")
    func loss() async throws {
        let names = try SampleNameServer("*=127.0.0.1,loss=0.2")
        let results = try await fetch(urls(400, hosts: 400), options(names))
        #expect(failures(results) == [:])
        #expect(names.unanswered > 40)
    }

    @Test("The first of two servers dead costs no image, and only the first look-ups a wait")
    func deadServer() async throws {
        var silent = SampleNamesOptions()
        silent.isDead = true
        let dead = try SampleNameServer(silent)
        let names = try SampleNameServer("*=127.0.0.1")
        let box = ResultBox()
        let engine = try FetchEngine(options(dead, names), budget: MemoryBudget(limitBytes: 64 << 20)) { box.add($0) }
        defer { engine.stop() }
        let all = urls(400, hosts: 400).enumerated().map { FetchRequest(id: UInt64($0.offset), url: $0.element) }
        engine.submit(Array(all[..<300]))
        await box.wait(for: 300)
        let asked = dead.queries
        engine.submit(Array(all[300...]))
        await box.wait(for: 400)
        #expect(failures(box.all) == [:])
        // Probes come on top, fewer and fewer; each of the last hundred names would be a query otherwise.
        #expect(asked <= 2 * QueryLimit.first && dead.queries - asked <= 30)
    }

    @Test("A server that drops what is too much for it costs no image, and is spared soon")
    func overrun() async throws {
        var options = SampleNamesOptions()
        options.rules = ["*=127.0.0.1,delay=10"]
        options.maximumAtOnce = 24
        let names = try SampleNameServer(options)
        let results = try await fetch(urls(600, hosts: 600), self.options(names))
        #expect(failures(results) == [:])
        #expect(names.unanswered < 300, "\(names.unanswered) of \(names.queries)")
    }

    @Test("A name in the hosts file is not asked for")
    func hostsFile() async throws {
        let file = NSTemporaryDirectory() + "img2shards-hosts-\(UUID().uuidString)"
        try "127.0.0.1 own.example # ours\n".write(toFile: file, atomically: true, encoding: .utf8)
        defer { unlink(file) }
        let names = try SampleNameServer("*=127.0.0.1")
        let results = try await fetch(
            [server.url("/bytes/4", host: "own.example"), server.url("/bytes/4", host: "other.example")],
            options(names) { $0.hostsFile = file })
        #expect(results.allSatisfy { $0.body?.count == 4 })
        #expect(names.queries(for: "own.example") == 0 && names.queries(for: "other.example") > 0)
    }

    @Test("What one server cannot say, another is asked", arguments: ["servfail", "refused", "silence"])
    func other(_ word: String) async throws {
        let bad = try SampleNameServer("*=" + word)
        let good = try SampleNameServer("*=127.0.0.1")
        // A retry for what a busy machine answers too late, which leaves the failing server's word alone.
        let results = try await fetch(urls(300, hosts: 300), options(bad, good) { $0.retries = 3 })
        #expect(failures(results) == [:])
        #expect(bad.queries > 0 && good.queries >= 300)
    }

    @Test("An answer too long for UDP is fetched over TCP")
    func overTCP() async throws {
        let names = try SampleNameServer("*=127.0.0.1,cut")
        let results = try await fetch(urls(20, hosts: 10), options(names))
        #expect(failures(results) == [:])
        #expect(names.tcpQueries >= 10)
    }

    @Test("The counts tell lost queries from unknown names")
    func counts() async throws {
        let names = try SampleNameServer("*.gone.example=nxdomain", "*.example=127.0.0.1", "*=silence")
        let box = ResultBox()
        let options = options(names) { $0.timeout = .seconds(2) }
        let engine = try FetchEngine(options, budget: MemoryBudget(limitBytes: 64 << 20)) { box.add($0) }
        defer { engine.stop() }
        let hosts = (0..<5).map { "h\($0).gone.example" } + (0..<7).map { "h\($0).example" } + ["silent.test"]
        engine.submit(hosts.map { FetchRequest(id: 1, url: server.url("/bytes/1", host: $0)) })
        await box.wait(for: 13)
        // Counts of servers are published by the loop's next sweep at the latest.
        var snapshot = engine.snapshot
        for _ in 0..<100 where snapshot.unansweredLookUps == 0 || snapshot.nameServers.first?.lost ?? 0 == 0 {
            try await Task.sleep(for: .milliseconds(10))
            snapshot = engine.snapshot
        }
        #expect(snapshot.lookUps == 13 && snapshot.failedLookUps == 6)
        #expect(snapshot.unknownNames == 5 && snapshot.unansweredLookUps == 1)
        #expect(snapshot.nameServers.count == 1)
        #expect(snapshot.nameServers.first?.lost ?? 0 >= 1)
        #expect(snapshot.nameServers.first?.answered ?? 0 >= 12)
    }
}
