// How far ahead a worker takes shards.

import Ground
import Testing

@testable import Pipeline

@Suite struct ClaimPaceTests {
    private let begin = ContinuousClock.now

    @Test("Before its rate is known a worker takes little") func first() {
        let pace = ClaimPace(now: begin)
        #expect(pace.admits(unsettledRows: 199, isMoreWanted: false, now: begin))
        #expect(!pace.admits(unsettledRows: 200, isMoreWanted: false, now: begin))
        #expect(pace.admits(unsettledRows: 599, isMoreWanted: true, now: begin))
    }

    @Test("Then it takes what it settles in ten seconds, also when it becomes slower") func rate() {
        var pace = ClaimPace(now: begin)
        for row in 0..<2000 { pace.settled(now: begin + .milliseconds(row * 10)) }
        let later = begin + .seconds(20)
        #expect((95...105).contains(pace.rate(now: later)))
        #expect(pace.admits(unsettledRows: 900, isMoreWanted: false, now: later))
        #expect(!pace.admits(unsettledRows: 1100, isMoreWanted: false, now: later))
        for row in 0..<200 { pace.settled(now: later + .milliseconds(row * 100)) }
        #expect((9...11).contains(pace.rate(now: later + .seconds(20))))
    }

    @Test("After a pause the rate before it says nothing") func pause() {
        var pace = ClaimPace(now: begin)
        for row in 0..<1000 { pace.settled(now: begin + .milliseconds(row)) }
        pace.settled(now: begin + .seconds(60))
        #expect(pace.rate(now: begin + .seconds(60)) < 1)
    }
}
