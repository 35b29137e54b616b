// Names, from a name server of the test's own.

import SampleWeb
import Testing

@testable import Fetching

@Suite("Name resolution")
struct NameResolutionTests {
    let server: SampleWebServer

    init() throws { server = try SampleWebServer() }

    private func options(_ names: NameServer, _ change: (inout FetchOptions) -> Void = { _ in }) -> FetchOptions {
        loopbackOptions {
            $0.dnsServers = ["127.0.0.1:\(names.port)"]
            change(&$0)
        }
    }

    @Test("A thousand URLs of one host cost one look-up")
    func once() async throws {
        let names = try NameServer { _ in .address("127.0.0.1", lifetimeSeconds: 60) }
        defer { names.stop() }
        let urls = (0..<1000).map { server.url("/bytes/10?_\($0)", host: "images.example") }
        let results = try await fetch(urls, options(names))
        #expect(results.allSatisfy { $0.body?.count == 10 })
        #expect((1...2).contains(names.queries(for: "images.example")))
    }

    @Test("Many hosts are looked up at once, and each is asked for by its name")
    func many() async throws {
        let names = try NameServer { _ in .address("127.0.0.1", lifetimeSeconds: 60) }
        defer { names.stop() }
        let urls = (0..<600).map { server.url("/bytes/\($0 % 50)", host: "host\($0 % 300).example") }
        let results = try await fetch(urls, options(names) { $0.maximumLookUps = 40 })
        #expect(results.allSatisfy { $0.error == nil })
    }

    @Test("A name that does not exist is told in img2dataset's words, once for all")
    func unknown() async throws {
        let names = try NameServer { _ in .unknownName }
        defer { names.stop() }
        let results = try await fetch(Array(repeating: "http://nowhere.example/x", count: 50), options(names))
        #expect(results.allSatisfy { $0.error?.message == "<urlopen error [Errno -2] Name or service not known>" })
        #expect(results.allSatisfy { $0.error?.category == .dns && $0.error?.isRetriable == false })
        #expect(names.queries(for: "nowhere.example") <= 2)
    }

    @Test("A name server that fails, or is silent, is a temporary failure", arguments: [true, false])
    func temporary(_ isSilent: Bool) async throws {
        let names = try NameServer { _ in isSilent ? .silence : .serverFailure }
        defer { names.stop() }
        let error = try await fetch("http://images.example/x", options(names) { $0.timeout = .milliseconds(700) }).error
        #expect(error?.message == "<urlopen error [Errno -3] Temporary failure in name resolution>")
        #expect(error?.category == .dns)
        #expect(error?.isRetriable == true)
    }

    @Test("A query that is lost is sent again")
    func lost() async throws {
        let seen = TallyBox()
        let names = try NameServer { _ in
            seen.add()
            return seen.count <= 2 ? .silence : .address("127.0.0.1", lifetimeSeconds: 60)
        }
        defer { names.stop() }
        #expect(try await fetch(server.url("/bytes/5", host: "a.example"), options(names)).body?.count == 5)
    }

    @Test("A public name with a private address is refused, by redirect too")
    func rebinding() async throws {
        let names = try NameServer { _ in .address("127.0.0.1", lifetimeSeconds: 0) }
        defer { names.stop() }
        let strict = options(names) { $0.allowsPrivateAddresses = false }
        let error = try await fetch(server.url("/bytes/5", host: "evil.example"), strict).error
        #expect(error?.category == .addressRefused)
        #expect(server.connectionsAccepted == 0)
    }

    @Test("Hosts without an answer do not hold up the others")
    func silentHosts() async throws {
        let names = try NameServer { name in
            name.hasPrefix("dead") ? .silence : .address("127.0.0.1", lifetimeSeconds: 60)
        }
        defer { names.stop() }
        let box = ResultBox()
        let options = options(names) { $0.timeout = .seconds(60) }
        let engine = try FetchEngine(options, budget: MemoryBudget(limitBytes: 64 << 20)) { box.add($0) }
        defer { engine.stop() }
        engine.submit((0..<50).map { FetchRequest(id: UInt64($0), url: "http://dead\($0).example/") })
        engine.submit((0..<50).map { FetchRequest(id: 1000, url: server.url("/bytes/1", host: "live\($0).example")) })
        await box.wait(for: 50)
        #expect(box.all.prefix(50).allSatisfy { $0.id == 1000 && $0.error == nil })
    }

    @Test("A name is tried again after a temporary failure")
    func retry() async throws {
        let seen = TallyBox()
        let names = try NameServer { _ in
            seen.add()
            return seen.count <= 6 ? .serverFailure : .address("127.0.0.1", lifetimeSeconds: 60)
        }
        defer { names.stop() }
        let result = try await fetch(
            server.url("/bytes/5", host: "a.example"), options(names) { $0.retries = 4 })
        #expect(result.body?.count == 5)
    }
}
