// The server on real sockets.

import Testing

@testable import SampleWeb

@Suite("The sample web's server")
struct SampleWebServerTests {
    private let server: SampleWebServer

    init() throws {
        server = try SampleWebServer()
    }

    private func client(patienceMilliseconds: Int = 10_000) throws -> TestClient {
        try TestClient(port: server.port, patienceMilliseconds: patienceMilliseconds)
    }

    @Test("An image comes whole, again and again on one connection")
    func image() throws {
        let client = try client()
        let path = "/image/500x375/photo/17.jpg"
        let first = try client.get(path)
        #expect(first.status == 200)
        #expect(first.headers["content-type"] == "image/jpeg")
        #expect(first.body.prefix(3) == [0xFF, 0xD8, 0xFF])
        #expect(first.body.suffix(2) == [0xFF, 0xD9])
        #expect(first.body.count > 50_000)
        #expect(try client.get(path).body == first.body)
        #expect(server.connectionsAccepted == 1)
        #expect(server.requests(for: path) == 2)
    }

    @Test("Requests sent at once are answered one after the other")
    func pipelined() throws {
        let client = try client()
        client.send("GET /bytes/3 HTTP/1.1\r\n\r\nGET /bytes/5?chunked=5 HTTP/1.1\r\n\r\nGET /by")
        #expect(try client.response().body.count == 3)
        #expect(try client.head().headers["transfer-encoding"] == "chunked")
        #expect(client.read(15)?.count == 15)
        client.send("tes/7 HTTP/1.1\r\n\r\n")
        #expect(try client.response().body.count == 7)
    }

    @Test("A body larger than any buffer comes whole")
    func large() throws {
        #expect(try client().get("/bytes/20000000").body.count == 20_000_000)
    }

    @Test("A delay holds the answer back and nobody else")
    func delay() throws {
        let slow = try client()
        let clock = ContinuousClock()
        let start = clock.now
        slow.ask("/bytes/1?delay=300")
        #expect(try client().get("/bytes/2").body.count == 2)
        #expect(try slow.response().status == 200)
        #expect(clock.now - start >= .milliseconds(300))
    }

    @Test("A dripping body takes its time")
    func drip() throws {
        let clock = ContinuousClock()
        let start = clock.now
        #expect(try client().get("/bytes/100?drip=20/25").body.count == 100)
        #expect(clock.now - start >= .milliseconds(100))
    }

    @Test("A stalled body stops, and the connection stays")
    func stall() throws {
        let client = try client(patienceMilliseconds: 150)
        client.ask("/bytes/100?stall=10")
        #expect(try client.head().headers["content-length"] == "100")
        #expect(client.rest() == .silent)
        #expect(client.takeInput().count == 10)
        #expect(server.requestsInFlight == 1)
    }

    @Test("A hanging request gets nothing at all")
    func hang() throws {
        let client = try client(patienceMilliseconds: 150)
        client.ask("/bytes/100?hang")
        #expect(client.rest() == .silent)
        #expect(client.takeInput().isEmpty)
    }

    @Test("A reset comes after the bytes asked for, or before any")
    func reset() throws {
        let late = try client()
        late.ask("/bytes/100?reset=10")
        _ = try late.head()
        #expect(late.rest() == .reset)
        #expect(late.takeInput().count == 10)
        let early = try client()
        early.ask("/bytes/100?reset=start")
        #expect(early.rest() == .reset)
        #expect(early.takeInput().isEmpty)
    }

