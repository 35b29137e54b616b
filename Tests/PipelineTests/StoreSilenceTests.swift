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
