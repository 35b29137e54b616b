// Which object is read next, decided without a clock.

import Testing

@testable import BodyFetching

@Suite("Lines of objects, one for each bucket")
struct StoreLinesTests {
    private let start = ContinuousClock.now

    private static func limits(perBucket: Int = 2, rate: Double? = nil, bytes: Int? = nil) -> StoreLimits {
        var limits = StoreLimits()
        limits.perBucket = perBucket
        limits.rate = rate
        limits.bytesPerSecond = bytes
        return limits
    }

    /// Orders that may begin now.
    private func taken(_ lines: inout StoreLines<String>, at now: ContinuousClock.Instant) -> [String] {
        var taken: [String] = []
        while case .take(let order) = lines.next(now: now) { taken.append(order) }
        return taken
    }

    @Test("Buckets take turns, and none has more than its limit")
    func turns() {
        var lines = StoreLines<String>(Self.limits())
        for number in 0..<5 { lines.add("a\(number)", to: "a") }
        for number in 0..<3 { lines.add("b\(number)", to: "b") }
        #expect(taken(&lines, at: start) == ["a0", "b0", "a1", "b1"])
        lines.done("b")
        #expect(taken(&lines, at: start) == ["b2"])
        lines.done("b")
        #expect(taken(&lines, at: start) == [])
        lines.done("a")
        #expect(taken(&lines, at: start) == ["a2"])
        #expect(lines.waiting == 2)
    }

    @Test("A bucket that asks for fewer requests gets half as many, and one more after sixteen that succeed")
    func busy() {
        var lines = StoreLines<String>(Self.limits(perBucket: 4))
        for number in 0..<100 { lines.add("\(number)", to: "a") }
        #expect(taken(&lines, at: start).count == 4)
        lines.attemptEnded("a", bytes: 0, wasBusy: true, now: start)
        for _ in 0..<4 { lines.done("a") }
        #expect(taken(&lines, at: start).count == 2)
        for _ in 0..<16 { lines.attemptEnded("a", bytes: 9, wasBusy: false, now: start) }
        #expect(taken(&lines, at: start).count == 1)
        for _ in 0..<8 { lines.attemptEnded("a", bytes: 0, wasBusy: true, now: start) }
        for _ in 0..<3 { lines.done("a") }
        #expect(taken(&lines, at: start).count == 1)
        lines.attemptEnded("a", bytes: 0, wasBusy: nil, now: start)
        lines.done("a")
        #expect(taken(&lines, at: start).count == 1)
    }

    @Test("With a rate requests to one bucket are spread evenly, and others do not wait for it")
    func rate() {
        var lines = StoreLines<String>(Self.limits(perBucket: 10, rate: 2))
        for number in 0..<3 { lines.add("a\(number)", to: "a") }
        lines.add("b0", to: "b")
        #expect(taken(&lines, at: start) == ["a0", "b0"])
        guard case .wait(let until) = lines.next(now: start) else {
            Issue.record("it does not wait")
            return
        }
        #expect(until == start + .milliseconds(500))
        #expect(taken(&lines, at: until) == ["a1"])
        #expect(taken(&lines, at: start + .milliseconds(999)) == [])
        #expect(taken(&lines, at: start + .seconds(1)) == ["a2"])
    }

    @Test("What came is paid for in time before more is read")
    func bandwidth() {
        var lines = StoreLines<String>(Self.limits(perBucket: 1, bytes: 1000))
        for number in 0..<3 { lines.add("\(number)", to: "a") }
        #expect(taken(&lines, at: start) == ["0"])
        lines.attemptEnded("a", bytes: 2000, wasBusy: false, now: start)
        lines.done("a")
        #expect(taken(&lines, at: start + .milliseconds(1999)) == [])
        #expect(taken(&lines, at: start + .seconds(2)) == ["1"])
    }

    @Test("What waits can be forgotten")
    func forgets() {
        var lines = StoreLines<String>(Self.limits())
        for number in 0..<5 { lines.add("\(number)", to: "a") }
        lines.removeAll()
        #expect(lines.waiting == 0 && taken(&lines, at: start).isEmpty)
        lines.add("new", to: "a")
        #expect(taken(&lines, at: start) == ["new"])
    }
}
