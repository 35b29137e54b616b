// How many queries a name server is given, and which of several is asked.

import Ground
import Testing

@testable import Fetching

@Suite("Limits of queries")
struct QueryLimitTests {
    /// Sends as many queries as the limit has, lets them end, and again, `count` in all; `isLost` gets the place of a
    /// query among those in flight, and the limit.
    private func run(_ limit: inout QueryLimit, _ count: Int, isLost: (Int, Int) -> Bool) {
        var left = count
        while left > 0 {
            let value = min(left, limit.value)
            let windows = (0..<value).map { limit.sentOne(inFlight: $0 + 1) }
            let fates = (0..<value).map { isLost($0, value) }
            // Answers come before losses are known.
            for lost in [false, true] {
                for place in 0..<value where fates[place] == lost {
                    limit.ended(in: windows[place], isLost: lost)
                }
            }
            left -= value
        }
    }

    @Test("It doubles while nothing is lost, up to its most")
    func grows() {
        var limit = QueryLimit(most: 512)
        run(&limit, QueryLimit.first) { _, _ in false }
        #expect(limit.value == 2 * QueryLimit.first)
        run(&limit, 5000) { _, _ in false }
        #expect(limit.value == 512)
    }

    @Test("It does not grow where it is not needed")
    func unused() {
        var limit = QueryLimit(most: 512)
        for _ in 0..<5000 { limit.ended(in: limit.sentOne(inFlight: 3), isLost: false) }
        #expect(limit.value == QueryLimit.first)
    }

    @Test("A server that drops what is above its power is given about that, and no more")
    func settles() {
        var limit = QueryLimit(most: 512)
        run(&limit, 20_000) { place, _ in place >= 100 }
        #expect((60...140).contains(limit.value), "\(limit.value)")
    }

    @Test("A server of little power is found out, too", arguments: [8, 12])
    func little(_ power: Int) {
        var limit = QueryLimit(most: 512)
        run(&limit, 2000) { place, _ in place >= power }
        #expect(limit.value <= 2 * power, "\(limit.value)")
    }

    @Test("Losses that have nothing to do with the number in flight do not throttle")
    func steady() {
        var limit = QueryLimit(most: 512)
        var chance = SeededBits(seed: 5)
        run(&limit, 10_000) { _, _ in UInt64.random(in: 0..<100, using: &chance) < 20 }
        #expect(limit.value >= 128, "\(limit.value)")
    }

    @Test("It shrinks to its least and comes back when the server does")
    func recovers() {
        var limit = QueryLimit(most: 512)
        run(&limit, 1280) { place, _ in place >= 5 }
        #expect(limit.value <= 16, "\(limit.value)")
        run(&limit, 5000) { _, _ in false }
        #expect(limit.value > 256)
    }
}

@Suite("Choice of name servers")
struct ServerChoiceTests {
    let start = Moment(nanoseconds: 0)
    let second: Int64 = 1_000_000_000

    private func answer(_ choice: inout ServerChoice, _ server: Int, milliseconds: Int64, at now: Moment) {
        let sent = choice.asked(server, now: now)
        choice.answered(sent, .settling, isLate: false, now: now + milliseconds * 1_000_000)
    }

    /// Sends four queries and loses them.
    private func loseFour(_ choice: inout ServerChoice, _ server: Int) {
        let sent = (0..<4).map { _ in choice.asked(server, now: start) }
        for query in sent { choice.lost(query, now: start) }
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
        for _ in 0..<4 { _ = choice.asked(0, now: start) }
        #expect(choice.pick(avoiding: 0) == 1)
        for _ in 0..<4 { _ = choice.asked(1, now: start) }
        #expect(choice.pick(avoiding: 0) == nil)
    }

    @Test("A dead server is asked no more, but probed with growing pauses, and comes back with an answer")
    func dead() {
        var choice = ServerChoice(servers: 2, mostInFlight: 512)
        loseFour(&choice, 0)
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
            let refused = choice.asked(0, now: start)
            choice.answered(refused, .refusal, isLate: false, now: start)
            let failed = choice.asked(1, now: start)
            choice.answered(failed, .failure, isLate: false, now: start)
        }
        #expect(choice.records[0].isDown && !choice.records[1].isDown)
    }

    @Test("When all servers are down they are asked all the same")
    func allDown() {
        var choice = ServerChoice(servers: 2, mostInFlight: 512)
        for server in 0..<2 {
            loseFour(&choice, server)
        }
        #expect(choice.pick(avoiding: 0) != nil)
        #expect(choice.probe(now: start + 100 * second) == nil)
    }

    @Test("An answer that comes late takes its loss back")
    func late() {
        var choice = ServerChoice(servers: 1, mostInFlight: 512)
        let sent = choice.asked(0, now: start)
        choice.lost(sent, now: start)
        choice.answered(sent, .settling, isLate: true, now: start + second)
        #expect(choice.records[0].lost == 0 && choice.records[0].answered == 1 && choice.records[0].inFlight == 0)
    }
}
