// What comes in from lists, and what goes out to servers.

import Ground
import Testing

@testable import URLs

@Suite("URL repair")
struct URLRepairTests {
    private func expect(_ url: String, becomes expected: String) throws {
        #expect(try URLParser().parse(url).text == expected)
    }

    @Test(
        "An ordinary URL stays as it is",
        arguments: [
            "http://a.example/x.jpg", "https://a.example/",
            "https://cdn-1.a.example/p/it_(1)*.JPG?w=300&h=200&fit=a,b+c:d@e!$|[]", "http://a.example//x//y",
            "https://a.example/100%.jpg?q=%zz&r=%", "https://a.example/a%20b%c3%a9",
        ])
    func ordinary(_ url: String) throws { try expect(url, becomes: url) }

    @Test(
        "Blanks, line ends and quotes around or inside go",
        arguments: [
            ("  http://a.example/x.jpg\t\n", "http://a.example/x.jpg"),
            ("\u{FEFF}http://a.example/x.jpg\u{A0}", "http://a.example/x.jpg"),
            ("http://a.ex\nample/x\r\n\ty.jpg", "http://a.example/xy.jpg"),
            ("\"http://a.example/x.jpg\"", "http://a.example/x.jpg"), ("'http://a.example/x'", "http://a.example/x"),
            ("<http://a.example/x>", "http://a.example/x"), ("['http://a.example/x']", "http://a.example/x"),
            (" “ http://a.example/x ” ", "http://a.example/x"), ("(http://a.example/x_(1))", "http://a.example/x_(1)"),
            ("http:\\/\\/a.example\\/x\\/y.jpg", "http://a.example/x/y.jpg"),
        ])
    func around(_ url: String, _ expected: String) throws { try expect(url, becomes: expected) }

    @Test(
        "What HTTP forbids is encoded, each part by its own rule",
        arguments: [
            ("http://a.example/a b.jpg", "http://a.example/a%20b.jpg"),
            ("http://a.example/é.jpg?ü=ß", "http://a.example/%C3%A9.jpg?%C3%BC=%C3%9F"),
            ("http://a.example/日本.jpg", "http://a.example/%E6%97%A5%E6%9C%AC.jpg"),
            ("http://a.example/{a}\"<b>`^.jpg", "http://a.example/%7Ba%7D%22%3Cb%3E%60%5E.jpg"),
            ("http://a.example/x?{a}\"<b>`'\\", "http://a.example/x?{a}%22%3Cb%3E`%27\\"),
            ("http://a.example/it's;1", "http://a.example/it's;1"),
            ("http://a.example/x\u{1}y\u{7F}", "http://a.example/x%01y%7F"),
            ("http://a.example/100%.jpg é", "http://a.example/100%.jpg%20%C3%A9"),
        ])
    func encoding(_ url: String, _ expected: String) throws { try expect(url, becomes: expected) }

    @Test(
        "An ampersand's entity is an ampersand, and no other entity is touched",
        arguments: [
            ("http://a.example/x?a=1&amp;b=2", "http://a.example/x?a=1&b=2"),
            ("http://a.example/x?a=1&AMP;b=2&#38;c=3&#038;d&#x26;e", "http://a.example/x?a=1&b=2&c=3&d&e"),
            ("http://a.example/x?a=1&amp;amp;b=2&amp;#38;c", "http://a.example/x?a=1&b=2&c"),
            ("http://a.example/a&amp;b.jpg", "http://a.example/a&b.jpg"),
            ("http://a.example/x?a&copy=1&amp=2&ampx;", "http://a.example/x?a&copy=1&amp=2&ampx;"),
            ("http://a.example/x?a&quot;b;&#39", "http://a.example/x?a&quot;b;&"),
        ])
    func entities(_ url: String, _ expected: String) throws { try expect(url, becomes: expected) }

    @Test(
        "A scheme in any case, twice, with other slashes, or left out where the rest is surely a URL",
        arguments: [
            ("HTTP://A.Example/A%20b", "http://a.example/A%20b"), ("Https://a.example", "https://a.example/"),
            ("http:a.example/x", "http://a.example/x"), ("http:/a.example/x", "http://a.example/x"),
            ("https:////a.example/x", "https://a.example/x"),
            ("http:\\\\a.example\\x\\y?z\\", "http://a.example/x/y?z\\"),
            ("http://https://a.example/x", "https://a.example/x"), ("http://HTTP://a.example/x", "http://a.example/x"),
            ("//a.example/x", "http://a.example/x"), ("www.a.example/x.jpg", "http://www.a.example/x.jpg"),
            ("www.a.example", "http://www.a.example/"), ("a.example/x.jpg", "http://a.example/x.jpg"),
            ("a.example:8080/x.jpg", "http://a.example:8080/x.jpg"),
            ("WWW.A.example/x?u=http://b.example/", "http://www.a.example/x?u=http://b.example/"),
        ])
    func schemes(_ url: String, _ expected: String) throws { try expect(url, becomes: expected) }

