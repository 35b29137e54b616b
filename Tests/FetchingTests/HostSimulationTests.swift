// Hosts with limits of their own, played in virtual time: every image must be had.

import Testing
import Threads

@testable import Fetching

/// A host that answers 429 beyond a number of requests per second.
private struct StrictHost {
    let perSecond: Double
    let burst: Double
    /// What its 429 says in `Retry-After`.
    let wish: Duration?
    private var tokens: Double
    private var last = Moment(nanoseconds: 0)

    init(perSecond: Double, burst: Double, wish: Duration?) {
        self.perSecond = perSecond
        self.burst = burst
        self.wish = wish
        tokens = burst
    }

    mutating func allows(at now: Moment) -> Bool {
        tokens = min(burst, tokens + Double(now - last) / 1e9 * perSecond)
        last = now
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}

@Suite("Hosts with limits of their own")
struct HostSimulationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let perSecond: Double
        let burst: Double
        let wish: Duration?
        let latencyMilliseconds: Int64
        var testDescription: String { "\(perSecond)/s, burst \(burst), wish \(wish as Any), \(latencyMilliseconds) ms" }
    }

    /// Plays 600 rows of one host with two retries.
    ///
    /// - Returns: rows had, requests made, seconds it took.
    private func play(_ scene: Case) -> (had: Int, requests: Int, seconds: Double) {
        let rows = 600
        var host = StrictHost(perSecond: scene.perSecond, burst: scene.burst, wish: scene.wish)
        var queue = HostQueue<Int>(HostRules())
        let policy = RetryPolicy(retries: 2)
        var jitter = JitterGenerator(seed: 5)
        var retries = DueQueue<Moment, Int>()
        var running = DueQueue<Moment, (row: Int, host: Int32, begin: Moment, isAllowed: Bool)>()
        var attempts = [Int](repeating: 0, count: rows)
        var (had, lost, requests) = (0, 0, 0)
        var now = Moment(nanoseconds: 1)
        let error = FetchError.status(429, reason: "Too Many Requests")
        for row in 0..<rows { queue.add(row, host: "a", now: now) }
        while had + lost < rows {
            while let done = running.next(now: now) {
                let outcome = done.isAllowed ? HostOutcome.answered : .busy(wish: scene.wish, reason: error)
                let givenUp = queue.finished(done.host, outcome, begin: done.begin, now: now)
                let delay = policy.delay(
                    after: error, attempts: attempts[done.row], wish: scene.wish, jitter: &jitter)
                if done.isAllowed {
                    had += 1
                } else if givenUp == nil, let delay {
                    retries.add(done.row, due: now + delay.inNanoseconds)
                } else {
                    lost += 1
                }
            }
            while let row = retries.next(now: now) { queue.add(row, host: "a", now: now) }
            queue.wake(now: now)
            while queue.takeRefused() != nil { lost += 1 }
            while let next = queue.next(now: now) {
                attempts[next.element] += 1
                requests += 1
                let isAllowed = host.allows(at: now)
                let latency = scene.latencyMilliseconds * Int64.random(in: 800_000...1_200_000, using: &jitter)
                running.add((next.element, next.host, now, isAllowed), due: now + latency)
            }
            let due = [running.firstDue, retries.firstDue, queue.firstDue].compactMap { $0 }.min()
            guard let due else { break }
            now = max(due, now + 1)
        }
        return (had, requests, Double(now.nanoseconds) / 1e9)
    }

    @Test(
        "Every image of a host that answers 429 beyond its limit is had with two retries, in reasonable time",
        arguments: [
            Case(perSecond: 5, burst: 5, wish: .seconds(1), latencyMilliseconds: 50),
            Case(perSecond: 20, burst: 20, wish: .seconds(1), latencyMilliseconds: 50),
            Case(perSecond: 20, burst: 20, wish: nil, latencyMilliseconds: 50),
            Case(perSecond: 100, burst: 10, wish: .seconds(2), latencyMilliseconds: 120),
            Case(perSecond: 100, burst: 10, wish: nil, latencyMilliseconds: 120),
            Case(perSecond: 2, burst: 60, wish: .seconds(10), latencyMilliseconds: 200),
            Case(perSecond: 50, burst: 1, wish: nil, latencyMilliseconds: 20),
        ])
    func polite(_ scene: Case) {
        let (had, requests, seconds) = play(scene)
        #expect(had == 600, "\(had) had, \(requests) requests, \(seconds) s")
        let least = max(0, 600 - scene.burst) / scene.perSecond
        #expect(seconds < 6 * least + 30, "\(had) had, \(requests) requests, \(seconds) s")
        #expect(requests < 1000)
    }
}
