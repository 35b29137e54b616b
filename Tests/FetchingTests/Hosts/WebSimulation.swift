// A list of rows over simulated hosts, fetched by the real plan in virtual time.

import Ground

@testable import Fetching

/// Plays a list: hosts and rows in, what became of each row and of the time out.
struct WebSimulation {
    struct Row {
        let host: Int
        /// What its URL meets with where the host would give the image.
        var own: SimulatedHost.Answer?
        /// How many requests meet with it; nil: all.
        var times: Int?
    }

    struct Outcome {
        var images = 0
        /// Rows that ended with their host, and those of them that were never asked for.
        var givenUp = 0
        var neverAsked = 0
        /// How often each row was settled.
        var settled: [Int]
        /// When the last image came, and when all was over.
        var lastImageSeconds = 0.0
        var seconds = 0.0
        var requests = 0
        /// Time in which nothing was in flight, and the longest such time.
        var idleSeconds = 0.0
        var longestIdleSeconds = 0.0
        /// Requests refused for a limit of the host, as a share of all.
        var overAskedShare = 0.0
    }

    private struct Running {
        let row: Int
        let host: HostQueue<Int>.HostIndex
        let begin: Moment
        let answer: SimulatedHost.Answer
        let isServed: Bool
    }

    var hosts: [SimulatedHost]
    let rows: [Row]
    var retries = 2
    var maximumInFlight = 1024
    var rules = HostRules()
    /// When each row comes; all at the start where it is empty.
    var arrivals: [Double] = []

    private static let timeout = 10.0

    init(hosts: [SimulatedHost], rows: [Row]) {
        self.hosts = hosts
        self.rows = rows
    }

    mutating func play() -> Outcome {
        var queue = HostQueue<Int>(rules)
        let policy = RetryPolicy(retries: retries)
        var jitter = SeededBits(seed: 5)
        var limit = ConcurrencyLimit(
            ceiling: maximumInFlight, timeoutNanoseconds: Int64(Self.timeout * 1e9), now: Self.moment(0))
        var figures = ConcurrencyLimit.Figures()
        var retrying = DueQueue<Moment, Int>()
        var running = DueQueue<Moment, Running>()
        var attempts = [Int](repeating: 0, count: rows.count)
        var outcome = Outcome(settled: [Int](repeating: 0, count: rows.count))
        var left = rows.count
        var nextArrival = 0
        var now = Self.moment(0)
        while left > 0 {
            let seconds = Self.seconds(now)
            while nextArrival < rows.count, arrivals.isEmpty || arrivals[nextArrival] <= seconds {
                queue.add(nextArrival, host: "h\(rows[nextArrival].host)", now: now)
                nextArrival += 1
            }
            while let done = running.next(now: now) {
                let row = rows[done.row]
                if done.isServed { hosts[row.host].leave() }
                let (error, wish) = Self.failure(done.answer)
                switch error?.category {
                case .timeout, .connect, .connectionLost: figures.troubles += 1
                default: figures.answers += 1
                }
                let givenUp = queue.finished(
                    done.host, Self.hostOutcome(done.answer), begin: done.begin, isAgain: attempts[done.row] > 1,
                    now: now)
                if let error, givenUp == nil,
                    let delay = policy.delay(after: error, attempts: attempts[done.row], wish: wish, jitter: &jitter)
                {
                    retrying.add(done.row, due: now + delay.inNanoseconds)
                    continue
                }
                outcome.settled[done.row] += 1
                left -= 1
                guard error == nil else { continue }
                outcome.images += 1
                outcome.lastImageSeconds = seconds
            }
            while let row = retrying.next(now: now) {
                queue.add(row, host: "h\(rows[row].host)", isAgain: true, now: now)
            }
            queue.wake(now: now)
            while let refused = queue.takeRefused() {
                outcome.settled[refused.element] += 1
                outcome.givenUp += 1
                if attempts[refused.element] == 0 { outcome.neverAsked += 1 }
                left -= 1
            }
            if now >= limit.nextStep {
                figures.inFlight = running.count
                limit.step(figures, now: now)
                figures.isBinding = false
            }
            while running.count < limit.value, let next = queue.next(now: now) {
                let host = rows[next.element].host
                let own = attempts[next.element] < rows[next.element].times ?? .max ? rows[next.element].own : nil
                attempts[next.element] += 1
                let (answer, isServed) = hosts[host].receive(own: own, at: seconds)
                let running1 = Running(
                    row: next.element, host: next.host, begin: now, answer: answer, isServed: isServed)
                let length = Self.length(answer, of: hosts[host], at: seconds, jitter: &jitter)
                running.add(running1, due: now + Int64(length * 1e9))
            }
            if running.count >= limit.value, queue.canStart { figures.isBinding = true }
            guard left > 0 else { break }
            var dues = [running.firstDue, retrying.firstDue, queue.firstDue]
            if nextArrival < rows.count { dues.append(Self.moment(arrivals[nextArrival])) }
            if figures.isBinding { dues.append(limit.nextStep) }
            // Nothing to wait for, and rows left: the plan has forgotten them.
            guard let due = dues.compactMap({ $0 }).min() else { break }
            let next = max(due, now + 100_000)
            if running.count == 0 {
                let idle = Double(next - now) / 1e9
                outcome.idleSeconds += idle
                outcome.longestIdleSeconds = max(outcome.longestIdleSeconds, idle)
            }
            now = next
        }
        outcome.seconds = Self.seconds(now)
        outcome.requests = hosts.reduce(0) { $0 + $1.requests }
        let refused = hosts.reduce(0) { $0 + $1.refusedByLimit }
        outcome.overAskedShare = Double(refused) / Double(max(1, outcome.requests))
        return outcome
    }