    @Test(
        "Fragments are cut, dot segments resolved, the scheme's own port left out",
        arguments: [
            ("http://a.example/x.jpg#top", "http://a.example/x.jpg"), ("http://a.example#top", "http://a.example/"),
            ("http://a.example/x?y#z?w", "http://a.example/x?y"), ("http://a.example?y", "http://a.example/?y"),
            ("http://a.example/a/./b/../c", "http://a.example/a/c"), ("http://a.example/../../c", "http://a.example/c"),
            ("http://a.example/a/%2e%2E/.%2e/c/.", "http://a.example/c/"),
            ("http://a.example/a/..", "http://a.example/"),
            ("http://a.example/...", "http://a.example/..."), ("http://a.example/.hidden", "http://a.example/.hidden"),
            ("http://a.example:80/x", "http://a.example/x"), ("https://a.example:443/x", "https://a.example/x"),
            ("https://a.example:80/x", "https://a.example:80/x"), ("http://a.example:/x", "http://a.example/x"),
            ("http://a.example:0080/x", "http://a.example/x"), ("http://a.example:008080/x", "http://a.example:8080/x"),
        ])
    func segments(_ url: String, _ expected: String) throws { try expect(url, becomes: expected) }

    @Test(
        "User and password are kept for the server, encoded",
        arguments: [
            ("http://user:secret@a.example/x", "http://user:secret@a.example/x"),
            ("http://user@a.example/x", "http://user@a.example/x"), ("http://@a.example/x", "http://a.example/x"),
            ("http://us@er:se:cr@a.example/x", "http://us%40er:se%3Acr@a.example/x"),
        ])
    func credentials(_ url: String, _ expected: String) throws { try expect(url, becomes: expected) }

    @Test(
        "A host beyond ASCII becomes punycode, by UTS 46 as in browsers",
        arguments: [
            ("http://bücher.example/é", "http://xn--bcher-kva.example/%C3%A9"),
            ("http://BÜCHER.Example/", "http://xn--bcher-kva.example/"),
            ("http://b%C3%BCcher.example/", "http://xn--bcher-kva.example/"),
            ("http://bu\u{308}cher.example/", "http://xn--bcher-kva.example/"),
            ("http://faß.example/", "http://xn--fa-hia.example/"), ("http://例え。テスト/", "http://xn--r8jz45g.xn--zckzah/"),
            ("http://i❤.example/", "http://xn--i-7iq.example/"), ("bücher.example/x", "http://xn--bcher-kva.example/x"),
            ("http://a_b.bücher.example/", "http://a_b.xn--bcher-kva.example/"),
            ("http://user:ü@bücher.example:81/", "http://user:%C3%BC@xn--bcher-kva.example:81/"),
            ("http://a\u{AD}b.example/", "http://ab.example/"), ("http://Ａ.example/", "http://a.example/"),
        ])
    func international(_ url: String, _ expected: String) throws { try expect(url, becomes: expected) }

    @Test("Texts of all kinds are repaired or refused, and repaired ones stay as they are")
    func hostile() throws {
        let parser = try URLParser()
        var random = SeededBits(seed: 7)
        let pieces = [
            "http", "https", ":", "//", "/", "\\", "a.example", "@", "user:p", "[", "]", "::1", "?", "#", "&amp;", "&",
            "%", "%2e", ".", "..", " ", "\n", "é", "\u{0}", "\"", "'", "80", "99999", "www.", "😀", "\u{202E}", "xn--",
        ]
        var repaired = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...9, using: &random)
            let start = Bool.random(using: &random) ? "" : "http://a.example"
            let url = start + (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            guard let target = try? parser.parse(url) else { continue }  // refused: that is an answer too
            repaired += 1
            #expect(try parser.parse(target.text).text == target.text, "\(url)")
            #expect(target.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "\(url)")
        }
        #expect(repaired > 500)
    }

    @Test(
        "The text of a list of URLs is no URL; one URL in brackets is",
        arguments: [
            "[\"http://a.test/0.jpg\", \"http://a.test/1.jpg\"]", "['http://a.test/0.jpg', 'http://a.test/1.jpg']",
            "[http://a.test/0.jpg,http://a.test/1.jpg]", "(http://a.test/0.jpg; HTTPS://a.test/1.jpg)",
            "[\"http:\\/\\/a.test\\/0.jpg\",\"http:\\/\\/a.test\\/1.jpg\"]", "[\"a.test/0.jpg\", \"a.test/1.jpg\"]",
        ])
    func several(text: String) throws {
        let error = #expect(throws: URLError.self) { try URLParser().parse(text) }
        #expect(error?.message == "The field holds more than one URL")
        #expect(try URLParser().parse("[\"http://a.test/0,1.jpg\"]").text == "http://a.test/0,1.jpg")
        #expect(try URLParser().parse("http://a.test/?u=\"a\",\"b\"").text == "http://a.test/?u=%22a%22,%22b%22")
    }
}
