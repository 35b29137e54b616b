// Look-ups over several servers, without sockets or a clock.

import Ground
import Testing
import URLs

@testable import Fetching

@Suite("Look-ups over several servers")
struct LookUpPlanTests {
    let start = Moment(nanoseconds: 0)
    let millisecond: Int64 = 1_000_000
    let address = LookUpAnswer.addresses([.v4(0x0102_0304)], lifetimeSeconds: 60)
    let address6 = LookUpAnswer.addresses([.v6(1, 2)], lifetimeSeconds: 30)

    private func plan(servers: Int = 1, kinds: [AddressKind] = [.four], rounds: Int? = nil) -> LookUpPlan {
        var settings = LookUpPlan.Settings()
        settings.servers = servers
        settings.kinds = kinds
        settings.rounds = rounds
        return LookUpPlan(settings)
    }

    private func all(_ plan: inout LookUpPlan, now: Moment) -> [LookUpPlan.Query] {
        var queries: [LookUpPlan.Query] = []
        while let query = plan.next(now: now) { queries.append(query) }
        return queries
    }

    /// Lets time pass until there is a query, and gives it.
    private func nextQuery(_ plan: inout LookUpPlan, _ now: inout Moment) -> LookUpPlan.Query? {
        for _ in 0..<100 {
            if let query = plan.next(now: now) { return query }
            guard let due = plan.nextDue else { return nil }
            now = max(now, due)
            plan.checkTime(now: now)
        }
        return nil
    }

    @Test("A query that is not answered goes to the other server, and the first answer counts")
    func other() throws {
        var plan = plan(servers: 2)
        var now = start
        plan.start("a", now: now)
        let sent = plan.next(now: now)
        let first = try #require(sent)
        #expect(first.server == 0 && first.name == "a")
        let sentAgain = nextQuery(&plan, &now)
        let second = try #require(sentAgain)
        #expect(second.server == 1 && now - start >= 495 * millisecond && now - start < 600 * millisecond)
        // The first server's answer comes after all.
        plan.answered(first.ticket, address, now: now)
        #expect(plan.takeEnded().map(\.outcome) == [.addresses([.v4(0x0102_0304)], lifetimeSeconds: 60)])
        plan.answered(second.ticket, address, now: now)
        #expect(plan.takeEnded().isEmpty && !plan.isBusy)
        #expect(plan.choice.records.allSatisfy { $0.inFlight == 0 })
    }

    @Test("One server is asked again and again, with growing patience, within the time for a name")
    func patience() {
        var plan = plan()
        var now = start
        plan.start("a", now: now)
        var times: [Int64] = []
        while nextQuery(&plan, &now) != nil { times.append((now - start) / millisecond) }
        #expect(times.count >= 6 && times.last ?? 0 < 10_000)
        let gaps = zip(times.dropFirst(), times).map { $0 - $1 }
        #expect(gaps == gaps.sorted())
        #expect(plan.takeEnded().map(\.outcome) == [.failure(.noAnswer)])
        #expect(!plan.isBusy && plan.choice.records[0].inFlight == 0)
    }

