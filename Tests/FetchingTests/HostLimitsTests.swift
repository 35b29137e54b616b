// One host's limits, without clock and network.

import Testing

@testable import Fetching

@Suite("Host limits")
struct HostLimitsTests {
    private let rules = HostRules()
    private let second: Int64 = 1_000_000_000
    private let refused = FetchError(.connect, "<urlopen error [Errno 111] Connection refused>", isRetriable: true)
    private let tooMany = FetchError.status(429, reason: "Too Many Requests")

    private func at(_ seconds: Double) -> Moment { Moment(nanoseconds: Int64(seconds * 1e9) + 1) }

    /// Limits of a host that had `count` in flight.
    private func limits(peak count: Int32 = 32) -> HostLimits {
        var limits = HostLimits(rules)
        limits.started(inFlight: count, at: at(0), rules)
        return limits
    }

    @Test("A host may have 32 in flight, and the 33rd waits for one of them")
    func cap() {
        #expect(limits().verdict(inFlight: 31, at: at(0)) == .now)
        #expect(limits().verdict(inFlight: 32, at: at(0)) == .later)
    }

    @Test("Strain trims the connections once per round trip, however many fail in it")
    func shrinks() {
        var limits = limits()
        for _ in 0..<20 { limits.ended(.busy(wish: nil, reason: tooMany), begin: at(0), at: at(1), rules) }
        #expect(limits.connections == 16)
        limits.started(inFlight: 16, at: at(2), rules)
        limits.ended(.strained, begin: at(2), at: at(3), rules)
        #expect(limits.connections == 12)
        limits.started(inFlight: 12, at: at(3), rules)
        limits.ended(.silent(reason: refused), begin: at(3), at: at(4), rules)
        #expect(limits.connections == 9)
    }

    @Test("A first refusal halves what was granted, the second what was really in flight, down to one")
    func shrinksInUse() {
        var limits = limits(peak: 6)
        limits.ended(.busy(wish: nil, reason: tooMany), begin: at(0), at: at(1), rules)
        #expect(limits.connections == 16)
        limits.started(inFlight: 6, at: at(1), rules)
        limits.ended(.busy(wish: nil, reason: tooMany), begin: at(1), at: at(1.5), rules)
        #expect(limits.connections == 3)
        for round in 2..<9 {
            limits.started(inFlight: 1, at: at(Double(round)), rules)
            limits.ended(
                .busy(wish: nil, reason: tooMany), begin: at(Double(round)), at: at(Double(round) + 0.5), rules)
        }
        #expect(limits.connections == 1)
    }

    @Test("Answers give connections back one by one, up to the cap")
    func grows() {
        var limits = limits(peak: 8)
        limits.ended(.busy(wish: nil, reason: tooMany), begin: at(0), at: at(1), rules)
        limits.started(inFlight: 8, at: at(1), rules)
        limits.ended(.busy(wish: nil, reason: tooMany), begin: at(1), at: at(1.5), rules)
        #expect(limits.connections == 4)
        for _ in 0..<4 { limits.ended(.answered, begin: at(2), at: at(3), rules) }
        #expect(limits.connections == 5)
        for _ in 0..<5 { limits.ended(.answered, begin: at(2), at: at(3), rules) }
        #expect(limits.connections == 6)
        for _ in 0..<5000 { limits.ended(.answered, begin: at(2), at: at(3), rules) }
        #expect(limits.connections == 32)
    }

    @Test("A wish is a rest of that length; later wishes make it longer, never shorter")
    func rest() {
        var limits = limits()
        limits.ended(.busy(wish: .seconds(10), reason: tooMany), begin: at(0), at: at(1), rules)
        limits.ended(.busy(wish: .seconds(3), reason: tooMany), begin: at(0), at: at(1), rules)
        #expect(limits.verdict(inFlight: 0, at: at(2)) == .notBefore(at(11)))
        #expect(limits.verdict(inFlight: 0, at: at(11)) == .now)
    }

