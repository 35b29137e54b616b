// The server over real sockets: ordinary requests, and those that would hold or fill it.

import Foundation
import Ground
import LocalServer
import Synchronization
import TestSupport
import Testing

@Suite(.serialized) struct ServerTests {
    /// Runs a body that blocks with a server; the server is stopped afterwards.
    private func serving(
        limits: ServerLimits = ServerLimits(),
        handler: @escaping LocalServer.Handler = { request in
            .text("\(request.method) /\(request.path.joined(separator: "/")) \(request.body.count)", status: 200)
        },
        _ body: @escaping @Sendable (LocalServer) throws -> Void
    ) async throws {
        try await LocalRequest.waiting {
            let server = try LocalServer(
                ListenAddress(loopbackPort: 0), rules: AccessRules(token: nil), threads: 2, limits: limits,
                handler: handler)
            defer { server.stop() }
            try body(server)
        }
    }

    private static let head = "Host: localhost\r\n\r\n"
    private static let get = "GET /a%20b HTTP/1.1\r\n" + head
    private static let answered = "GET /a b 0\n"

    /// Whether a visitor gets an answer.
    private static func isOpen(_ server: LocalServer) throws -> Bool {
        let client = try OpenSocket(port: server.address.port)
        client.send(get)
        return client.receive(until: answered).contains(answered)
    }

    @Test("Requests of one connection are answered one after the other, those that came together too") func together()
        async throws
    {
        try await serving { server in
            let client = try OpenSocket(port: server.address.port)
            client.send(Self.get + "HEAD /x HTTP/1.1\r\n" + Self.head + "OPTIONS / HTTP/1.1\r\n" + Self.head + Self.get)
            let answers = client.receive(until: "\r\n\r\n" + Self.answered + "HTTP/1.1 200")
            client.send("GET /last HTTP/1.1\r\nConnection: close\r\n" + Self.head)
            let all = answers + client.receive()
            #expect(all.components(separatedBy: "HTTP/1.1 ").count == 6, "\(all)")
            // HEAD gets the length of what GET would get and no body, 204 neither.
            #expect(all.contains("Content-Length: 10\r\n"))
            let empty = all.components(separatedBy: "HTTP/1.1 ").filter { $0.hasPrefix("204") }
            #expect(empty.count == 1 && empty.allSatisfy { $0.hasSuffix("\r\n\r\n") && !$0.contains("Content-Length") })
            #expect(all.hasSuffix("GET /last 0\n"))
        }
    }