    @Test("A close comes after the bytes asked for, before any, or after all")
    func close() throws {
        for (place, count) in [("start", 0), ("10", 10), ("end", 100)] {
            let client = try client()
            client.ask("/bytes/100?close=\(place)")
            if place != "start" { #expect(try client.head().headers["connection"] == nil) }
            #expect(client.rest() == .closed)
            #expect(client.takeInput().count == count)
        }
    }

    @Test("A length that is too large ends with a short body")
    func longerLength() throws {
        let client = try client()
        client.ask("/bytes/100?length=+5")
        #expect(try client.head().headers["content-length"] == "105")
        #expect(client.rest() == .closed)
        #expect(client.takeInput().count == 100)
    }

    @Test(
        "An endless body goes on until the client leaves, and others are served meanwhile", arguments: ["", "&chunked"])
    func endless(more: String) throws {
        let endless = try client()
        endless.ask("/bytes/10?endless\(more)")
        #expect(endless.read(3_000_000) != nil)
        #expect(try client().get("/bytes/2").body.count == 2)
        #expect(endless.read(3_000_000) != nil)
    }

    @Test("A redirect chain leads to the image")
    func redirects() throws {
        let client = try client()
        var target = "/image/64x48/photo/1.jpg?redirect=3"
        for _ in 0..<3 {
            let response = try client.get(target)
            #expect(response.status == 302)
            target = try #require(response.headers["location"])
        }
        #expect(try client.get(target).headers["content-type"] == "image/jpeg")
        #expect(server.requests(for: "/image/64x48/photo/1.jpg") == 4)
    }

    @Test("The first requests fail, then all succeed")
    func first() throws {
        let client = try client()
        let statuses = try (0..<4).map { _ in try client.get("/bytes/5?first=2&status=503").status }
        #expect(statuses == [503, 503, 200, 200])
    }

    @Test("A mistake in a fault is answered with what is wrong")
    func mistake() throws {
        let response = try client().get("/bytes/5?stauts=503")
        #expect(response.status == 400)
        #expect(String(decoding: response.body, as: UTF8.self).contains("stauts=503"))
    }

    @Test("Unknown paths are not found, other methods are refused, no HTTP is refused")
    func refusals() throws {
        #expect(try client().get("/nothing").status == 404)
        let posting = try client()
        posting.send("POST /page HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc")
        #expect(try posting.response().status == 405)
        let babbling = try client()
        babbling.send("blah\r\n\r\n")
        #expect(try babbling.response().status == 400)
        let chatty = try client()
        chatty.send("GET /page HTTP/1.1\r\n")
        for _ in 0..<70 { chatty.send("X: " + String(repeating: "y", count: 1000) + "\r\n") }
        #expect(try chatty.head().status == 431)
    }

    @Test("A head request gets no body")
    func headRequest() throws {
        let client = try client()
        client.ask("/bytes/100", method: "HEAD")
        #expect(try client.response(hasBody: false).headers["content-length"] == "100")
        #expect(try client.get("/bytes/4").body.count == 4)
    }

    @Test("A route answers as programmed, faults of the URL on top, until it is taken away")
    func routes() throws {
        let client = try client()
        server.route("/x", response: try ScriptedResponse(.text("hi"), contentType: "a/b", faults: "header=X-A:1"))
        let response = try client.get("/x?status=201")
        #expect(response.status == 201)
        #expect(response.headers["content-type"] == "a/b")
        #expect(response.headers["x-a"] == "1")
        #expect(response.body == Array("hi".utf8))
        server.route("/x", response: nil)
        #expect(try client.get("/x").status == 404)
        #expect(server.requests(for: "/x") == 2)
        #expect(server.requests(for: "/x?status=201") == 1)
    }

    @Test("The last request of a path can be looked at")
    func lastRequest() throws {
        _ = try client().get("/page?_=1", headers: ["User-Agent: one"])
        _ = try client().get("/page?_=2", headers: ["User-Agent: img2shards/1 (test: yes)"])
        let request = try #require(server.lastRequest(for: "/page"))
        #expect(request.requestLine == "GET /page?_=2 HTTP/1.1")
        #expect(request.header("user-agent") == "img2shards/1 (test: yes)")
        #expect(request.header("cookie") == nil)
        #expect(server.lastRequest(for: "/other") == nil)
    }

    @Test("Connections and requests at once are counted")
    func counts() throws {
        let clients = try (0..<20).map { _ in try client() }
        for client in clients { client.ask("/bytes/1?stall=0") }
        for client in clients { #expect(try client.head().status == 200) }
        #expect(server.connectionsAccepted == 20)
        #expect(server.maximumOpenConnections == 20)
        #expect(server.maximumRequestsInFlight == 20)
        #expect(server.requests(for: "/bytes/1") == 20)
    }

    @Test("A thousand connections wait at once and are all answered")
    func thousand() throws {
        #expect(OpenFileLimit.raise() > 3000)
        let clients = try (0..<1000).map { _ in try client() }
        for client in clients { client.ask("/bytes/1?delay=500") }
        for client in clients { #expect(try client.response().body.count == 1) }
        #expect(server.maximumOpenConnections == 1000)
    }

    @Test("Stopping ends every connection and frees the port")
    func stop() throws {
        let client = try client()
        client.ask("/bytes/1?hang")
        #expect(try self.client().get("/bytes/1").status == 200)
        server.stop()
        #expect(client.rest() != .silent)
        var options = SampleWebOptions()
        options.port = server.port
        let next = try SampleWebServer(options)
        #expect(next.port == server.port)
    }

    @Test("A port that is taken is an error that names it")
    func takenPort() throws {
        var options = SampleWebOptions()
        options.port = server.port
        let error = #expect(throws: SampleWebError.self) { try SampleWebServer(options) }
        #expect(error?.detail.contains("\(server.port)") == true)
    }
}
