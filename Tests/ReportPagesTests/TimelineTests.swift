// Speed over time out of the times of shards.

import Testing

@testable import ReportPages

@Suite("Rows over time")
struct TimelineTests {
    private func interval(_ start: Double, _ end: Double, _ images: Int, _ failures: Int = 0) -> Timeline.Interval {
        Timeline.Interval(start: start, end: end, images: images, failures: failures)
    }

    private func total(_ timeline: Timeline) -> Double {
        let last = timeline.seconds - Double(timeline.images.count - 1) * timeline.barSeconds
        return timeline.images.enumerated().reduce(0) { sum, bar in
            sum + bar.element * (bar.offset == timeline.images.count - 1 ? last : timeline.barSeconds)
        }
    }

    @Test("Rows of shards are spread over their time")
    func spread() throws {
        let timeline = try #require(Timeline([interval(1000, 1090, 900, 90), interval(1000, 1045, 450)]))
        #expect(timeline.seconds == 90 && timeline.barSeconds == 1 && timeline.pauses.isEmpty)
        #expect(timeline.images[0...44].allSatisfy { abs($0 - 20) < 1e-6 })
        #expect(timeline.images[45...89].allSatisfy { abs($0 - 10) < 1e-6 })
        #expect(timeline.failures.allSatisfy { abs($0 - 1) < 1e-6 })
    }

    @Test("A pause takes no room")
    func pause() throws {
        let timeline = try #require(Timeline([interval(0, 100, 100), interval(100_000, 100_100, 100)]))
        #expect(timeline.seconds == 200 && timeline.pauses == [Timeline.Pause(at: 100, seconds: 99_900)])
        #expect(abs(total(timeline) - 200) < 1e-6)
        #expect(timeline.start == 0 && timeline.end == 100_100)
    }

    @Test("A shard without duration, and one of weeks, are on the axis")
    func lengths() throws {
        let moment = try #require(Timeline([interval(5, 5, 10)]))
        #expect(moment.images.reduce(0, +) > 0 && moment.images.count == 1)
        let weeks = try #require(Timeline([interval(0, 3e6, 3_000_000)]))
        #expect(weeks.images.count <= Timeline.mostBars && abs(total(weeks) - 3e6) < 1)
    }

    @Test("Times that are none are left out")
    func nonsense() throws {
        #expect(Timeline([]) == nil)
        #expect(
            Timeline([interval(-5, 5, 1), interval(9, 8, 1), interval(1e300, 2e300, 1), interval(.nan, 1, 1)]) == nil)
        let timeline = try #require(Timeline([interval(1e15, 2e15, 1), interval(10, 20, 100)]))
        #expect(timeline.seconds == 10)
    }
}