    @Test("A 429 without a wish means rests that double until there is an answer")
    func ownRest() {
        var limits = limits()
        var time = 1.0
        for expected in [1.0, 2, 4, 8] {
            for _ in 0..<3 {
                limits.ended(.busy(wish: nil, reason: tooMany), begin: at(time), at: at(time), rules)
            }
            #expect(limits.verdict(inFlight: 0, at: at(time)) == .notBefore(at(time + expected)))
            time += expected
        }
        limits.ended(.answered, begin: at(time), at: at(time), rules)
        limits.ended(.busy(wish: nil, reason: tooMany), begin: at(time), at: at(time), rules)
        #expect(limits.verdict(inFlight: 0, at: at(time)) == .notBefore(at(time + 1)))
    }

    @Test("Who asks for more than five minutes, at once or bit by bit without an answer, is given up")
    func patience() {
        var limits = limits()
        limits.ended(.busy(wish: .seconds(301), reason: tooMany), begin: at(0), at: at(1), rules)
        #expect(limits.isGivenUp(at: at(301)))
        #expect(!limits.isGivenUp(at: at(303)))
        var nagging = self.limits()
        var time = 0.0
        while time < 10_000 {
            nagging.ended(.busy(wish: .seconds(60), reason: tooMany), begin: at(time), at: at(time), rules)
            if nagging.isGivenUp(at: at(time)) { break }
            time += 60
        }
        #expect(time == 300)
        // One that answers enough between its wishes is waited for.
        var strict = self.limits()
        for round in 0..<100 {
            let time = Double(round) * 60
            for _ in 0..<30 { strict.ended(.answered, begin: at(time), at: at(time), rules) }
            strict.ended(.busy(wish: .seconds(60), reason: tooMany), begin: at(time), at: at(time), rules)
            #expect(!strict.isGivenUp(at: at(time)))
        }
    }

    @Test("An answer to an older request does not undo a wish that is too long")
    func lateAnswer() {
        var limits = limits()
        limits.ended(.busy(wish: .seconds(3600), reason: tooMany), begin: at(0), at: at(1), rules)
        limits.ended(.answered, begin: at(0), at: at(2), rules)
        #expect(limits.isGivenUp(at: at(3)))
    }

    @Test("A host without a single answer is given up when eight failures go on after a rest")
    func strikes() {
        var limits = limits()
        // One bad moment, however many fail in it.
        for _ in 0..<32 { limits.ended(.silent(reason: refused), begin: at(0), at: at(1), rules) }
        #expect(!limits.isGivenUp(at: at(1)))
        #expect(limits.verdict(inFlight: 0, at: at(1)) == .notBefore(at(2)))
        limits.ended(.silent(reason: refused), begin: at(2), at: at(3), rules)
        #expect(limits.isGivenUp(at: at(3)))
        #expect(limits.reason == refused)
        var few = self.limits()
        for attempt in 0..<7 {
            few.ended(.silent(reason: refused), begin: at(Double(attempt)), at: at(Double(attempt) + 0.5), rules)
        }
        #expect(!few.isGivenUp(at: at(8)))
    }

    @Test("An answer of any kind begins the count anew")
    func answers() {
        var limits = limits()
        for attempt in 0..<100 {
            let time = Double(attempt)
            limits.ended(
                attempt % 7 == 6 ? .answered : .silent(reason: refused), begin: at(time), at: at(time + 0.5), rules)
            #expect(!limits.isGivenUp(at: at(time + 0.5)))
        }
    }

    @Test("A host that had answered rests between its failures, and is given up after a minute of them")
    func restart() {
        var limits = limits()
        limits.ended(.answered, begin: at(0), at: at(0), rules)
        var time = 1.0
        var attempts = 0
        while !limits.isGivenUp(at: at(time)), time < 600 {
            switch limits.verdict(inFlight: 0, at: at(time)) {
            case .now:
                attempts += 1
                limits.ended(.silent(reason: refused), begin: at(time), at: at(time), rules)
                time += 0.001
            case .notBefore(let due): time = Double(due.nanoseconds) / 1e9
            case .later: Issue.record("nothing is in flight")
            }
        }
        #expect(time > 60 && time < 130)
        #expect(attempts < 20)
    }

