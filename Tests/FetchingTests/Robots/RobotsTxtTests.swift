// robots.txt on real sockets.

import SampleWeb
import Testing

@testable import Fetching

@Suite("Robots.txt of a server", .serialized)
struct RobotsTxtTests {
    let server: SampleWebServer

    init() throws { server = try SampleWebServer() }

    private let respecting = loopbackOptions {
        $0.robotsTxt = .respect
        $0.timeout = .milliseconds(500)
    }

    private func robots(_ text: String, script: String = "") throws {
        server.route("/robots.txt", response: try ScriptedResponse(.text(text), faults: script))
    }

    @Test("robots.txt is asked for once, and what it disallows is not fetched")
    func respected() async throws {
        try robots("User-agent: *\nDisallow: /bytes/2\n")
        let results = try await fetch((0..<40).map { server.url("/bytes/\($0 % 4)?_=\($0)") }, respecting)
        #expect(server.requests(for: "/robots.txt") == 1)
        #expect(server.requests(for: "/bytes/2") == 0)
        for (index, result) in results.enumerated() {
            #expect(result.error?.message == (index % 4 == 2 ? "Disallowed by robots.txt" : nil))
        }
        #expect(results[2].error?.tallyWord == "robots_txt")
        #expect(results[2].attempts == 0)
    }

    @Test("By default nobody asks for robots.txt")
    func ignored() async throws {
        try robots("User-agent: *\nDisallow: /\n")
        #expect(try await fetch(server.url("/bytes/7")).body?.count == 7)
        #expect(server.requests == 1)
    }

    @Test("The group that names our token counts")
    func token() async throws {
        try robots("User-agent: *\nDisallow: /\n\nUser-agent: OurBot\nDisallow: /bytes/1\n")
        var options = respecting
        options.userAgentToken = "ourbot"
        let results = try await fetch([server.url("/bytes/1"), server.url("/bytes/2")], options)
        #expect(results.map { $0.error?.category } == [FetchError.Category.robotsTxt, nil])
        #expect(server.lastRequest(for: "/robots.txt")?.header("User-Agent")?.contains("ourbot") == true)
    }

    @Test(
        "Without a robots.txt all is allowed; where the server fails, nothing",
        arguments: [
            ("status=404", nil), ("status=403", nil), ("redirect=loop", nil),
            ("redirect=3", FetchError.Category.robotsTxt),
            ("redirect=6", nil), ("status=500", .robotsTxt), ("close=start", .robotsTxt), ("hang", .robotsTxt),
            ("gzip", .robotsTxt), ("header=X-Robots-Tag:noindex", .robotsTxt),
        ])
    func failures(_ script: String, _ category: FetchError.Category?) async throws {
        try robots("User-agent: *\nDisallow: /\n", script: script)
        let results = try await fetch([server.url("/bytes/1"), server.url("/bytes/2")], respecting)
        #expect(results.map { $0.error?.category } == [category, category], "\(results)")
    }

    @Test("A robots.txt that hangs holds up its own host alone, once, and is not tried again")
    func hanging() async throws {
        try robots("", script: "hang")
        let other = try SampleWebServer()
        var options = respecting
        options.retries = 3
        options.perHostConnections = 1
        let box = ResultBox()
        let engine = try FetchEngine(options, budget: MemoryBudget(limitBytes: 1 << 26)) { box.add($0) }
        defer { engine.stop() }
        let slow = (0..<20).map { FetchRequest(id: UInt64($0), url: server.url("/bytes/\($0)")) }
        let quick = (20..<40).map { FetchRequest(id: UInt64($0), url: other.url("/bytes/\($0)")) }
        engine.submit(slow + quick)
        await box.wait(for: 40)
        #expect(box.all.prefix(20).allSatisfy { $0.id >= 20 && $0.error == nil })
        #expect(box.all.suffix(20).allSatisfy { $0.error?.category == .robotsTxt })
        #expect(server.requests == 1)
        #expect(other.requests(for: "/robots.txt") == 1)
    }

    @Test("A robots.txt of any length is read to its limit, whatever --max-bytes is")
    func long() async throws {
        try robots("User-agent: *\nDisallow: /bytes/1\n", script: "endless")
        var options = respecting
        options.maximumBodyBytes = 1_000
        let results = try await fetch([server.url("/bytes/1"), server.url("/bytes/2")], options)
        #expect(results.map { $0.error?.category } == [FetchError.Category.robotsTxt, nil])
    }

    @Test("The server that a redirect leads to is asked, too")
    func redirected() async throws {
        let other = try SampleWebServer()
        other.route("/robots.txt", response: ScriptedResponse(.text("User-agent: *\nDisallow: /bytes/1")))
        let urls = [1, 2].map { server.url("/bytes/9?redirect-to=\(other.url("/bytes/\($0)"))") }
        let results = try await fetch(urls, respecting)
        #expect(results[0].error?.message == "Disallowed by robots.txt")
        #expect(results[1].body?.count == 2)
        #expect(other.requests(for: "/bytes/1") == 0)
        #expect(other.requests(for: "/robots.txt") == 1)
    }

    @Test("A server that is not there ends its rows with the reason itself")
    func noServer() async throws {
        let gone = try SampleWebServer()
        let url = gone.url("/bytes/1")
        gone.stop()
        #expect(try await fetch(url, respecting).error?.category == .connect)
    }
}
