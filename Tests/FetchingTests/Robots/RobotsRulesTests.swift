// robots.txt: what its text lets us fetch.

import Ground
import Testing

@testable import Fetching
@testable import URLs

@Suite("Robots rules")
struct RobotsRulesTests {
    private func allows(_ text: String, _ path: String, tokens: Set<String> = ["img2shards"]) -> Bool {
        Array(text.utf8).withUnsafeBytes { RobotsRules($0, tokens: tokens) }.allows(path[...])
    }

    @Test(
        "The longest path that matches decides, and of two as long the one that allows",
        arguments: [
            ("Disallow: /", "/x", false), ("Disallow:", "/x", true), ("Allow: /", "/x", true), ("", "/x", true),
            ("Disallow: /a", "/a", false), ("Disallow: /a", "/ab?c", false), ("Disallow: /a", "/A", true),
            ("Disallow: /a/", "/a", true), ("Disallow: /\nAllow: /a", "/a/b", true),
            ("Allow: /a\nDisallow: /a/b", "/a/b.jpg", false), ("Disallow: /a\nAllow: /a", "/a", true),
            ("Disallow: /\nAllow: /$", "/", true), ("Disallow: /\nAllow: /$", "/x", false),
            ("Disallow: /", "/robots.txt", true), ("disALLOW:/a", "/a", false), ("  Disallow : /a  # all", "/a", false),
            ("Disallow: /a?b", "/a?bc", false), ("Disallow: /a?b", "/a", true),
        ])
    func longest(_ rules: String, _ path: String, _ expected: Bool) {
        #expect(allows("User-agent: *\n" + rules, path) == expected)
    }

    @Test(
        "A star is any bytes, a dollar at the end is the end",
        arguments: [
            ("/*.jpg", "/a/b.jpg", false), ("/*.jpg", "/a/b.jpg?x", false), ("/*.jpg$", "/a/b.jpg", false),
            ("/*.jpg$", "/a/b.jpg?x", true), ("/*.jpg$", "/a.jpg/b.jpg", false), ("/a*b*c", "/a1b2c3", false),
            ("/a*b*c", "/a1c2b3", true), ("/a*a*a$", "/aa", true), ("/a*a*a$", "/aaa", false), ("*b", "/ab", false),
            ("/a*", "/a", false), ("/a**$", "/abc", false), ("*", "/x", false), ("*$", "/x", false),
            ("/$x", "/$x", false),
            ("/$x", "/", true), ("$", "/", true), ("/ab*bc$", "/abc", true), ("/a%2A", "/a*", false),
            ("/a%2A", "/ab", true), ("/a%24", "/a$", false), ("/a%24", "/a", true),
        ])
    func wildcards(_ rule: String, _ path: String, _ expected: Bool) {
        #expect(allows("User-agent: *\nDisallow: \(rule)", path) == expected, "\(rule) \(path)")
    }

    @Test(
        "A byte and its escape are the same, but for those that mean something",
        arguments: [
            ("/foo/bar/ツ", "/foo/bar/%E3%83%84", false), ("/foo/bar/%e3%83%84", "/foo/bar/%E3%83%84", false),
            ("/foo/bar/%62%61%7A", "/foo/bar/baz", false), ("/a b", "/a%20b", false), ("/a%2Fb", "/a/b", true),
            ("/a%2fb", "/a%2Fb", false), ("/%", "/%", false), ("/%zz", "/%zz", false), ("/a%00b", "/a%00b", false),
            ("/a%00b", "/axb", true), ("/a\u{0}b", "/axb", true),
        ])
    func escapes(_ rule: String, _ path: String, _ expected: Bool) {
        #expect(allows("User-agent: *\nDisallow: \(rule)", path) == expected, "\(rule) \(path)")
    }

    @Test("Groups that name us count together, and those of everybody only where none does")
    func groups() {
        let text = """
            \u{FEFF}User-agent: googlebot\r
            Disallow: /g\r
            \r
            Sitemap: https://a.example/sitemap.xml\r
            user-agent: *\r
            Disallow: /all\r
            User-Agent: IMG2SHARDS/2.0\r
            Crawl-delay: 10\r
            User-agent: otherbot\r
            Disallow: /us\r
            Allow: /us/too\r
            User-agent: ourbot\r
            Disallow: /our\r
            User-agent: img2shards\r
            Disallow: /more\r
            """
        #expect(allows(text, "/all") && allows(text, "/g") && allows(text, "/us/too") && allows(text, "/our"))
        #expect(!allows(text, "/us") && !allows(text, "/more"))
        #expect(!allows(text, "/our", tokens: ["img2shards", "ourbot"]))
        #expect(!allows(text, "/all", tokens: []) && allows(text, "/us", tokens: []))
        #expect(!allows(text, "/all", tokens: ["img2"]))
        #expect(allows("Disallow: /\nUser-agent: *\nAllow: /", "/x"))
        #expect(allows("User-agent: img2shards\n\nUser-agent: *\nDisallow:\n", "/x"))
        #expect(allows("User-agent: img2shards\nAllow: /\nUser-agent: *\nDisallow: /\n", "/x"))
    }

