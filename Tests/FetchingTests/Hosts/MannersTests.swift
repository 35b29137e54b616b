// Manners on real sockets: referer, cookies, passwords; and URLs that need repair.

import SampleWeb
import Testing

@testable import Fetching

@Suite("Manners", .serialized)
struct MannersTests {
    let server: SampleWebServer

    init() throws { server = try SampleWebServer() }

    /// Fetches one URL after the other with one engine, each with its referer.
    private func fetchInTurn(_ rows: [(url: String, referer: String?)]) async throws -> [FetchResult] {
        let box = ResultBox()
        let engine = try FetchEngine(loopbackOptions(), budget: MemoryBudget(limitBytes: 1 << 24)) { box.add($0) }
        defer { engine.stop() }
        for (index, row) in rows.enumerated() {
            engine.submit([FetchRequest(id: UInt64(index), url: row.url, referer: row.referer)])
            await box.wait(for: index + 1)
        }
        return box.all
    }

    @Test("A row's referer goes with its own request, without what is private")
    func referer() async throws {
        let page = "https://user:secret@page.example/a b?c#d"
        _ = try await fetchInTurn([
            (server.url("/bytes/1"), page), (server.url("/bytes/2"), nil), (server.url("/bytes/3"), "file:///etc/x"),
            (server.url("/bytes/4"), "http://a.example/\nX-Evil: 1"), (server.url("/bytes/5"), "/relative"),
            (server.url("/bytes/6"), "http://a.example/" + String(repeating: "x", count: 8_192)),
            (server.url("/bytes/7"), " http://a.example \n"),
        ])
        #expect(server.lastRequest(for: "/bytes/1")?.header("Referer") == "https://page.example/a%20b?c")
        for path in 2...6 { #expect(server.lastRequest(for: "/bytes/\(path)")?.header("Referer") == nil, "\(path)") }
        #expect(server.lastRequest(for: "/bytes/4")?.header("X-Evil") == nil)
        #expect(server.lastRequest(for: "/bytes/7")?.header("Referer") == "http://a.example/")
    }

    @Test("A redirect to another server gets the page's server only, and nothing of https")
    func refererOfRedirect() async throws {
        let other = try SampleWebServer()
        _ = try await fetchInTurn([
            (server.url("/bytes/1?redirect=1"), "http://page.example:81/a?b"),
            (server.url("/bytes/9?redirect-to=\(other.url("/bytes/2"))"), "http://page.example:81/a?b"),
            (server.url("/bytes/9?redirect-to=\(other.url("/bytes/3"))"), "https://page.example/a?b"),
            (server.url("/bytes/9?redirect-to=\(other.url("/bytes/4"))"), other.url("/page?x")),
        ])
        #expect(server.lastRequest(for: "/bytes/1")?.header("Referer") == "http://page.example:81/a?b")
        #expect(other.lastRequest(for: "/bytes/2")?.header("Referer") == "http://page.example:81/")
        #expect(other.requests(for: "/bytes/3") == 1)
        #expect(other.lastRequest(for: "/bytes/3")?.header("Referer") == nil)
        #expect(other.lastRequest(for: "/bytes/4")?.header("Referer") == other.url("/page?x"))
    }

    @Test("A cookie is never sent back, neither to its server nor over a redirect")
    func cookies() async throws {
        let cookie = "header=Set-Cookie:id=1;%20Path=/"
        _ = try await fetchInTurn([
            (server.url("/bytes/1?\(cookie)"), nil), (server.url("/bytes/2?redirect=2&\(cookie)"), nil),
            (server.url("/bytes/3"), nil),
        ])
        #expect(server.requests == 5)
        for path in 1...3 { #expect(server.lastRequest(for: "/bytes/\(path)")?.header("Cookie") == nil) }
    }

    @Test("User and password are sent to their server, not to the one a redirect leads to, and are not told")
    func passwords() async throws {
        let other = try SampleWebServer()
        func url(_ path: String) -> String { "http://us@er:p%3Aw@" + server.url(path).dropFirst(7) }
        let results = try await fetchInTurn([
            (url("/bytes/1?redirect=1"), nil), (url("/bytes/9?redirect-to=\(other.url("/bytes/2"))"), nil),
            (server.url("/bytes/3"), nil), (url("/bytes/4?status=404"), nil),
        ])
        #expect(server.lastRequest(for: "/bytes/1")?.header("Authorization") == "Basic dXNAZXI6cDp3")
        #expect(other.requests(for: "/bytes/2") == 1)
        #expect(other.lastRequest(for: "/bytes/2")?.header("Authorization") == nil)
        #expect(server.lastRequest(for: "/bytes/3")?.header("Authorization") == nil)
        for result in results {
            let told = "\(result.finalURL ?? "") \(result.error?.message ?? "") \(result.error?.detail ?? "")"
            #expect(!told.contains("us@er") && !told.contains("us%40er") && !told.contains("p%3Aw"), "\(told)")
        }
    }

    @Test("URLs as found in the wild reach the server in a form it knows")
    func wild() async throws {
        let host = "127.0.0.1:\(server.port)"
        let rows = [
            (" HTTP://\(host)/bytes/1#top\n", "GET /bytes/1 HTTP/1.1"),
            ("http:\\\\\(host)\\x\\..\\bytes\\2", "GET /bytes/2 HTTP/1.1"),
            ("\"http://\(host)/bytes/3?_a&amp;_b é\"", "GET /bytes/3?_a&_b%20%C3%A9 HTTP/1.1"),
            ("//\(host)/bytes/4", "GET /bytes/4 HTTP/1.1"),
            ("http://0x7f.1:\(server.port)/bytes/5?_=100%", "GET /bytes/5?_=100% HTTP/1.1"),
            ("localhost.localhost:\(server.port)/bytes/6", "GET /bytes/6 HTTP/1.1"),
            ("http://１２７。0.0.1:\(server.port)/./bytes/7", "GET /bytes/7 HTTP/1.1"),
        ]
        let results = try await fetchInTurn(rows.map { ($0.0, nil) })
        for (index, (url, line)) in rows.enumerated() {
            #expect(results[index].body?.count == index + 1, "\(url): \(results[index].error?.message ?? "")")
            #expect(server.lastRequest(for: "/bytes/\(index + 1)")?.requestLine == line)
        }
    }

    @Test("An address in any form meets the policy")
    func oddAddresses() async throws {
        let options = loopbackOptions { $0.allowsPrivateAddresses = false }
        let hosts = ["0x7f.1", "2130706433", "0177.0.0.1", "127.1", "１２７.0.0.1", "%31%32%37.0.0.1", "[::ffff:7f00:1]"]
        let results = try await fetch(hosts.map { "http://\($0):\(server.port)/bytes/1" }, options)
        #expect(results.allSatisfy { $0.error?.category == .addressRefused })
        #expect(server.connectionsAccepted == 0)
    }
}
