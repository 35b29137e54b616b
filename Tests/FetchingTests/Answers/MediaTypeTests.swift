// What a server says a body is.

import SampleWeb
import Testing

@testable import Fetching

@Suite("Media type")
struct MediaTypeTests {
    private func named(_ value: String) -> String? {
        Array(value.utf8).withUnsafeBytes { MediaType.named($0[...]) }
    }

    @Test(
        "Parameters, blanks and capitals are taken off",
        arguments: [
            (" image/jpeg", "image/jpeg"), ("Image/JPEG ; q=1", "image/jpeg"), ("image/svg+xml;a", "image/svg+xml"),
            ("text/html; charset=utf-8", "text/html"), ("\tapplication/vnd.a-b_c.d", "application/vnd.a-b_c.d"),
        ])
    func types(_ value: String, _ type: String) {
        #expect(named(value) == type)
    }

    @Test(
        "What is no media type is none",
        arguments: [
            "", " ", "jpeg", "/", "a/", "/b", "a/b/c", "a/\u{1B}[2J", "é/x", "a,b/c",
            "a/" + String(repeating: "b", count: 200),
        ])
    func none(_ value: String) {
        #expect(named(value) == nil)
    }

    @Test("A result names the type of the last response, with a failure too")
    func results() async throws {
        let server = try SampleWebServer()
        let results = try await fetch([
            server.url("/image/64x64/photo/1.jpg"), server.url("/bytes/10?status=404"), "http://127.0.0.1:1/x",
        ])
        #expect(results[0].mediaType == "image/jpeg")
        #expect(results[1].httpStatus == 404 && results[1].mediaType != nil)
        #expect(results[2].mediaType == nil)
    }
}
