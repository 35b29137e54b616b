// What is excluded is never requested, however a list spells it.

import TestSupport
import Testing

@testable import RowSelection
@testable import URLs

@Suite struct ExclusionSpellingTests {
    private let folder: TemporaryFolder
    private let parser: URLParser

    init() throws {
        folder = try TemporaryFolder()
        parser = try URLParser()
    }

    private func test(_ lines: String...) throws -> ExclusionTest {
        let path = try folder.write("list.txt", lines.joined(separator: "\n"))
        return ExclusionTest(try ExcludeList(paths: [path]))
    }

    @Test(
        "A host on the list is excluded in every spelling that the fetcher mends",
        arguments: [
            "http:\\/\\/evil.example\\/b.jpg", "\"http://evil.example/c.jpg\"", "http://%65vil.example/e.jpg",
            "<http://evil.example/f.jpg>", "http://https://evil.example/d.jpg", "http:evil.example/x",
            "//evil.example/x",
            "HTTP:\\\\EVIL.example\\x", "ht\ttp://ev\nil.example/x", "(http://evil.example/x)",
            "“http://evil.example/x”",
            "www.evil.example/x.jpg", "evil.example/x.jpg", "http://ｅvil.example/x", "http://evil。example/x",
            "http://a.test@evil.example/x", "http://evil.example./x", "http://EVIL.EXAMPLE:8080/x",
            "\u{FEFF}http://evil.example/x",
            "http://ev\u{AD}il.example/x", "http:///evil.example/x", "http://img.%65vil.example/x",
        ])
    func hostSpellings(text: String) throws {
        #expect(try parser.parse(text).host.hasSuffix("evil.example"))
        #expect(try test("evil.example").excludes(text))
        #expect(try !test("other.example").excludes(text))
    }

    @Test("International hosts and addresses are one host in every form, in the list and in the exclude list")
    func hosts() throws {
        let same = [
            ["http://bücher.example/x", "http://xn--bcher-kva.example/x", "http://B%C3%BCCHER.example/x"],
            ["http://203.0.113.7/x", "http://3405803783/x", "http://0xcb.0.113.7/x", "http://[::ffff:203.0.113.7]/x"],
            ["http://[2001:db8::1]/x", "http://[2001:DB8:0:0:0::1]/x"],
        ]
        for urls in same {
            for line in urls {
                for url in urls { #expect(try test(line).excludes(url), "\(line) \(url)") }
                // The site instead of the URL.
                let site = String(line.dropLast())
                for url in urls { #expect(try test(site).excludes(url), "\(site) \(url)") }
            }
        }
        #expect(try test("bücher.example").excludes("http://xn--bcher-kva.example/x"))
        #expect(try test("XN--BCHER-KVA.example").excludes("http://img.bücher.example/x"))
    }

    @Test("A URL is the same in every way to escape, quote or indent its path")
    func paths() throws {
        let urls = [
            "http://a.example/b/caf%C3%A9.jpg?x=%7E", "https://a.example/b/café.jpg?x=~",
            "http://a.example/b/caf%c3%a9.jpg?x=%7e",
            "http://a.example/%62/./c/../caf%c3%a9.jpg?x=~#y", "'http://a.example\\b\\café.jpg?x=~'",
        ]
        for line in urls where line.first == "h" {
            for url in urls { #expect(try test(line).excludes(url), "\(line) \(url)") }
            #expect(try !test(line).excludes("http://a.example/b/cafe.jpg?x=~"))
            #expect(try !test(line).excludes("http://a.example/b/caf%25C3%25A9.jpg?x=~"))
        }
    }

    @Test("The decision is that on the URL requested, for ten thousand random spellings")
    func randomSpellings() throws {
        let test = try test("evil.example", "http://half.example/a b.jpg".replacing(" ", with: "%20"))
        var chance = SeededChance(state: 20_261_128)
        var excluded = 0
        var requested = 0
        for _ in 0..<10_000 {
            let text = Self.spelling(&chance)
            let isExcluded = test.excludes(text)
            excluded += isExcluded ? 1 : 0
            guard let target = try? parser.parse(text) else { continue }
            requested += 1
            let isEvil = target.host == "evil.example" || target.host.hasSuffix(".evil.example")
            let isHalf =
                target.host == "half.example" && target.pathAndQuery == "/a%20b.jpg" && [80, 443].contains(target.port)
            #expect(isExcluded == (isEvil || isHalf), "\(text.debugDescription) is requested as \(target.text)")
        }
        // Neither side may be empty, or the test would say nothing.
        #expect(excluded > 2000 && requested - excluded > 1000, "\(excluded) of \(requested)")
    }

    private static func spelling(_ chance: inout SeededChance) -> String {
        func pick(_ texts: [String]) -> String { texts.randomElement(using: &chance) ?? "" }
        let scheme = pick([
            "http://", "https://", "HTTP:\\/\\/", "http:", "//", "http:\\\\", "http://https://", "", "hTtPs:///",
            "ftp://",
        ])
        let host = pick([
            "evil.example", "evil.example", "half.example", "img.evil.example", "notevil.example", "evil.example.test",
        ])
        let path = pick([
            "/a b.jpg", "/a%20b.jpg", "/x.jpg", "/./x/../a b.jpg", "/a%20b.jpg#y", "/", "", "/%2e%2e/a%20b.jpg",
        ])
        var text = ""
        for character in pick(["", "", "", "u@", "u:p@", "evil.example@"]) + host + pick(["", "", ".", ":80", ":8080"])
        {
            switch Int.random(in: 0..<40, using: &chance) {
            case 0: text += "%" + String(character.asciiValue ?? 0, radix: 16)
            case 1: text += character.uppercased()
            case 2: text += "\(character)" + pick(["\t", "\n", "\r"])
            case 3:
                text.unicodeScalars.append(
                    (0x61...0x7A).contains(character.unicodeScalars.first?.value ?? 0)
                        ? Unicode.Scalar((character.unicodeScalars.first?.value ?? 0) + 0xFEE0) ?? "a" : "a")
            default: text.append(character)
            }
        }
        text = scheme + text + path
        if scheme.contains("\\/") { text = text.replacing("/", with: "\\/").replacing("\\\\/", with: "\\/") }
        let around = [
            ("", ""), ("", ""), ("\"", "\""), ("<", ">"), (" ", "\n"), ("(", ")"), ("'", "'"), ("\u{FEFF}", ""),
            ("[", "]"),
        ]
        let (before, after) = around.randomElement(using: &chance) ?? ("", "")
        return before + text + after
    }
}

/// Chance that is the same on every run.
private struct SeededChance: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) | (state << 31)
    }
}
