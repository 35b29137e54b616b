// Requests over real sockets.

import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Requests

@Suite("Requests to services")
struct RequestClientTests {
    private static let quick: RetryRules = {
        var rules = RetryRules()
        rules.firstPause = .milliseconds(1)
        rules.longestPause = .milliseconds(5)
        return rules
    }()

    @Test("Method, headers and body arrive, and the answer comes back; the connection is kept")
    func exchange() throws {
        let service = try ScriptedService { request in
            .text("\(request.method) \(request.target) \(request.text)", status: 201, headers: [("ETag", "\"e\"")])
        }
        let client = RequestClient(Self.quick)
        let body = [UInt8]((0..<300_000).map { UInt8(97 + $0 % 26) })
        for method in [Request.Method.put, .post] {
            let request = Request(
                method, service.url("/a%20b?c=d&e"), headers: [Header("X-One", "1"), Header("X-None", "")],
                body: .bytes(body))
            let response = try client.send(request)
            #expect(response.status == 201 && response.header("etag") == "\"e\"")
            #expect(response.body == Array("\(method.rawValue) /a%20b?c=d&e ".utf8) + body)
        }
        for (method, words) in [
            (Request.Method.get, "GET /x "), (.head, ""), (.post, "POST /x "), (.delete, "DELETE /x "),
        ] {
            let response = try client.send(Request(method, service.url("/x")))
            #expect(response.body == Array(words.utf8), "\(method)")
        }
        #expect(service.requests.first?.headers["x-one"] == "1")
        #expect(service.requests.first?.headers["x-none"] == "")
        #expect(service.requests.allSatisfy { $0.headers["expect"] == nil })
        #expect(service.connections == 1)
    }