    @Test("A probe that fails doubles the time, up to a quarter of an hour; one that is answered ends it")
    func probes() {
        var limits = limits()
        for _ in 0..<9 { limits.ended(.silent(reason: refused), begin: at(0), at: at(0), rules) }
        for _ in 0..<8 { limits.ended(.silent(reason: refused), begin: at(1), at: at(1), rules) }
        var time = 1.0
        for minutes in [1, 2, 4, 8, 15, 15] {
            #expect(limits.isGivenUp(at: at(time + Double(minutes) * 60 - 0.1)), "\(minutes)")
            time += Double(minutes) * 60
            #expect(!limits.isGivenUp(at: at(time)))
            #expect(limits.verdict(inFlight: 0, at: at(time)) == .now)
            #expect(limits.verdict(inFlight: 1, at: at(time)) == .later)
            // One that was under way since before changes nothing.
            limits.ended(.silent(reason: refused), begin: at(0.5), at: at(time), rules)
            #expect(!limits.isGivenUp(at: at(time)))
            limits.ended(.silent(reason: refused), begin: at(time), at: at(time), rules)
        }
        time += 900
        limits.ended(.answered, begin: at(time), at: at(time), rules)
        #expect(!limits.isGivenUp(at: at(time)))
        #expect(limits.reason == refused)
        for _ in 0..<10 { limits.ended(.answered, begin: at(time), at: at(time), rules) }
        #expect(limits.verdict(inFlight: 1, at: at(time)) == .now)
    }

    @Test("A stray refusal now and then is no reason to slow down")
    func strayRefusals() {
        var limits = limits()
        for time in 1...5 {
            limits.ended(.busy(wish: nil, reason: tooMany), begin: at(Double(time)), at: at(Double(time) + 0.1), rules)
            for _ in 0..<150 {
                limits.ended(.answered, begin: at(Double(time) + 0.2), at: at(Double(time) + 0.5), rules)
            }
        }
        #expect(limits.paceNanoseconds == 0)
    }

    @Test("A few URLs that hang do not hold up the others of their host")
    func fewHang() {
        var limits = limits()
        limits.started(inFlight: 1, at: at(0), rules)
        limits.ended(.silent(reason: refused), begin: at(0), at: at(10), rules)
        limits.ended(.silent(reason: refused), begin: at(10.5), at: at(20), rules)
        #expect(limits.verdict(inFlight: 7, at: at(20)) == .now)
    }

    @Test("What says nothing about the host changes nothing")
    func nothing() {
        var limits = limits()
        for _ in 0..<100 { limits.ended(.nothing, begin: at(1), at: at(2), rules) }
        #expect(limits.connections == 32)
        #expect(!limits.isGivenUp(at: at(2)))
        #expect(limits.memorable(at: at(2), rules) == nil)
    }

    @Test("A host asked too often is asked as often as it answered, and a little more with each answer")
    func pace() {
        var limits = limits()
        limits.started(inFlight: 1, at: at(0), rules)
        for _ in 0..<20 { limits.ended(.answered, begin: at(0), at: at(1), rules) }
        for _ in 0..<12 { limits.ended(.busy(wish: nil, reason: tooMany), begin: at(0), at: at(2), rules) }
        // One refusal, whatever was under way with it, may be of one URL.
        #expect(limits.paceNanoseconds == 0)
        for _ in 0..<20 { limits.ended(.answered, begin: at(3), at: at(3.5), rules) }
        limits.ended(.busy(wish: nil, reason: tooMany), begin: at(3), at: at(4), rules)
        // Forty answers in four seconds, one of them a rest of our own.
        #expect(limits.paceNanoseconds == 75_000_000)
        limits.started(inFlight: 1, at: at(5), rules)
        #expect(limits.verdict(inFlight: 0, at: at(5.05)) == .notBefore(at(5.075)))
        limits.ended(.answered, begin: at(5), at: at(5.2), rules)
        #expect(limits.paceNanoseconds == 74_062_500)
        for _ in 0..<2000 { limits.ended(.answered, begin: at(5), at: at(6), rules) }
        #expect(limits.paceNanoseconds == 0)
    }
}
