// Where a URL from a stranger may lead: on real sockets, with 127.0.0.1 in the part of the internet and
// 127.0.0.2 in the part of a private network.

import SampleNames
import SampleWeb
import Testing
import URLs

@testable import Fetching

@Suite("Address security", .serialized)
struct AddressSecurityTests {
    /// Taken for public.
    let outside: SampleWebServer
    /// Private; nobody may ever connect to it. Listens on the same port.
    let inside: SampleWebServer

    init() throws {
        outside = try SampleWebServer()
        var options = SampleWebOptions()
        options.address = "127.0.0.2"
        options.port = outside.port
        inside = try SampleWebServer(options)
    }

    private func options(_ names: SampleNameServer?, _ change: (inout FetchOptions) -> Void = { _ in }) -> FetchOptions
    {
        loopbackOptions {
            $0.allowsPrivateAddresses = false
            $0.addressesTakenForPublic = [.v4(0x7F00_0001)]
            if let names { $0.dnsServers = [names.place] }
            change(&$0)
        }
    }

    @Test("A name that is public first and private later is refused then, whatever is still open to it")
    func rebinding() async throws {
        let names = try SampleNameServer("*=127.0.0.1,ttl=0")
        let box = ResultBox()
        // One name is remembered: the second name makes the first be asked for again.
        let engine = try FetchEngine(
            options(names) { $0.maximumCachedNames = 1 }, budget: MemoryBudget(limitBytes: 64 << 20)
        ) { box.add($0) }
        defer { engine.stop() }
        func ask(_ host: String) async {
            let count = box.count
            engine.submit([FetchRequest(id: UInt64(count), url: outside.url("/bytes/5", host: host))])
            await box.wait(for: count + 1)
        }
        await ask("evil.example")
        await ask("other.example")
        names.stop()
        var other = SampleNamesOptions()
        other.port = names.port
        other.rules = ["*=127.0.0.2,ttl=0"]
        let later = try SampleNameServer(other)
        await ask("evil.example")
        #expect(later.queries(for: "evil.example") > 0)
        #expect(box.all.map { $0.error?.category } == [nil, nil, .addressRefused])
        #expect(inside.connectionsAccepted == 0)
    }

    @Test("Of an answer with public and private addresses only the public ones are connected to")
    func mixed() async throws {
        let names = try SampleNameServer("*=127.0.0.2,10.0.0.1,127.0.0.1,169.254.169.254")
        let urls = (0..<20).map { outside.url("/bytes/5?_\($0)", host: "h\($0).example") }
        #expect(try await fetch(urls, options(names)).allSatisfy { $0.body?.count == 5 })
        #expect(inside.connectionsAccepted == 0)
    }

    @Test("A redirect to a name with a private address is refused, at the retry too")
    func redirectedName() async throws {
        let names = try SampleNameServer("inner.example=127.0.0.2", "*=127.0.0.1")
        let inner = "http://inner.example:\(outside.port)/bytes/5"
        let straight = outside.url("/bytes/5?redirect-to=\(inner)", host: "a.example")
        #expect(try await fetch(straight, options(names)).error?.category == .addressRefused)
        // 503 first, the redirect afterwards.
        let later = outside.url("/bytes/6?status=503&first=1", host: "b.example")
        let retried = try await fetch([later, straight + "&_2"], options(names) { $0.retries = 1 })
        #expect(retried.map { $0.error?.category } == [nil, .addressRefused])
        #expect(retried.map(\.attempts) == [2, 1])
        #expect(inside.connectionsAccepted == 0)
    }

    @Test("Every notation of an address is seen for what it is, in the list and by redirect")
    func notations() async throws {
        let hosts = [
            "127.0.0.2", "127.2", "2130706434", "0x7f000002", "017700000002", "127.0.0.2.", "%31%32%37.0.0.2",
            "１２７.0.0.2", "127。0。0。2", "localhost", "localhost.", "LOCALHOST", "a.localhost", "0.0.0.0", "0", "[::]",
            "[::1]", "[::127.0.0.2]", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "[64:ff9b::7f00:2]",
            "[2002:7f00:2::]", "[fe80::1]", "[fd00::1]", "169.254.169.254", "[::ffff:169.254.169.254]", "10.1.2.3",
        ]
        // Were localhost taken for public, its name would not be refused: nothing is.
        let strict = options(nil) { $0.addressesTakenForPublic = [] }
        let direct = try await fetch(hosts.map { inside.url("/bytes/1", host: $0) }, strict)
        for (host, result) in zip(hosts, direct) { #expect(result.error?.category == .addressRefused, "\(host)") }

        let names = try SampleNameServer("*=127.0.0.1")
        let byRedirect = hosts.filter {
            $0.utf8.allSatisfy { $0 < 0x80 } && !$0.contains("%") && !$0.lowercased().contains("localhost")
        }
        let urls = byRedirect.enumerated().map { index, host in
            let target = "http://\(host):\(inside.port)/x"
            return outside.url("/bytes/1?_\(index)&redirect-to=\(target)", host: "a.example")
        }
        for (host, result) in zip(byRedirect, try await fetch(urls, options(names))) {
            #expect(result.error?.category == .addressRefused, "\(host)")
        }
        #expect(inside.connectionsAccepted == 0)
    }

    @Test("A private address in the URL is refused in front of a proxy, too")
    func proxy() async throws {
        let strict = options(nil) { $0.proxy = "http://127.0.0.1:\(outside.port)" }
        let urls = ["http://169.254.169.254/latest/meta-data", "http://[::1]/", "http://2130706434/"]
        #expect(try await fetch(urls, strict).allSatisfy { $0.error?.category == .addressRefused })
        #expect(outside.requests == 0)
    }

    @Test(
        "Only http and https are reached, by redirect too",
        arguments: [
            "file:///etc/passwd", "ftp://127.0.0.2/x", "gopher://127.0.0.2:70/_x", "data:image/png;base64,AAAA",
            "javascript:0", "dict://127.0.0.2:11211/stat", "smb://127.0.0.2/x", "ws://127.0.0.2/x", "FILE:/etc/passwd",
        ])
    func schemes(_ url: String) async throws {
        let open = loopbackOptions()
        #expect(try await fetch(url, open).error?.category == .invalidURL)
        let redirected = try await fetch(outside.url("/bytes/1?redirect-to=\(url)"), open)
        #expect(redirected.error?.category == .redirect, "\(redirected)")
        #expect(redirected.body == nil)
    }
}