    @Test("A part of a file is sent, and sent again from its start")
    func file() throws {
        let folder = try TemporaryFolder()
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let path = try folder.write("shard.tar", Data(bytes))
        let count = Mutex(0)
        let service = try ScriptedService { _ in
            count.withLock {
                $0 += 1
                return $0 == 1 ? .lost : .text("", status: $0 == 2 ? 503 : 200)
            }
        }
        let request = Request(.put, service.url("/part"), body: .file(path: path, range: 1000..<900_000))
        #expect(try RequestClient(Self.quick).send(request).status == 200)
        #expect(service.requests.count == 3)
        #expect(service.requests.allSatisfy { $0.body == Array(bytes[1000..<900_000]) })
        #expect(throws: RequestError.self) {
            try RequestClient(Self.quick).send(
                Request(.put, service.url("/part"), body: .file(path: path, range: 0..<1_000_001)))
        }
    }

    @Test("A range goes into the caller's memory; a server without ranges is noticed before its body is read")
    func ranges() throws {
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
        let service = try ScriptedService { request in
            request.path == "/whole"
                ? .answer(status: 200, headers: [], body: bytes) : .file(bytes, for: request)
        }
        let client = RequestClient(Self.quick)
        func read(_ path: String, _ range: String?, room: Int) throws -> (status: Int, bytes: [UInt8]) {
            var memory = [UInt8](repeating: 0, count: room)
            let headers = range.map { [Header("Range", $0)] } ?? []
            let (response, count) = try memory.withUnsafeMutableBytes {
                try client.read(Request(.get, service.url(path), headers: headers), into: $0)
            }
            return (response.status, Array(memory[..<count]))
        }
        let part = try read("/ranges", "bytes=500-1499", room: 1000)
        #expect(part.status == 206 && part.bytes == Array(bytes[500..<1500]))
        let whole = try read("/whole", "bytes=500-1499", room: 1000)
        #expect(whole.status == 200 && whole.bytes.isEmpty)
        #expect(try read("/whole", nil, room: 100_000).bytes == bytes)
        #expect(throws: RequestError.self) { try read("/whole", nil, room: 99_999) }
    }

    @Test("A body that is cut is asked for again, and a body that is too long is refused")
    func bodies() throws {
        let count = Mutex(0)
        let service = try ScriptedService { request in
            guard request.path == "/cut" else { return .text(String(repeating: "x", count: 5000)) }
            return count.withLock {
                $0 += 1
                return $0 < 3
                    ? .cut(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabcd".utf8)) : .text("abcdefghi")
            }
        }
        let client = RequestClient(Self.quick)
        #expect(try client.send(Request(.get, service.url("/cut"))).body == Array("abcdefghi".utf8))
        var long = Request(.get, service.url("/long"))
        long.mostAnswerBytes = 4999
        #expect {
            try client.send(long)
        } throws: { error in
            (error as? RequestError)?.category == .tooLong
        }
        long.mostAnswerBytes = 5000
        #expect(try client.send(long).body.count == 5000)
    }

    @Test("Another server gets no credential, neither of a header nor of the URL")
    func credentials() throws {
        let other = try ScriptedService { request in .file(Array("the bytes".utf8), for: request) }
        let target = other.url("/cdn?X-Signature=1")
        let service = try ScriptedService { _ in .text("", status: 302, headers: [("Location", target)]) }
        let url = service.url("/resolve").replacing("http://", with: "http://user:word@")
        let response = try RequestClient(Self.quick).send(
            Request(
                .get, url,
                headers: [Header("X-Token", "s"), Header("Range", "bytes=0-2"), Header("Cookie", "a=b")]))
        #expect(response.body == Array("the".utf8) && response.head.url == target)
        #expect(service.requests[0].headers["x-token"] == "s")
        #expect(service.requests[0].headers["authorization"]?.hasPrefix("Basic ") == true)
        let got = try #require(other.requests.first?.headers)
        #expect(Set(got.keys) == ["host", "user-agent", "accept", "range"])
    }

    @Test("What cannot be reached, trusted or understood: the category, and words without a secret")
    func failures() throws {
        var rules = Self.quick
        rules.attempts = 2
        let client = RequestClient(rules)
        let silent = try SilentServer()
        let looping = try ScriptedService { _ in .text("", status: 302, headers: [("Location", "/again?secret")]) }
        let garbled = try ScriptedService { _ in .cut(Array("nothing of HTTP\r\n\r\n".utf8)) }
        for (url, category) in [
            ("http://127.0.0.1:1/a?secret", RequestError.Category.unreachable), (silent.url + "/?secret", .silent),
            (looping.url("/?secret"), .redirects), ("https" + looping.url("/?secret").dropFirst(4), .silent),
            ("ftp://h/?secret", .invalid), ("h/?secret", .invalid), (garbled.url("/?secret"), .unexpected),
        ] {
            var request = Request(.get, url, headers: [Header("Authorization", "secret")])
            request.silence = .seconds(1)
            #expect {
                try client.send(request)
            } throws: { error in
                guard let error = error as? RequestError else { return false }
                return error.category == category && !error.detail.contains("secret")
            }
        }
        #expect(throws: RequestError.self) {
            try client.send(Request(.get, looping.url("/"), headers: [Header("X", "a\r\nHost: evil")]))
        }
        #expect(
            !"\(Request(.get, "http://h", headers: [Header("Authorization", "secret")]).headers)".contains("secret"))
    }

    @Test("A client that is cancelled ends the request under way, and the wait for the next attempt")
    func cancelled() throws {
        for answer in [ServiceAnswer.silence, .text("", status: 429, headers: [("RateLimit", "\"api\";r=0;t=300")])] {
            let service = try ScriptedService { _ in answer }
            let client = RequestClient()
            let url = service.url("/")
            let ended = DispatchSemaphore(value: 0)
            let category = Mutex<RequestError.Category?>(nil)
            Thread.detachNewThread {
                do throws(RequestError) { _ = try client.send(Request(.get, url)) } catch {
                    category.withLock { $0 = error.category }
                }
                ended.signal()
            }
            while service.requests.isEmpty { usleep(1000) }
            client.cancel()
            ended.wait()
            #expect(category.withLock { $0 } == .cancelled)
        }
    }
}
