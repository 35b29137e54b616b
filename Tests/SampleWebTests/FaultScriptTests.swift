// The grammar of faults.

import Testing

@testable import SampleWeb

@Suite("Fault scripts")
struct FaultScriptTests {
    private func script(_ query: String) throws -> FaultScript { try FaultScript(query: query[...]) }

    @Test("An empty query has no fault")
    func empty() throws {
        #expect(try script("") == FaultScript())
    }

    @Test("Faults combine in any order")
    func combined() throws {
        var expected = FaultScript()
        expected.status = 503
        expected.delay = .seconds(2)
        expected.drip = .init(bytes: 10, interval: .milliseconds(100))
        #expect(try script("delay=2000&status=503&drip=10/100") == expected)
        #expect(try script("drip=10/100&delay=2000&status=503") == expected)
    }

    @Test(
        "A cut has an action and a place",
        arguments: [
            ("stall=5", FaultScript.Cut(.stall, at: .bodyBytes(5))), ("reset=start", .init(.reset, at: .start)),
            ("close=end", .init(.close, at: .end)), ("hang", .init(.stall, at: .start)),
        ])
    func cuts(query: String, cut: FaultScript.Cut) throws {
        #expect(try script(query).cut == cut)
    }

    @Test(
        "A length is exact, off by some, or absent",
        arguments: [
            ("length=10", FaultScript.ClaimedLength.exact(10)), ("length=+10", .off(10)), ("length=-10", .off(-10)),
            ("length=none", .absent),
        ])
    func lengths(query: String, length: FaultScript.ClaimedLength) throws {
        #expect(try script(query).claimedLength == length)
    }

    @Test("A redirect is a chain, a loop, or to any URL")
    func redirects() throws {
        #expect(try script("redirect=3").redirect == .chain(3))
        #expect(try script("redirect=loop").redirect == .loop)
        #expect(try script("redirect-to=http%3A%2F%2Fa.example%2F%3Fb%26c").redirect == .to("http://a.example/?b&c"))
    }

    @Test("Headers are repeated and percent-decoded")
    func headers() throws {
        let expected = [FaultScript.Header("X-Robots-Tag", "noai, noindex"), .init("Retry-After", "2")]
        #expect(try script("header=X-Robots-Tag:noai,%20noindex&header=Retry-After:2").headers == expected)
    }

    @Test("What begins with an underscore is ignored")
    func ignored() throws {
        #expect(try script("_=1&_id=b") == FaultScript())
    }

    @Test("A query is read over a base, and replaces what it names")
    func overBase() throws {
        let base = try script("status=500&delay=10")
        let both = try FaultScript(query: "status=503", over: base)
        #expect(both.status == 503)
        #expect(both.delay == .milliseconds(10))
    }

    @Test(
        "A mistake is refused with the part that is wrong",
        arguments: [
            "stauts=503", "status=abc", "status=99", "delay=-1", "drip=10", "drip=0/10", "stall=5&close=6", "length=",
            "header=NoColon", "redirect=back", "chunked=0", "first=-1", "status",
        ])
    func mistakes(query: String) throws {
        let error = #expect(throws: SampleWebError.self) { try script(query) }
        #expect(error?.category == .script)
        #expect(error?.detail.contains(query.split(separator: "&").last ?? "") == true)
    }

    @Test("Every line of the grammar fits a terminal of 80 columns")
    func grammarWidth() {
        for line in (FaultScript.grammar + SampleWebServer.pathGrammar).split(separator: "\n") {
            #expect(line.count < 80, "\(line)")
        }
    }
}
