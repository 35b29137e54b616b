// Both forms of Retry-After.

import Testing

@testable import Fetching

@Suite("Retry-After")
struct RetryAfterTests {
    private let noon: Int64 = 1_794_312_000  // 2026-11-10 12:00:00 GMT

    @Test(
        "Seconds and every form of a date are understood",
        arguments: [
            ("0", 0), ("120", 120), ("99999999999999999999", 86_400), ("Tue, 10 Nov 2026 12:00:30 GMT", 30),
            ("Tuesday, 10-Nov-26 12:01:00 GMT", 60), ("Tue Nov 10 12:00:05 2026", 5),
            ("Tue, 10 Nov 2026 11:00:00 GMT", 0), ("Wed, 10 Nov 2027 12:00:00 GMT", 86_400),
        ])
    func forms(_ text: String, seconds: Int) throws {
        let wish = try #require(RetryAfter(text))
        #expect(wish.delay(wallClock: noon) == .seconds(seconds))
    }

    @Test("What is neither is no wish", arguments: ["", "soon", "-5", "1.5", "+3", String(repeating: ":", count: 500)])
    func nonsense(_ text: String) {
        #expect(RetryAfter(text) == nil)
    }

    @Test("A date is meant by the server's own clock, where it tells it")
    func serverClock() throws {
        var wish = try #require(RetryAfter("Tue, 10 Nov 2026 12:00:30 GMT"))
        wish.serverEpochSeconds = noon + 20
        #expect(wish.delay(wallClock: noon - 100_000) == .seconds(10))
    }

    @Test("The header counts for 429 and 503 only, before or after the date")
    func head() {
        func wish(_ lines: [String]) -> Duration? {
            var head = ResponseHead()
            for line in lines {
                _ = Array((line + "\r\n").utf8).withUnsafeBytes { head.read($0, keepsRobots: false) }
            }
            return head.retryAfter?.delay(wallClock: 0)
        }
        #expect(wish(["HTTP/1.1 429 Too Many Requests", "Retry-After: 9", ""]) == .seconds(9))
        #expect(wish(["HTTP/1.1 503 x", "Retry-After:  9 ", ""]) == .seconds(9))
        #expect(wish(["HTTP/1.1 302 x", "Retry-After: 9", ""]) == nil)
        let lines = ["Date: Tue, 10 Nov 2026 12:00:00 GMT", "Retry-After: Tue, 10 Nov 2026 12:00:07 GMT"]
        #expect(wish(["HTTP/2 429"] + lines + [""]) == .seconds(7))
        #expect(wish(["HTTP/2 429"] + lines.reversed() + [""]) == .seconds(7))
    }
}
