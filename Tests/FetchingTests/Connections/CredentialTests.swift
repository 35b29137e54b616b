// Whom a password is sent to, and that nothing else is carried from one request to another.

import SampleNames
import SampleWeb
import Testing

@testable import Fetching

@Suite("Credentials")
struct CredentialTests {
    @Test("A password for one host is not sent to another")
    func redirects() async throws {
        let server = try SampleWebServer()
        let names = try SampleNameServer("*=127.0.0.1")
        let options = loopbackOptions { $0.dnsServers = [names.place] }
        func ask(_ path: String, _ target: String) async throws -> String? {
            let url = "http://me:secret@a.example:\(server.port)/bytes/5?redirect-to=\(target)"
            #expect(try await fetch(url, options).error == nil)
            return server.lastRequest(for: path)?.header("Authorization")
        }
        #expect(server.lastRequest(for: "/bytes/5") == nil)
        #expect(try await ask("/bytes/11", "http://b.example:\(server.port)/bytes/11") == nil)
        #expect(try await ask("/bytes/12", "//b.example:\(server.port)/bytes/12") == nil)
        #expect(try await ask("/bytes/13", "//other@b.example:\(server.port)/bytes/13")?.contains("c2VjcmV0") != true)
        #expect(try await ask("/bytes/14", "/bytes/14")?.hasPrefix("Basic ") == true)
        #expect(server.lastRequest(for: "/bytes/5")?.header("Authorization")?.hasPrefix("Basic ") == true)
        // The next URL of the same host, over the same connection.
        _ = try await fetch(server.url("/bytes/15", host: "a.example"), options)
        let last = try #require(server.lastRequest(for: "/bytes/15"))
        #expect(last.header("Authorization") == nil)
    }

    @Test("No cookie is kept")
    func cookies() async throws {
        let server = try SampleWebServer()
        let box = ResultBox()
        let engine = try FetchEngine(loopbackOptions(), budget: MemoryBudget(limitBytes: 1 << 24)) { box.add($0) }
        defer { engine.stop() }
        for (count, path) in ["/bytes/5?redirect=1&header=Set-Cookie:a=b", "/bytes/6"].enumerated() {
            engine.submit([FetchRequest(id: 0, url: server.url(path))])
            await box.wait(for: count + 1)
        }
        #expect(failures(box.all) == [:])
        for path in ["/bytes/5", "/bytes/6"] {
            let request = try #require(server.lastRequest(for: path))
            #expect(request.header("Cookie") == nil)
            #expect(request.header("Referer") == nil)
        }
    }
}