    private static func moment(_ seconds: Double) -> Moment { Moment(nanoseconds: 1 + Int64(seconds * 1e9)) }

    private static func seconds(_ moment: Moment) -> Double { Double(moment.nanoseconds - 1) / 1e9 }

    private static func length(
        _ answer: SimulatedHost.Answer, of host: SimulatedHost, at seconds: Double, jitter: inout SeededBits
    ) -> Double {
        let latency = host.latency(at: seconds, jitter: &jitter)
        switch answer {
        case .image: return min(latency, timeout)
        // Servers refuse at once.
        case .refusal, .reset, .connectionRefused, .badCertificate: return min(latency, 0.02)
        case .hang, .noConnection: return timeout
        }
    }

    private static func failure(_ answer: SimulatedHost.Answer) -> (error: FetchError?, wish: Duration?) {
        switch answer {
        case .image: (nil, nil)
        case .refusal(let status, let wish): (.status(status, reason: ""), wish)
        case .reset: (FetchError(.connectionLost, "reset", isRetriable: true), nil)
        case .hang: (.timeout(.firstByte, deadline: .seconds(60)), nil)
        case .noConnection: (.timeout(.connection, deadline: .seconds(60)), nil)
        case .connectionRefused: (FetchError(.connect, "refused", isRetriable: true), nil)
        case .badCertificate: (FetchError(.tls, "certificate"), nil)
        }
    }

    /// As `FetchLoop.hostOutcome` sees it.
    private static func hostOutcome(_ answer: SimulatedHost.Answer) -> HostOutcome {
        let error = failure(answer).error ?? FetchError(.unexpected, "")
        switch answer {
        case .image, .badCertificate: return .answered
        case .refusal(429, let wish): return .busy(wish: wish, reason: error)
        case .refusal(503, let wish): return wish == nil ? .strained : .busy(wish: wish, reason: error)
        case .refusal: return .answered
        case .reset, .hang: return .mute(reason: error)
        case .noConnection, .connectionRefused: return .silent(reason: error)
        }
    }
}