    @Test(
        "What is no request is refused, and ends its connection",
        arguments: [
            ("\r\n\r\n", 400), ("GET /\r\n\r\n", 400), ("GET  / HTTP/1.1\r\n" + head, 400),
            ("GET / HTTP/2.0\r\n" + head, 505), ("GET http://localhost/ HTTP/1.1\r\n" + head, 400),
            ("G\u{0}T / HTTP/1.1\r\n" + head, 400), ("GET / HTTP/1.1\nHost: localhost\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\r\n" + head, 400), ("GET / HTTP/1.1\r\n folded\r\n" + head, 400),
            ("GET / HTTP/1.1\r\nno colon\r\n" + head, 400), ("GET / HTTP/1.1\r\nName : x\r\n" + head, 400),
            ("POST / HTTP/1.1\r\nContent-Length: -1\r\n" + head, 400),
            ("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n" + head, 400),
            ("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n" + head, 400),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + head, 411),
            ("POST / HTTP/1.1\r\nContent-Length: 1\r\n" + head, 413),
        ])
    func refused(text: String, status: Int) async throws {
        try await serving { server in
            let client = try OpenSocket(port: server.address.port)
            client.send(text)
            let answer = client.receive()
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
            #expect(answer.contains("Connection: close\r\n"))
        }
    }

    @Test("Four clients with 4 MB of headers get 431, and a visitor an answer meanwhile") func longHeads() async throws
    {
        try await serving { server in
            let clients = try (0..<4).map { _ in try OpenSocket(port: server.address.port) }
            for client in clients { client.send("GET / HTTP/1.1\r\n") }
            let answers = Mutex<[String]>([])
            let threads = clients.map { client in
                NamedThread("headers") {
                    client.send("X-Padding: " + String(repeating: "x", count: 1000) + "\r\n", times: 4096)
                    let answer = client.receive()
                    answers.withLock { $0.append(answer) }
                }
            }
            #expect(try Self.isOpen(server))
            for thread in threads { thread.join() }
            #expect(answers.withLock { $0 }.count { $0.hasPrefix("HTTP/1.1 431 ") } == 4)
        }
    }

    @Test(
        "A long line of a request is refused at once",
        arguments: ["GET /", "GET / HTTP/1.1\r\nCookie: ", "GET / HTTP/1.1\r\nx", ""])
    func longLines(start: String) async throws {
        try await serving { server in
            let client = try OpenSocket(port: server.address.port)
            let begun = ContinuousClock.now
            client.send(start + String(repeating: "x", count: 100_000))
            #expect(client.receive().hasPrefix("HTTP/1.1 431 "))
            #expect(.now - begun < .seconds(5))
        }
    }

    @Test("Clients that send a head or a body too slowly get 408, those that send nothing are let go of") func slow()
        async throws
    {
        var limits = ServerLimits { _ in 100 }
        (limits.headTime, limits.bodyTime) = (.milliseconds(300), .milliseconds(300))
        try await serving(limits: limits) { server in
            let silent = try OpenSocket(port: server.address.port)
            let slow = try OpenSocket(port: server.address.port)
            slow.send("GET / HT")
            let body = try OpenSocket(port: server.address.port)
            body.send("POST / HTTP/1.1\r\nContent-Length: 10\r\n" + Self.head + "x")
            #expect(slow.receive().hasPrefix("HTTP/1.1 408 "))
            #expect(body.receive().hasPrefix("HTTP/1.1 408 "))
            #expect(silent.receive().isEmpty)
        }
    }

    @Test("200 idle connections and 200 that keep back their body do not keep a visitor out") func idle() async throws {
        try await serving(limits: ServerLimits { _ in 10 }) { server in
            var open: [OpenSocket] = []
            for _ in 0..<200 { open.append(try OpenSocket(port: server.address.port)) }
            #expect(try Self.isOpen(server))
            for _ in 0..<200 {
                let client = try OpenSocket(port: server.address.port)
                client.send("POST / HTTP/1.1\r\nContent-Length: 2\r\n" + Self.head)
                open.append(client)
            }
            #expect(try Self.isOpen(server))
            withExtendedLifetime(open) {}
        }
    }

    @Test("A body of 31 MB is refused before it is sent; bodies of all clients together have a limit") func bodies()
        async throws
    {
        var limits = ServerLimits { _ in 1000 }
        limits.mostBodyBytes = 1500
        try await serving(limits: limits) { server in
            let long = try OpenSocket(port: server.address.port)
            long.send("POST / HTTP/1.1\r\nContent-Length: \(31 << 20)\r\n" + Self.head)
            #expect(long.receive().hasPrefix("HTTP/1.1 413 "))
            // The answer reaches a client that sends before it reads, too.
            let eager = try OpenSocket(port: server.address.port)
            eager.send("POST / HTTP/1.1\r\nContent-Length: \(31 << 20)\r\n" + Self.head)
            eager.send(String(repeating: "x", count: 1 << 20), times: 31)
            #expect(eager.receive().hasPrefix("HTTP/1.1 413 "))

            let post =
                "POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n"
                + Self.head
            let first = try OpenSocket(port: server.address.port)
            first.send(post)
            #expect(first.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
            let second = try OpenSocket(port: server.address.port)
            second.send(post)
            #expect(second.receive().hasPrefix("HTTP/1.1 503 "))
            first.send(String(repeating: "x", count: 1000))
            #expect(first.receive().hasSuffix("POST / 1000\n"))
            let third = try OpenSocket(port: server.address.port)
            third.send(post)
            #expect(third.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
        }
    }

    @Test("Answers that wait for their clients have a limit") func unreadAnswers() async throws {
        var limits = ServerLimits()
        limits.mostAnswerBytes = 10 << 20
        try await serving(
            limits: limits,
            handler: { request in
                let count = request.path.isEmpty ? 32 << 20 : 1
                return ServerAnswer(contentType: "image/png", body: [UInt8](repeating: 0, count: count))
            }
        ) { server in
            let mute = try OpenSocket(port: server.address.port)
            mute.send("GET / HTTP/1.1\r\n" + Self.head)
            // It is on its way: the system cannot have taken all of it.
            #expect(mute.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
            let refused = try OpenSocket(port: server.address.port)
            refused.send(Self.get)
            #expect(refused.receive().hasPrefix("HTTP/1.1 503 "))
        }
    }

    @Test("What is sent while the first events are made comes after them") func eventsInBetween() async throws {
        let feed = EventFeed()
        let handler: @Sendable (ServerRequest) -> ServerAnswer = { _ in
            .events(feed) {
                feed.send("next", "1")
                return EventFeed.event("first", "0")
            }
        }
        try await serving(handler: handler) { server in
            let client = try OpenSocket(port: server.address.port)
            client.send(Self.get)
            let events = client.receive(until: "data: 1\n\n")
            #expect(events.hasSuffix("\r\n\r\nevent: first\ndata: 0\n\nevent: next\ndata: 1\n\n"))
        }
    }

    @Test("A client that reads none of its events is let go of, and others get theirs") func unread() async throws {
        let feed = EventFeed()
        var limits = ServerLimits()
        limits.eventTime = .milliseconds(300)
        try await serving(limits: limits, handler: { _ in .events(feed) { EventFeed.event("first", "0") } }) {
            server in
            let (mute, reader) = (try OpenSocket(port: server.address.port), try OpenSocket(port: server.address.port))
            for client in [mute, reader] { client.send(Self.get) }
            #expect(reader.receive(until: "data: 0\n\n").contains("\r\n\r\nevent: first\n"))
            while feed.listenerCount < 2 { usleep(1000) }
            let isOver = Atomic(false)
            let received = Atomic(0)
            let reading = NamedThread("reader") {
                while !isOver.load(ordering: .relaxed), !reader.receive(until: "data: x").isEmpty {
                    received.add(1, ordering: .relaxed)
                }
            }
            let end = ContinuousClock.now + .seconds(30)
            while feed.listenerCount == 2, .now < end {
                feed.send("long", String(repeating: "x", count: 1 << 18))
                usleep(5000)
            }
            #expect(feed.listenerCount == 1)
            feed.close()
            isOver.store(true, ordering: .relaxed)
            reading.join()
            #expect(received.load(ordering: .relaxed) > 0)
        }
    }

    @Test("It stops within two seconds whatever clients and handlers do", arguments: [false, true])
    func stops(handlersHang: Bool) async throws {
        try await LocalRequest.waiting {
            let feed = EventFeed()
            let isOver = Monitor(false)
            let server = try LocalServer(
                ListenAddress(loopbackPort: 0), rules: AccessRules(token: nil), threads: 2,
                limits: ServerLimits { _ in 10 }
            ) { request in
                switch request.path {
                case ["events"]: return .events(feed)
                case ["hang"]:
                    isOver.wait { $0 ? () : nil }
                    return .text("late", status: 200)
                default: return ServerAnswer(contentType: "image/png", body: [UInt8](repeating: 0, count: 64 << 20))
                }
            }
            defer { isOver.change { $0 = true } }
            var open: [OpenSocket] = []
            for text in [
                "", "GET /", "POST / HTTP/1.1\r\nContent-Length: 2\r\n" + Self.head,
                "GET /large HTTP/1.1\r\n" + Self.head,
                "GET /events HTTP/1.1\r\n" + Self.head, "GET / HTTP/1.1\r\n" + String(repeating: "x", count: 20000),
            ] + (handlersHang ? ["GET /hang HTTP/1.1\r\n" + Self.head] : []) {
                let client = try OpenSocket(port: server.address.port)
                client.send(text)
                open.append(client)
            }
            while feed.listenerCount == 0 { usleep(1000) }
            let begun = ContinuousClock.now
            server.stop()
            #expect(.now - begun < .seconds(2))
            withExtendedLifetime(open) {}
        }
    }

    @Test("A port in use, an address of another machine: the message has the way out") func addresses() throws {
        let server = try LocalServer(
            ListenAddress(loopbackPort: 0), rules: AccessRules(token: nil), threads: 1, handler: { _ in .notFound })
        defer { server.stop() }
        for (text, words) in [
            (server.address.description, "the port is in use"),
            ("192.0.2.1:0", "this machine does not have the address"),
        ] {
            let error = #expect(throws: ServerError.self) {
                _ = try LocalServer(
                    #require(ListenAddress(text)), rules: AccessRules(token: nil), threads: 1,
                    handler: { _ in .notFound })
            }
            #expect(error?.category == .address)
            #expect(error?.description.contains("\(text): \(words)\n  ") == true)
        }
    }
}
