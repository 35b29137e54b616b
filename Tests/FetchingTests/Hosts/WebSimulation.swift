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
        let attempt: FetchPlan.Attempt
        let answer: SimulatedHost.Answer
        let isServed: Bool
    }

    var hosts: [SimulatedHost]
    let rows: [Row]
    var options = FetchOptions()
    /// When each row comes; all at the start where it is empty.
    var arrivals: [Double] = []

    private static let timeout = 10.0

    init(hosts: [SimulatedHost], rows: [Row]) {
        self.hosts = hosts
        self.rows = rows
    }

    mutating func play() throws -> Outcome {
        var now = Self.moment(0)
        let plan = FetchPlan(options: options, urls: try URLCheck(options), productTokens: [], now: now)
        let budget = MemoryBudget(limitBytes: 1 << 30)
        var jitter = SeededBits(seed: 5)
        var running = DueQueue<Moment, Running>()
        var asked = [Int](repeating: 0, count: rows.count)
        var outcome = Outcome(settled: [Int](repeating: 0, count: rows.count))
        var left = rows.count
        var nextArrival = 0
        while left > 0 {
            let seconds = Self.seconds(now)
            if !plan.hasArrivals {
                let first = nextArrival
                while nextArrival < rows.count, arrivals.isEmpty || arrivals[nextArrival] <= seconds {
                    nextArrival += 1
                }
                plan.arrived((first..<nextArrival).map(request))
            }
            while let done = running.next(now: now) {
                let host = rows[Int(done.attempt.job.id)].host
                if done.isServed { hosts[host].leave() }
                plan.ended(done.attempt, Self.end(done.answer, budget: budget), now: now)
            }
            plan.advance(now: now)
            plan.admission.adjust(receivedBytes: 0, pressure: .none, now: now)
            while plan.admission.hasSlot, let attempt = plan.next(now: now) {
                let row = Int(attempt.job.id)
                let own = asked[row] < rows[row].times ?? .max ? rows[row].own : nil
                asked[row] += 1
                let (answer, isServed) = hosts[rows[row].host].receive(own: own, at: seconds)
                let length = Self.length(answer, of: hosts[rows[row].host], at: seconds, jitter: &jitter)
                running.add(
                    Running(attempt: attempt, answer: answer, isServed: isServed), due: now + Int64(length * 1e9))
            }
            plan.admission.noteEnd(canStart: plan.canStart)
            for result in plan.takeResults() {
                outcome.settled[Int(result.id)] += 1
                left -= 1
                switch result.outcome {
                case .success:
                    outcome.images += 1
                    outcome.lastImageSeconds = seconds
                case .failure(let error) where error.category == .hostGivenUp:
                    outcome.givenUp += 1
                    if result.attempts == 0 { outcome.neverAsked += 1 }
                case .failure: break
                }
            }
            guard left > 0 else { break }
            var dues = [running.firstDue, plan.due]
            if plan.isDue { dues.append(now) }
            if nextArrival < rows.count { dues.append(Self.moment(arrivals[nextArrival])) }
            if plan.admission.isBinding { dues.append(plan.admission.limit.nextStep) }
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

    private func request(_ row: Int) -> FetchRequest {
        FetchRequest(id: UInt64(row), url: "http://h\(rows[row].host).test/\(row).jpg")
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

    private static func end(_ answer: SimulatedHost.Answer, budget: MemoryBudget) -> AttemptEnd {
        switch answer {
        case .image:
            var end = AttemptEnd(
                .body(FetchedBody(buffer: ByteBuffer(maximumBytes: 0), budget: budget, reservedBytes: 0)))
            end.status = 200
            return end
        case .refusal(let status, let wish):
            var end = AttemptEnd(.failure(.status(status, reason: "")))
            end.status = status
            end.wish = wish
            return end
        case .reset: return AttemptEnd(.failure(FetchError(.connectionLost, "reset", isRetriable: true, kind: .reset)))
        case .hang: return AttemptEnd(.failure(.timeout(.firstByte, deadline: .seconds(60))))
        case .noConnection: return AttemptEnd(.failure(.timeout(.connection, deadline: .seconds(60))))
        case .connectionRefused: return AttemptEnd(.failure(FetchError(.connect, "refused", isRetriable: true)))
        case .badCertificate: return AttemptEnd(.failure(FetchError(.tls, "certificate")))
        }
    }
}
