// Redirects and heads that are not as the standard wants them.

import Foundation
import Testing

@testable import Fetching

@Suite("Odd answers")
struct OddHeaderTests {
    @Test("A redirect in a circle that wants its cookie back is named for it, after few requests")
    func cookies() async throws {
        let server = try ScriptedServer { target, _ in
            let (to, cookie) =
                switch target {
                case "/self": ("/self", "Set-Cookie: c=1\r\n")
                case "/a": ("/b", "")
                case "/b": ("/a", "Set-Cookie: c=1\r\n")
                default: (target, "")
                }
            return [.send("HTTP/1.1 302 Found\r\nLocation: \(to)\r\n\(cookie)Content-Length: 0\r\n\r\n")]
        }
        defer { server.stop() }
        for path in ["/self", "/a"] {
            let before = server.requests.count
            let error = try await fetch(server.url(path), loopbackOptions { $0.retries = 2 }).error
            #expect(
                error?.category == .redirect && error?.message.contains("cookie") == true,
                "\(String(describing: error))")
            #expect(server.requests.count - before <= 2)
        }
        let circle = try await fetch(server.url("/other")).error
        #expect(circle?.message.contains("infinite loop") == true)
    }

    @Test("A header that makes an answer useless is named")
    func named() async throws {
        let lengths = [
            "Content-Length: -1", "Content-Length:", "Content-Length: 0x4", "Content-Length: 4x", "Content-Length: 4 5",
            "Content-Length: 4, 3", "Content-Length: 4\r\nContent-Length: 3",
        ]
        let heads = ["X: a\0b", "no colon"] + lengths
        let server = try ScriptedServer { target, _ in
            [.send("HTTP/1.1 200 OK\r\n\(heads[Int(target.dropFirst()) ?? 0])\r\n\r\nbody"), .close]
        }
        defer { server.stop() }
        let messages = try await fetch(heads.indices.map { server.url("/\($0)") }).map { $0.error?.message ?? "none" }
        let words = ["NUL", "colon"] + lengths.map { _ in "Content-Length" }
        for (message, word) in zip(messages, words) { #expect(message.contains(word), "\(message)") }
    }

    @Test("Only the first line of a response is a status line; every X-Robots-Tag is read")
    func lines() {
        var head = ResponseHead()
        func read(_ text: String) -> ResponseHead.Step {
            Array((text + "\r\n").utf8).withUnsafeBytes { head.read($0, keepsRobots: true) }
        }
        for line in ["HTTP/1.1 103 Early Hints", "Link: x", ""] { #expect(read(line) == .more) }
        for line in ["HTTP/1.1 200 OK", "Content-Length: 4", "HTTP/2: on"] { #expect(read(line) == .more) }
        for number in 0..<70 { #expect(read("X-Robots-Tag: nothing\(number)") == .more) }
        #expect(read("X-Robots-Tag: noai") == .more)
        #expect(read("") == .complete)
        #expect(head.status == 200 && head.contentLength == 4)
        #expect(RobotsTag(disallowedDirectives: ["noai"], agents: []).refuses(head.robotsValues))
    }

    @Test(
        "A length that is said twice counts",
        arguments: ["Content-Length: 4, 4", "Content-Length: 4\r\nContent-Length: 4"])
    func saidTwice(_ head: String) async throws {
        let server = try ScriptedServer { _, _ in [.send("HTTP/1.1 200 OK\r\n\(head)\r\n\r\nbody")] }
        defer { server.stop() }
        #expect(try await fetch(server.url("/")).body == Array("body".utf8))
    }

    @Test("A length beside chunks does not count, however long")
    func chunksAndLength() async throws {
        let lines = ["Transfer-Encoding: chunked", "Content-Length: 99999999999"]
        let server = try ScriptedServer { target, _ in
            let head = (target == "/0" ? lines : lines.reversed()).joined(separator: "\r\n")
            return [.send("HTTP/1.1 200 OK\r\n\(head)\r\n\r\n4\r\nbody\r\n0\r\n\r\n")]
        }
        defer { server.stop() }
        for path in ["/0", "/1"] { #expect(try await fetch(server.url(path)).body == Array("body".utf8)) }
    }

    @Test("A host may begin with a hyphen", arguments: ["-x.example", "x-.example", "-.example", "r2---sn.example"])
    func hosts(_ host: String) async throws {
        let server = try ScriptedServer { _, head in
            [
                .send(
                    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + (head.contains("Host: \(host):") ? "body" : "else")
                )
            ]
        }
        defer { server.stop() }
        let file = FileManager.default.temporaryDirectory.appending(path: "hosts-\(UUID().uuidString)")
        try Data("127.0.0.1 \(host)\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let urls = (0..<3).map { "http://\(host):\(server.port)/\($0)" }
        let results = try await fetch(urls, loopbackOptions { $0.hostsFile = file.path })
        #expect(results.allSatisfy { $0.body == Array("body".utf8) }, "\(results)")
    }
}
