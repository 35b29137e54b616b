// Requests as bytes.

import Testing

@testable import SampleWeb

@Suite("Request heads")
struct RequestHeadTests {
    private func read(_ text: String) -> (RequestHead, Int)? {
        Array(text.utf8).withUnsafeBytes { bytes in
            if case .complete(let head, let count) = RequestHead.read(bytes) { return (head, count) }
            return nil
        }
    }

    private func isIncomplete(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBytes { bytes in
            if case .incomplete = RequestHead.read(bytes) { return true }
            return false
        }
    }

    @Test("A request ends with its empty line, and what follows is left")
    func complete() throws {
        let text = "GET /a?b HTTP/1.1\r\nHost: h\r\n\r\n"
        let (head, count) = try #require(read(text + "GET /next"))
        #expect(count == text.utf8.count)
        #expect(head.target == "/a?b")
        #expect(head.method == .get)
        #expect(head.keepsAlive)
    }

    @Test("Every beginning of a request is incomplete")
    func incomplete() {
        let text = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"
        for count in 0..<text.count { #expect(isIncomplete(String(text.prefix(count)))) }
    }

    @Test("The connection is kept as version and header say")
    func keepAlive() throws {
        #expect(try #require(read("GET / HTTP/1.0\r\n\r\n")).0.keepsAlive == false)
        #expect(try #require(read("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")).0.keepsAlive)
        #expect(try #require(read("GET / HTTP/1.1\r\nconnection:close\r\n\r\n")).0.keepsAlive == false)
    }

    @Test("A proxy's request names the whole URL")
    func absolute() throws {
        #expect(try #require(read("GET http://a.example/b?c HTTP/1.1\r\n\r\n")).0.target == "/b?c")
        #expect(try #require(read("GET http://a.example HTTP/1.1\r\n\r\n")).0.target == "/")
    }

    @Test(
        "What is no request is refused",
        arguments: ["hello\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "\r\n\r\n\r\n"])
    func malformed(text: String) {
        #expect(read(text) == nil)
        #expect(!isIncomplete(text))
    }
}