    @Test("What is no robots.txt allows everything, and any length is read in bounds")
    func hostile() {
        #expect(allows("<html><body>404: not found</body></html>", "/x"))
        #expect(allows(String(repeating: "User-agent: *\n", count: 10_000), "/x"))
        let many = "User-agent: *\n" + (0..<6_000).map { "Disallow: /*a*a*\($0)\n" }.joined()
        #expect(allows(many, "/" + String(repeating: "a", count: 16_000)))
        #expect(!allows(many, "/aa42"))
        let longPath = "/" + String(repeating: "a", count: RobotsRules.maximumPathBytes)
        #expect(allows("User-agent: *\nDisallow: \(longPath)", longPath))
        let filler = String(repeating: "#", count: RobotsRules.maximumBytes)
        #expect(allows("User-agent: *\n\(filler)\nDisallow: /b", "/b"))
        var random = SeededBits(seed: 3)
        for _ in 0..<500 {
            let count = Int.random(in: 0...80, using: &random)
            let bytes: [UInt8] = (0..<count).map { _ in
                Array("user-agent:*\n\r#disallow:/$% \u{0}".utf8).randomElement(using: &random) ?? 0
            }
            let rules = bytes.withUnsafeBytes { RobotsRules($0, tokens: ["img2shards"]) }
            #expect(rules.allows("/robots.txt"))
            _ = rules.allows("/a/b*c$?d%2")
        }
    }

    @Test("Rules found by halving decide as rules that are tried one after the other")
    func search() {
        var random = SeededBits(seed: 8)
        func path(_ most: Int) -> String {
            "/"
                + String(
                    (0..<Int.random(in: 0...most, using: &random)).map { _ in "ab/".randomElement(using: &random) ?? "a"
                    })
        }
        for _ in 0..<300 {
            let rules = (0..<12).map { _ in (path: path(5), allows: Bool.random(using: &random)) }
            let text = rules.map { ($0.allows ? "Allow: " : "Disallow: ") + $0.path }.joined(separator: "\n")
            for _ in 0..<20 {
                let asked = path(8)
                let matching = rules.filter { asked.hasPrefix($0.path) }
                let longest = matching.map(\.path.count).max()
                let expected = matching.filter { $0.path.count == longest }.contains(where: \.allows)
                #expect(allows("User-agent: *\n" + text, asked) == (matching.isEmpty || expected), "\(asked): \(text)")
            }
        }
    }

    @Test(
        "A robots.txt that cannot be fetched allows everything or nothing, or ends the row as it ended itself",
        arguments: [
            (FetchError.status(404, reason: ""), false, nil), (.status(429, reason: ""), false, nil),
            (
                .status(503, reason: "Busy"), false,
                "Disallowed by robots.txt: it cannot be fetched (HTTP Error 503: Busy)"
            ),
            (.redirectLoop(status: 302, reason: ""), true, nil), (.unknownName, false, FetchError.unknownName.message),
            (.unknownName, true, "Disallowed by robots.txt: it cannot be fetched (\(FetchError.unknownName.message))"),
            (
                .timeout(.firstByte, deadline: .seconds(1)), false,
                "Disallowed by robots.txt: it cannot be fetched (The read operation timed out)"
            ),
        ])
    func failures(_ error: FetchError, _ wasRedirected: Bool, _ message: String?) throws {
        let target = try URLParser().parse("http://a.example/x")
        #expect(RobotsTxt(failure: error, wasRedirected: wasRedirected).refusal(of: target)?.message == message)
    }

    @Test("One fetch for a server however many wait; what is known is bounded and expires")
    func cache() {
        var cache = RobotsTxtCache<Int>(capacity: 2)
        let start = Moment(nanoseconds: 0)
        func isFetch(_ reply: RobotsTxtCache<Int>.Reply) -> Bool { if case .fetch = reply { true } else { false } }
        func isAnswer(_ reply: RobotsTxtCache<Int>.Reply) -> Bool { if case .answer = reply { true } else { false } }
        #expect(isFetch(cache.ask("a", waiter: 1, now: start)))
        #expect(!isFetch(cache.ask("a", waiter: 2, now: start)))
        #expect(cache.waiting == 2)
        #expect(cache.settle("a", .unavailable, now: start) == [1, 2])
        #expect(cache.waiting == 0)
        #expect(isAnswer(cache.ask("a", waiter: 3, now: start)))
        #expect(isFetch(cache.ask("a", waiter: 4, now: start + 86_400_000_000_000)))
        #expect(cache.settle("a", .unreachable(.unknownName), now: start) == [4])
        for site in ["b", "c"] {
            _ = cache.ask(site, waiter: 5, now: start)
            _ = cache.settle(site, .unavailable, now: start)
        }
        #expect(cache.count == 2)
        #expect(isFetch(cache.ask("a", waiter: 6, now: start)))
        #expect(isAnswer(cache.ask("c", waiter: 7, now: start)))
    }
}
