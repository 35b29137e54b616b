// A host in virtual time: what it does with each request.

import Ground

@testable import Fetching

/// A host that the simulation asks; all its times are virtual.
struct SimulatedHost: Sendable {
    /// What a request meets with.
    enum Answer: Sendable {
        case image
        case refusal(status: Int, wish: Duration?)
        /// The connection is reset, or closed without an answer.
        case reset
        /// The connection stands, and nothing comes.
        case hang
        /// No connection is made, and nobody says so.
        case noConnection
        /// The connection is refused.
        case connectionRefused
        /// Its certificate is not believed.
        case badCertificate
    }

    /// A time in which the host answers otherwise.
    struct Spell: Sendable {
        let from: Double
        let until: Double
        var answer: Answer?
        var latencyFactor = 1.0

        init(from: Double, until: Double, answer: Answer? = nil, latencyFactor: Double = 1) {
            self.from = from
            self.until = until
            self.answer = answer
            self.latencyFactor = latencyFactor
        }
    }

    /// Median and spread (of the logarithm) of the time to an answer.
    var medianMilliseconds = 120.0
    var spread = 0.5
    /// What all its URLs meet with.
    var always: Answer?
    var spells: [Spell] = []
    /// Requests answered in a second, and those saved up; others are refused. 0 for no limit.
    var perSecond = 0.0
    var burst = 1.0
    /// Requests answered at once; others are refused. 0 for no limit.
    var atOnce = 0
    /// What its limits say.
    var limitStatus = 429
    var limitWish: Duration?

    private var tokens = Double.infinity
    private var last = 0.0
    private(set) var answering = 0
    /// Requests refused for the limits.
    private(set) var refusedByLimit = 0
    private(set) var requests = 0

    /// A request for a URL arrives; `own` is what the URL has of its own.
    mutating func receive(own: Answer?, at seconds: Double) -> (answer: Answer, isServed: Bool) {
        requests += 1
        if let always { return (always, false) }
        let spell = spells.first { $0.from <= seconds && seconds < $0.until }
        if let answer = spell?.answer { return (answer, false) }
        if perSecond > 0 {
            tokens = min(burst, tokens + (seconds - last) * perSecond)
            last = seconds
            guard tokens >= 1 else { return (refuse(), false) }
            tokens -= 1
        }
        if atOnce > 0, answering >= atOnce { return (refuse(), false) }
        answering += 1
        return (own ?? .image, true)
    }

    /// One that was served has left.
    mutating func leave() { answering -= 1 }

    /// The time to an answer.
    func latency(at seconds: Double, jitter: inout SeededBits) -> Double {
        // The sum of twelve is as good as normal.
        let normal = (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &jitter) }
        let factor = spells.first { $0.from <= seconds && seconds < $0.until }?.latencyFactor ?? 1
        return min(medianMilliseconds * exponential(spread * normal), 5000) / 1000 * factor
    }

    private mutating func refuse() -> Answer {
        refusedByLimit += 1
        return .refusal(status: limitStatus, wish: limitWish)
    }

    /// e to the power of `x`; good enough for latencies, without a C library.
    private func exponential(_ x: Double) -> Double {
        var (sum, term) = (1.0, 1.0)
        for step in 1..<40 {
            term *= x / Double(step)
            sum += term
        }
        return sum
    }
}