    @Test("A server that fails leaves the name to the other at once; both failing, it is asked once more")
    func failures() {
        var plan = plan(servers: 2)
        var now = start
        plan.start("a", now: now)
        var servers: [Int] = []
        while let query = nextQuery(&plan, &now) {
            servers.append(query.server)
            plan.answered(query.ticket, .serverFailure, now: now)
            if servers.count == 2 { #expect(now == start) }
        }
        #expect(servers.sorted() == [0, 0, 1, 1])
        #expect(plan.takeEnded().map(\.outcome) == [.failure(.serverFailure)])
    }

    @Test("No such name settles both kinds; no address of one kind leaves the other")
    func negative() {
        var plan = plan(kinds: [.four, .six])
        plan.start("gone", now: start)
        let gone = all(&plan, now: start)
        #expect(gone.map(\.kind) == [.four, .six])
        plan.answered(gone[1].ticket, .unknownName, now: start)
        #expect(plan.takeEnded().map(\.outcome) == [.failure(.unknownName)])
        plan.start("six", now: start)
        let six = all(&plan, now: start)
        plan.answered(six[0].ticket, .noAddress, now: start)
        #expect(plan.takeEnded().isEmpty)
        plan.answered(six[1].ticket, address6, now: start)
        #expect(plan.takeEnded().map(\.outcome) == [.addresses([.v6(1, 2)], lifetimeSeconds: 30)])
        plan.start("none", now: start)
        for query in all(&plan, now: start) { plan.answered(query.ticket, .noAddress, now: start) }
        #expect(plan.takeEnded().map(\.outcome) == [.failure(.noAddress)])
    }

    @Test("IPv6 is waited for a moment once IPv4 is known, not longer")
    func grace() {
        var plan = plan(kinds: [.four, .six])
        plan.start("a", now: start)
        let queries = all(&plan, now: start)
        plan.answered(queries[0].ticket, address, now: start)
        #expect(plan.takeEnded().isEmpty)
        plan.checkTime(now: start + 60 * millisecond)
        #expect(plan.takeEnded().map(\.outcome) == [.addresses([.v4(0x0102_0304)], lifetimeSeconds: 60)])
        plan.answered(queries[1].ticket, address6, now: start + 70 * millisecond)
        #expect(plan.takeEnded().isEmpty && plan.choice.records[0].inFlight == 0)
    }

    @Test("A server that cannot be reached is given up without a spin, and the name ends in its time")
    func unreachable() {
        var plan = plan()
        var now = start
        plan.start("a", now: now)
        var queries = 0
        while let query = nextQuery(&plan, &now) {
            queries += 1
            plan.unreachable(query.ticket, now: now)
        }
        #expect((5...60).contains(queries), "\(queries)")
        #expect(plan.takeEnded().map(\.outcome) == [.failure(.noAnswer)])
        #expect(now - start >= 9_900 * millisecond)
    }

    @Test("The system's own number of attempts is kept")
    func rounds() {
        var plan = plan(servers: 2, rounds: 2)
        var now = start
        plan.start("a", now: now)
        var servers: [Int] = []
        while let query = nextQuery(&plan, &now) { servers.append(query.server) }
        #expect(servers.sorted() == [0, 0, 1, 1])
        #expect(plan.takeEnded().map(\.outcome) == [.failure(.noAnswer)])
    }

    @Test("Names in line for a server that is full end in their time, too")
    func line() {
        var plan = plan()
        for number in 0..<200 { plan.start("h\(number)", now: start) }
        #expect(all(&plan, now: start).count == QueryLimit.first)
        plan.checkTime(now: start + 10_000 * millisecond)
        #expect(plan.takeEnded().count == 200 && !plan.isBusy)
        #expect(plan.next(now: start + 10_000 * millisecond) == nil)
    }

    @Test("A fifth of all answers lost: every name is found, and none waits for long")
    func loss() {
        var plan = plan(servers: 2)
        var chance = SeededBits(seed: 3)
        var now = start
        for number in 0..<500 { plan.start("h\(number)", now: now) }
        var found = 0
        for _ in 0..<10_000 where plan.isBusy {
            for query in all(&plan, now: now) where UInt64.random(in: 0..<5, using: &chance) > 0 {
                plan.answered(query.ticket, address, now: now + 10 * millisecond)
            }
            now = now + 20 * millisecond
            plan.checkTime(now: now)
            found += plan.takeEnded().count { if case .addresses = $0.outcome { true } else { false } }
        }
        #expect(found == 500)
        #expect(now - start < 9_000 * millisecond)
        #expect(plan.choice.records.allSatisfy { $0.inFlight == 0 })
    }

    @Test("With more names in line than servers that answer can take soon, further ones wait outside")
    func congestion() {
        var plan = plan(servers: 2)
        for number in 0..<1000 { plan.start("h\(number)", now: start) }
        let sent = all(&plan, now: start)
        #expect(plan.isCongested)
        // Nobody answers: then waiting outside would only hold up the end.
        for query in sent { plan.unreachable(query.ticket, now: start) }
        #expect(!plan.isCongested)
    }

    @Test("Answers to nothing are let go")
    func stray() {
        var plan = plan()
        plan.answered(77, address, now: start)
        plan.unreachable(78, now: start)
        #expect(plan.takeEnded().isEmpty)
    }

    @Test("The deadline of a look-up behind one that has ended is still reported")
    func deadlineBehindEnded() throws {
        let start = Moment(nanoseconds: 1)
        var settings = LookUpPlan.Settings()
        settings.mostInFlight = 1
        var plan = LookUpPlan(settings)
        plan.start("first.test", now: start)
        plan.start("second.test", now: start + 1_000_000_000)
        let next = plan.next(now: start + 1_000_000_000)
        let query = try #require(next)
        plan.answered(query.ticket, .unknownName, now: start + 1_000_000_000)
        // The patience with the first is over; the second stands in line.
        plan.checkTime(now: start + 9_000_000_000)
        #expect(plan.nextDue == start + 11_000_000_000)
    }
}
