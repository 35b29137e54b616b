// When a run says that its store is silent.

import Testing

@testable import Pipeline

@Suite("Silence of a store")
struct StoreSilenceTests {
    @Test("Said once after a minute without a confirmed part, and once when it is over")
    func once() {
        let start = ContinuousClock.now
        var silence = StoreSilence(now: start)
        #expect(silence.notice(at: start + .seconds(100)) == nil)
        silence.begins(at: start + .seconds(100))
        #expect(silence.notice(at: start + .seconds(150)) == nil)
        silence.moves(at: start + .seconds(155))
        #expect(silence.notice(at: start + .seconds(214)) == nil)
        #expect(silence.notice(at: start + .seconds(216))?.hasPrefix("! the store has confirmed nothing") == true)
        #expect(silence.notice(at: start + .seconds(300)) == nil)
        silence.moves(at: start + .seconds(301))
        #expect(silence.notice(at: start + .seconds(302)) == "the store takes files again")
        #expect(silence.notice(at: start + .seconds(303)) == nil)
        silence.ends(at: start + .seconds(304))
        #expect(silence.notice(at: start + .seconds(1000)) == nil)
    }
}

@Suite("Speed of a store")
struct SentBytesTests {
    @Test("Bytes a second of the last half minute, while something is sent; nothing before there is something to say")
    func rate() throws {
        let start = ContinuousClock.now
        var sent = SentBytes()
        #expect(sent.rate(at: start) == nil)
        sent.begins(at: start)
        sent.add(10_000_000, at: start + .seconds(1))
        #expect(sent.rate(at: start + .seconds(1)) == nil)
        #expect(try #require(sent.rate(at: start + .seconds(10))) == 1_000_000)
        for second in 11...100 { sent.add(2_000_000, at: start + .seconds(second)) }
        #expect(abs(try #require(sent.rate(at: start + .seconds(100))) - 2_000_000) < 100_000)
        // Silent for long: it takes nothing.
        #expect(sent.rate(at: start + .seconds(200)) == 0)
        sent.rests()
        #expect(sent.rate(at: start + .seconds(201)) == nil)
        #expect(sent.total == 190_000_000)
    }
}
