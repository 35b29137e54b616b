// Time in responses, without a clock.

import Testing

@testable import SampleWeb

@Suite("The progress of a response")
struct ResponseProgressTests {
    private let millisecond: UInt64 = 1_000_000

    private func plan(_ change: (inout ResponsePlan) -> Void = { _ in }) -> ResponsePlan {
        var plan = ResponsePlan()
        plan.head = [1, 2, 3, 4]
        plan.bodyBytes = 25
        change(&plan)
        return plan
    }

    @Test("An ordinary response is sent at once and then ends")
    func ordinary() {
        var progress = ResponseProgress(plan(), now: 5)
        #expect(progress.next(now: 5) == .send(upTo: 29))
        progress.sent(20)
        #expect(progress.next(now: 5) == .send(upTo: 29))
        progress.sent(9)
        #expect(progress.next(now: 5) == .end(.keepAlive))
    }

    @Test("A delay comes before the first byte")
    func delay() {
        let progress = ResponseProgress(plan { $0.delay = .milliseconds(3) }, now: 100)
        #expect(progress.next(now: 101) == .wait(until: 100 + 3 * millisecond))
        #expect(progress.next(now: 100 + 3 * millisecond) == .send(upTo: 29))
    }

    @Test("A dripping body gives the head and one portion at once, and one more after each interval")
    func drip() {
        var progress = ResponseProgress(plan { $0.drip = .init(bytes: 10, interval: .milliseconds(5)) }, now: 0)
        #expect(progress.next(now: 0) == .send(upTo: 14))
        progress.sent(14)
        #expect(progress.next(now: 4 * millisecond) == .wait(until: 5 * millisecond))
        #expect(progress.next(now: 5 * millisecond) == .send(upTo: 24))
        progress.sent(10)
        #expect(progress.next(now: 10 * millisecond) == .send(upTo: 29))
        progress.sent(5)
        #expect(progress.next(now: 10 * millisecond) == .end(.keepAlive))
    }

    @Test("A dripping head counts from its first byte")
    func headDrip() {
        var progress = ResponseProgress(plan { $0.headDrip = .init(bytes: 1, interval: .milliseconds(5)) }, now: 0)
        #expect(progress.next(now: 0) == .send(upTo: 1))
        progress.sent(1)
        #expect(progress.next(now: 0) == .wait(until: 5 * millisecond))
        #expect(progress.next(now: 12 * millisecond) == .send(upTo: 3))
    }

    @Test("An endless drip never overflows")
    func endlessDrip() {
        let progress = ResponseProgress(
            plan {
                $0.bodyBytes = .max
                $0.drip = .init(bytes: FaultScript.maximumNumber, interval: .milliseconds(1))
            }, now: 0)
        #expect(progress.next(now: UInt64.max / 2) == .send(upTo: .max))
    }
}
