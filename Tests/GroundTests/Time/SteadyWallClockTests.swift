// Durations that nobody's setting of the clock changes.

import Testing

@testable import Ground

@Suite("The steady clock")
struct SteadyWallClockTests {
    @Test("It goes on from the time of day by the monotonic clock, and never asks for the time of day again")
    func steady() {
        let start = ContinuousClock.now
        let clock = SteadyWallClock(secondsSince1970: 1_000_000, at: start)
        #expect(clock.secondsSince1970(at: start) == 1_000_000)
        #expect(clock.secondsSince1970(at: start + .milliseconds(2500)) == 1_000_002.5)
        let now = SteadyWallClock.ofProcess.secondsSince1970()
        #expect(SteadyWallClock.ofProcess.secondsSince1970() >= now)
    }
}
