// How many queries a name server is given, and which of several is asked.

import Testing

@testable import Fetching

@Suite("Limits of queries")
struct QueryLimitTests {
    /// Ends `count` queries at the limit, of which `isLost` says which are lost.
    private func run(_ limit: inout QueryLimit, _ count: Int, isLost: (Int, Int) -> Bool) {
        for number in 0..<count {
            let value = limit.value
            limit.ended(isLost: isLost(number, value), inFlight: value)
        }
    }

    @Test("It doubles while nothing is lost, up to its most")
    func grows() {
        var limit = QueryLimit(most: 512)
        run(&limit, 32) { _, _ in false }
        #expect(limit.value == 64)
        run(&limit, 5000) { _, _ in false }
        #expect(limit.value == 512)
    }

    @Test("It does not grow where it is not needed")
    func unused() {
        var limit = QueryLimit(most: 512)
        for _ in 0..<5000 { limit.ended(isLost: false, inFlight: 3) }
        #expect(limit.value == QueryLimit.first)
    }

    @Test("A server that drops what is above its power is given about that, and no more")
    func settles() {
        var limit = QueryLimit(most: 512)
        var lost = 0
        run(&limit, 20_000) { number, value in
            // A hundred are answered; of what is above, each is lost.
            let isLost = number % value >= 100
            if isLost { lost += 1 }
            return isLost
        }
        #expect((60...140).contains(limit.value), "\(limit.value)")
        #expect(lost < 2000, "\(lost)")
    }

    @Test("Losses that have nothing to do with the number in flight do not throttle")
    func steady() {
        var limit = QueryLimit(most: 512)
        var chance = JitterGenerator(seed: 5)
        run(&limit, 10_000) { _, _ in UInt64.random(in: 0..<100, using: &chance) < 20 }
        #expect(limit.value >= 64, "\(limit.value)")
    }

    @Test("It shrinks to its least and comes back when the server does")
    func recovers() {
        var limit = QueryLimit(most: 512)
        // The more in flight, the more are lost.
        run(&limit, 320) { number, value in number % 64 < value }
        #expect(limit.value <= 12, "\(limit.value)")
        run(&limit, 5000) { _, _ in false }
        #expect(limit.value > 256)
    }
}

@Suite("Choice of name servers")
struct ServerChoiceTests {
    let start = Moment(nanoseconds: 0)
    let second: Int64 = 1_000_000_000

    private func answer(_ choice: inout ServerChoice, _ server: Int, milliseconds: Int64, at now: Moment) {
        choice.asked(server)
        choice.answered(server, .settling, afterNanoseconds: milliseconds * 1_000_000, isLate: false, now: now)
    }

    @Test("The quicker server is asked, and another in the second round")
    func quicker() {
        var choice = ServerChoice(servers: 2, mostInFlight: 512)
        for _ in 0..<8 {
            answer(&choice, 0, milliseconds: 40, at: start)
            answer(&choice, 1, milliseconds: 10, at: start)
        }
        #expect(choice.pick(avoiding: 0) == 1)
        #expect(choice.pick(avoiding: 0b10) == 0)
        #expect(choice.pick(avoiding: 0b11) == 1)
    }

    @Test("A server with as many queries as it may have leaves the next to another, then all wait")
    func full() {
        var choice = ServerChoice(servers: 2, mostInFlight: 4)
        for _ in 0..<4 { choice.asked(0) }
        #expect(choice.pick(avoiding: 0) == 1)
        for _ in 0..<4 { choice.asked(1) }
        #expect(choice.pick(avoiding: 0) == nil)
    }

    @Test("A dead server is asked no more, but probed with growing pauses, and comes back with an answer")
    func dead() {
        var choice = ServerChoice(servers: 2, mostInFlight: 512)
        for _ in 0..<4 { choice.asked(0) }
        for _ in 0..<4 { choice.lost(0, now: start) }
        #expect(choice.pick(avoiding: 0) == 1)
        #expect(choice.pick(avoiding: 0b10) == 1)
        #expect(!choice.hasOther(than: 0b10))
        #expect(choice.probe(now: start) == nil)
        #expect(choice.probe(now: start + second) == 0)
        #expect(choice.probe(now: start + 2 * second) == nil)
        #expect(choice.probe(now: start + 3 * second) == 0)
        answer(&choice, 0, milliseconds: 1, at: start + 3 * second)
        #expect(choice.pick(avoiding: 0b10) == 0)
        #expect(choice.probe(now: start + 100 * second) == nil)
    }

    @Test("A server that refuses everything is down, one that fails for a name is not")
    func refusal() {
        var choice = ServerChoice(servers: 3, mostInFlight: 512)
        for _ in 0..<10 {
            choice.asked(0)
            choice.answered(0, .refusal, afterNanoseconds: 1000, isLate: false, now: start)
            choice.asked(1)
            choice.answered(1, .failure, afterNanoseconds: 1000, isLate: false, now: start)
        }
        #expect(choice.records[0].isDown && !choice.records[1].isDown)
    }

    @Test("When all servers are down they are asked all the same")
    func allDown() {
        var choice = ServerChoice(servers: 2, mostInFlight: 512)
        for server in 0..<2 {
            for _ in 0..<4 { choice.asked(server) }
            for _ in 0..<4 { choice.lost(server, now: start) }
        }
        #expect(choice.pick(avoiding: 0) != nil)
        #expect(choice.probe(now: start + 100 * second) == nil)
    }

    @Test("An answer that comes late takes its loss back")
    func late() {
        var choice = ServerChoice(servers: 1, mostInFlight: 512)
        choice.asked(0)
        choice.lost(0, now: start)
        choice.answered(0, .settling, afterNanoseconds: second, isLate: true, now: start + second)
        #expect(choice.records[0].lost == 0 && choice.records[0].answered == 1 && choice.records[0].inFlight == 0)
    }
}
