// URLs by the short way and by the long one, and their names.

import Ground
import Testing

@testable import URLs

@Suite("Ordinary URLs")
struct OrdinaryURLTests {
    private let parser: URLParser

    init() throws { parser = try URLParser() }

    private func name(_ listed: String) -> String? {
        Array(listed.utf8).withUnsafeBytes { listed in
            parser.withName(of: listed) { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// The way that every text can go: repair, then libcurl.
    private func byLibcurl(_ listed: String) -> Result<TargetURL, URLError> {
        Result { () throws(URLError) in try parser.target(of: URLRepair.repaired(listed)) }
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
    func spelled(_ listed: String, _ expected: String) { #expect(name(listed) == expected) }

    @Test("The short way reads a URL as repair and libcurl do, or leaves it to them")
    func shortWay() {
        var random = SeededBits(seed: 11)
        let hosts = [
            "a.example", "b-c.example", "localhost", "A.example", "a_b.example", "127.0.0.1", "1.2", "9a.example",
            "a.9b", "a.0x7f", "..", ".", "-", "xn--bcher-kva.example",
            String(repeating: "long.", count: 50) + "example",
            "é.example",
        ]
        let pieces = [
            "http://", "https://", "HTTP://", "http:/", ".", ":", "80", "8080", "443", "065", "99999", "0", "/",
            "/x.jpg",
            "?q=1", "#f", "%41", "/%2e", "/..", "user@", "[::1]", ";", "'", " ", "&amp;",
        ]
        func piece() -> String { pieces.randomElement(using: &random) ?? "" }
        var ordinary = 0
        for number in 0..<12_000 {
            var listed = number % 4 == 0 ? piece() : number % 4 == 1 ? "https://" : "http://"
            for _ in 0..<Int.random(in: 1...2, using: &random) { listed += hosts.randomElement(using: &random) ?? "" }
            if number % 3 > 0 { listed += "/" }
            for _ in 0..<Int.random(in: 0...3, using: &random) { listed += piece() }
            if OrdinaryURL(listed)?.hasName == true { ordinary += 1 }
            let read = Result { () throws(URLError) in try parser.parse(listed) }
            #expect(read == byLibcurl(listed), "\(listed)")
            #expect(name(listed) == (try? read.get())?.name, "\(listed)")
        }
        // Neither way may be rare, or the test would say little.
        #expect(ordinary > 500 && ordinary < 10_000, "\(ordinary)")
    }

    @Test("A URL at the limit of length is read, a longer one refused, by either way")
    func longest() {
        let start = "http://a.example/"
        let longest = start + String(repeating: "x", count: URLRepair.maximumBytes - start.utf8.count)
        #expect(OrdinaryURL(longest)?.hasName == true)
        #expect(byLibcurl(longest) == Result { () throws(URLError) in try parser.parse(longest) })
        #expect(OrdinaryURL(longest + "x") == nil)
        #expect(throws: URLError.self) { try parser.parse(longest + "x") }
    }
}
