// The names of listed URLs, by the short way and by the long one.

import Ground
import Testing

@testable import URLs

@Suite("Names of listed URLs")
struct ListedURLReaderTests {
    private func name(_ listed: String) throws -> String? {
        let reader = try ListedURLReader()
        return Array(listed.utf8).withUnsafeBytes { listed in
            reader.withName(of: listed) { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test(
        "A port, a final dot and an address change the name as they change the request",
        arguments: [
            ("http://a.example:8080/x", "http://a.example:8080/x"),
            ("http://a.example.:8080/x", "http://a.example:8080/x"),
            ("http://a.example:80/x", "http://a.example/x"), ("https://a.example:443/x", "https://a.example/x"),
            ("http://a.example:443/x", "http://a.example:443/x"), ("http://a.example:080/x", "http://a.example/x"),
            ("http://1.2.3.4:81/x", "http://1.2.3.4:81/x"), ("http://0x7f.1:81/x", "http://127.0.0.1:81/x"),
        ])
    func spelled(_ listed: String, _ expected: String) throws { #expect(try name(listed) == expected) }

    @Test("What is taken for its own name is the name that the parser gives")
    func shortWay() throws {
        let parser = try URLParser()
        let reader = try ListedURLReader()
        var random = SeededBits(seed: 11)
        let pieces = [
            "http://", "https://", "a.example", "b-c.example", "A.example", "127.0.0.1", "1.2", ".", ":", "80", "8080",
            "443", "065", "99999", "/", "/x.jpg", "?q=1", "#f", "%41", "user@", "[::1]",
        ]
        for _ in 0..<20_000 {
            let listed = (0...Int.random(in: 1...5, using: &random))
                .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let short = Array(listed.utf8).withUnsafeBytes { listed in
                reader.withName(of: listed) { String(decoding: $0, as: UTF8.self) }
            }
            #expect(short == (try? parser.parse(listed))?.name, "\(listed)")
        }
    }
}
