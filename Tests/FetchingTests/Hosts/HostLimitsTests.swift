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

    /// Asks for `count` at `begin`, all in flight together, and lets them end one after the other.
    private func ask(
        _ limits: inout HostLimits, _ count: Int, _ outcomes: [HostOutcome], begin: Double, end: Double,
        isAgain: Bool = false
    ) {
        for number in 1...count { limits.started(inFlight: Int32(number), at: at(begin), rules) }
        for number in 0..<count {
            limits.ended(
                outcomes[number % outcomes.count], begin: at(begin), isAgain: isAgain,
                inFlight: Int32(count - number - 1), at: at(end), rules)
        }
    }

    private func busy(_ wish: Duration?) -> HostOutcome { .busy(wish: wish, reason: tooMany) }

    @Test("A refusal beside answers slows nobody, whatever it wishes")
    func ownRefusal() {
        var limits = HostLimits(rules)
        for round in 0..<20 {
            let outcomes = [busy(.seconds(60))] + Array(repeating: HostOutcome.answered, count: 31)
            ask(&limits, 32, outcomes, begin: Double(round), end: Double(round) + 0.5)
            #expect(limits.verdict(inFlight: 31, at: at(Double(round) + 0.5)) == .now)
            #expect(limits.paceNanoseconds == 0)
        }
    }

    @Test("A host that refuses all rests for the longest of their wishes, not for the sum")
    func rest() {
        var limits = HostLimits(rules)
        ask(&limits, 32, [busy(.seconds(3)), busy(.seconds(10))], begin: 0, end: 1)
        #expect(limits.verdict(inFlight: 0, at: at(2)) == .notBefore(at(11)))
        #expect(limits.verdict(inFlight: 0, at: at(11)) == .now)
    }

    @Test("After a rest one is asked, and when it is refused the next round is twice as large")
    func rounds() {
        var limits = HostLimits(rules)
        ask(&limits, 32, [busy(.seconds(1))], begin: 0, end: 1)
        var time = 2.0
        for size in [1, 2, 4, 8] {
            for number in 0..<size {
                #expect(limits.verdict(inFlight: 0, at: at(time)) == .now, "\(number) of \(size)")
                // The others of a round follow when the first was refused.
                ask(&limits, 1, [busy(.seconds(1))], begin: time, end: time)
            }
            #expect(limits.verdict(inFlight: 0, at: at(time)) == .notBefore(at(time + 1)))
            time += 1
        }
    }

    @Test("An answer to a request that began with the refused ones ends the rest")
    func lifted() {
        var limits = HostLimits(rules)
        for number in 1...20 { limits.started(inFlight: Int32(number), at: at(0), rules) }
        for _ in 0..<19 { limits.ended(busy(.seconds(60)), begin: at(0), at: at(0.1), rules) }
        #expect(limits.verdict(inFlight: 1, at: at(0.1)) == .notBefore(at(60.1)))
        limits.ended(.answered, begin: at(0), at: at(0.2), rules)
        #expect(limits.verdict(inFlight: 0, at: at(0.2)) == .now)
        #expect(limits.paceNanoseconds == 50_000_000)
    }

    @Test("When the share of refusals is the same at the pace of the answers, the pace is taken back")
    func takenBack() {
        var limits = HostLimits(rules)
        ask(&limits, 32, [.answered, busy(nil)], begin: 0, end: 0.1)
        #expect(limits.paceNanoseconds > 0)
        #expect(limits.connections < 32)
        var time = 1.0
        while limits.paceNanoseconds > 0, time < 60 {
            ask(&limits, 2, [.answered, busy(nil)], begin: time, end: time + 0.1)
            time += 2
        }
        #expect(limits.connections == 32)
        #expect(time < 30)
    }

    @Test("When refusals end at a slower pace, that pace is kept, and becomes shorter with each answer")
    func kept() {
        var limits = HostLimits(rules)
        ask(
            &limits, 32, Array(repeating: .answered, count: 10) + Array(repeating: busy(nil), count: 22), begin: 0,
            end: 1)
        #expect(limits.paceNanoseconds == 50_000_000)
        limits.started(inFlight: 1, at: at(2), rules)
        #expect(limits.verdict(inFlight: 0, at: at(2.04)) == .notBefore(at(2) + 50_000_000))
        limits.ended(.answered, begin: at(2), at: at(2.1), rules)
        for step in 0..<12 { ask(&limits, 1, [.answered], begin: 2 + Double(step), end: 2.5 + Double(step)) }
        let pace = limits.paceNanoseconds
        #expect(pace > 0 && pace <= 50_000_000)
        ask(&limits, 1, [.answered], begin: 20, end: 21)
        #expect(limits.paceNanoseconds < pace)
        for step in 0..<4000 { ask(&limits, 1, [.answered], begin: 30 + Double(step), end: 30 + Double(step)) }
        #expect(limits.paceNanoseconds == 0)
        #expect(limits.connections == 32)
    }

    @Test("Time in which nobody asks a host is no part of its pace")
    func idle() {
        var limits = HostLimits(rules)
        // A second in which it answers ten times, then an hour of nothing, then refusals.
        for step in 0..<10 { ask(&limits, 1, [.answered], begin: 0.1 * Double(step), end: 0.1 * Double(step) + 0.05) }
        ask(&limits, 1, [busy(nil)], begin: 1, end: 1.01)
        for step in 0..<12 {
            let begin = 3600 + 0.1 * Double(step)
            ask(&limits, 1, [step % 3 == 0 ? .answered : busy(nil)], begin: begin, end: begin + 0.01)
        }
        #expect(limits.paceNanoseconds > 0)
        #expect(limits.paceNanoseconds < 1_000_000_000)
    }

    @Test("Who asks for more than five minutes, at once or bit by bit without an answer, is given up")
    func patience() {
        var limits = HostLimits(rules)
        ask(&limits, 5, [busy(.seconds(301))], begin: 0, end: 1)
        #expect(limits.isGivenUp(at: at(301)))
        #expect(!limits.isGivenUp(at: at(303)))
        var nagging = HostLimits(rules)
        ask(&nagging, 5, [busy(.seconds(60))], begin: 0, end: 0)
        var time = 60.0
        while time < 10_000, !nagging.isGivenUp(at: at(time)) {
            while nagging.verdict(inFlight: 0, at: at(time)) == .now, !nagging.isGivenUp(at: at(time)) {
                ask(&nagging, 1, [busy(.seconds(60))], begin: time, end: time)
            }
            if !nagging.isGivenUp(at: at(time)) { time += 60 }
        }
        #expect(time >= 300 && time <= 480, "\(time)")
    }

    @Test("An answer to an older request does not undo a wish that is too long")
    func lateAnswer() {
        var limits = HostLimits(rules)
        limits.started(inFlight: 6, at: at(0), rules)
        ask(&limits, 5, [busy(.seconds(3600))], begin: 0, end: 1)
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

    @Test("URLs that hang beside others that are answered take no connection from them")
    func someHang() {
        var limits = HostLimits(rules)
        for _ in 0..<3 { limits.started(inFlight: 1, at: at(0), rules) }
        limits.ended(.answered, begin: at(0), at: at(0.2), rules)
        limits.ended(.mute(reason: refused), begin: at(0), at: at(10), rules)
        limits.ended(.mute(reason: refused), begin: at(0), at: at(10), rules)
        #expect(limits.verdict(inFlight: 31, at: at(10)) == .now)
    }

    @Test("A host that answers nothing to requests it took is given up after two rounds, not for its first URLs")
    func mute() {
        var limits = HostLimits(rules)
        ask(&limits, 32, [.mute(reason: refused)], begin: 0, end: 1)
        var time = 1.0
        var asked = 32
        while !limits.isGivenUp(at: at(time)), asked < 1000 {
            if limits.verdict(inFlight: 0, at: at(time)) == .now {
                ask(&limits, 1, [.mute(reason: refused)], begin: time, end: time)
                asked += 1
            } else {
                time += 0.5
            }
        }
        #expect(asked > 48 && asked < 100, "\(asked)")
        // One answer is enough to be there.
        var alive = HostLimits(rules)
        ask(&alive, 32, [.mute(reason: refused)], begin: 0, end: 1)
        ask(&alive, 16, [.mute(reason: refused), .answered], begin: 2, end: 3)
        for round in 0..<20 {
            let begin = 4 + Double(round)
            ask(&alive, 8, [.mute(reason: refused)], begin: begin, end: begin + 0.5, isAgain: true)
            #expect(!alive.isGivenUp(at: at(begin + 0.5)))
        }
    }

    @Test("Answers that are refusals of TLS or no HTTP are answers: a thousand of them change nothing")
    func answersOfAnyKind() {
        var limits = HostLimits(rules)
        for round in 0..<30 { ask(&limits, 32, [.answered], begin: Double(round), end: Double(round) + 0.001) }
        #expect(limits.verdict(inFlight: 31, at: at(40)) == .now)
        #expect(limits.paceNanoseconds == 0)
    }

    @Test("What says nothing about the host changes nothing")
    func nothing() {
        var limits = limits()
        for _ in 0..<100 { limits.ended(.nothing, begin: at(1), at: at(2), rules) }
        #expect(limits.connections == 32)
        #expect(!limits.isGivenUp(at: at(2)))
        #expect(limits.memorable(at: at(2), rules) == nil)
    }
}
