// Admission in turn over the hosts.

import Ground
import Testing

@testable import Fetching

@Suite("Host queue")
struct HostQueueTests {
    private let now = Moment(nanoseconds: 1_000_000_000)

    @Test("Hosts take turns, whatever the order of arrival")
    func turns() {
        var queue = HostQueue<Int>(limit: 10)
        for number in 0..<4 { queue.add(number, host: "a", now: now) }
        queue.add(10, host: "b", now: now)
        queue.add(20, host: "c", now: now)
        var order: [Int] = []
        while let next = queue.next(now: now) { order.append(next.element) }
        #expect(order == [0, 10, 20, 1, 2, 3])
        #expect(queue.waiting == 0)
    }

    @Test("A host at its limit waits, the others go on")
    func limit() throws {
        var queue = HostQueue<Int>(limit: 2)
        for number in 0..<5 { queue.add(number, host: "a", now: now) }
        queue.add(10, host: "b", now: now)
        let started = queue.next(now: now)
        let first = try #require(started)
        #expect(queue.next(now: now)?.element == 10)
        #expect(queue.next(now: now)?.element == 1)
        #expect(queue.next(now: now) == nil)
        #expect(!queue.canStart)
        queue.finished(first.host, begin: now, now: now)
        #expect(queue.next(now: now)?.element == 2)
        #expect(queue.next(now: now) == nil)
        #expect(queue.waiting == 2)
    }

    @Test("Work that goes on comes before work that waits")
    func first() {
        var queue = HostQueue<Int>(limit: 1)
        queue.add(1, host: "a", now: now)
        queue.add(2, host: "a", now: now)
        queue.add(3, host: "a", first: true, now: now)
        #expect(queue.next(now: now)?.element == 3)
    }

    @Test("A host without requests is forgotten, and its place used again")
    func forgets() throws {
        var queue = HostQueue<Int>(limit: 1)
        for round in 0..<1000 {
            queue.add(round, host: "host\(round)", now: now)
            let started = queue.next(now: now)
            let next = try #require(started)
            queue.finished(next.host, begin: now, now: now)
        }
        #expect(queue.knownHosts == 0)
    }

    @Test("Every element comes out exactly once, and no host passes its limit")
    func all() {
        var jitter = SeededBits(seed: 7)
        var queue = HostQueue<Int>(limit: 3)
        var running: [(host: Int32, element: Int)] = []
        var seen = Set<Int>()
        for number in 0..<5000 {
            queue.add(number, host: "h\(Int.random(in: 0..<40, using: &jitter))", first: number % 7 == 0, now: now)
            if number % 2 == 0, let next = queue.next(now: now) { running.append((next.host, next.element)) }
            if number % 3 == 0, let done = running.popLast() {
                seen.insert(done.element)
                queue.finished(done.host, begin: now, now: now)
            }
            let perHost = Dictionary(grouping: running, by: \.host).mapValues(\.count)
            #expect(perHost.values.allSatisfy { $0 <= 3 })
        }
        while !running.isEmpty || queue.waiting > 0 {
            while let next = queue.next(now: now) { running.append((next.host, next.element)) }
            for done in running {
                seen.insert(done.element)
                queue.finished(done.host, begin: now, now: now)
            }
            running = []
        }
        #expect(seen.count == 5000)
        #expect(queue.knownHosts == 0)
    }

    @Test("A huge host and a thousand small ones take turns")
    func spread() {
        var queue = HostQueue<Int>(limit: 5000)
        for number in 0..<5000 { queue.add(number, host: "huge", now: now) }
        for number in 0..<1000 { queue.add(10_000 + number, host: "small\(number)", now: now) }
        var order: [Int] = []
        while order.count < 1001, let next = queue.next(now: now) { order.append(next.element) }
        // The huge one has eight starts in its turn, each other host one.
        #expect(order.filter { $0 < 10_000 } == Array(0..<8))
    }

    @Test("With a rate a host's requests are spread evenly, and nobody else's wait for them")
    func rate() throws {
        var rules = HostRules()
        rules.intervalNanoseconds = 200
        var queue = HostQueue<Int>(rules)
        for number in 0..<3 { queue.add(number, host: "a", now: now) }
        queue.add(10, host: "b", now: now)
        #expect(queue.next(now: now)?.element == 0)
        #expect(queue.next(now: now)?.element == 10)
        #expect(queue.next(now: now) == nil)
        #expect(!queue.canStart)
        #expect(queue.firstDue == now + 200)
        queue.wake(now: now + 199)
        #expect(!queue.canStart)
        // A turn that comes late by a little does not shift those that follow.
        queue.wake(now: now + 230)
        #expect(queue.next(now: now + 230)?.element == 1)
        #expect(queue.firstDue == now + 400)
        queue.wake(now: now + 400)
        #expect(queue.next(now: now + 400)?.element == 2)
        #expect(queue.firstDue == nil)
    }

    @Test("A rate holds for a host that went away and came back at once, and not as a burst after a pause")
    func rateAfterPause() throws {
        var rules = HostRules()
        rules.intervalNanoseconds = 200
        var queue = HostQueue<Int>(rules)
        queue.add(0, host: "a", now: now)
        let started = queue.next(now: now)
        queue.finished(try #require(started).host, begin: now, now: now + 5)
        for number in 1...3 { queue.add(number, host: "a", now: now + 10) }
        #expect(queue.next(now: now + 10) == nil)
        queue.wake(now: now + 5000)
        #expect(queue.next(now: now + 5000)?.element == 1)
        #expect(queue.next(now: now + 5000) == nil)
        #expect(queue.firstDue == now + 5200)
    }

    /// Starts and refuses three rows of one host, so that it rests for two seconds.
    private func refuse(_ queue: inout HostQueue<Int>) throws -> Set<Int> {
        let busy = HostOutcome.busy(wish: .seconds(2), reason: .status(429, reason: ""))
        var asked = Set<Int>()
        while asked.count < 3, let next = queue.next(now: now) {
            asked.insert(next.element)
            #expect(queue.finished(next.host, busy, begin: now, now: now) == nil)
        }
        return asked
    }

    @Test("A host that rests keeps its rows in line; the others go on; then it goes on")
    func rest() throws {
        var queue = HostQueue<Int>(limit: 4)
        for number in 0..<7 { queue.add(number, host: "a", now: now) }
        let asked = try refuse(&queue)
        queue.add(10, host: "b", now: now)
        #expect(queue.next(now: now)?.element == 10)
        #expect(queue.next(now: now) == nil)
        #expect(queue.waiting == 4)
        let due = try #require(queue.firstDue)
        #expect(due == now + 2_000_000_000)
        queue.wake(now: due)
        let next = queue.next(now: due)
        #expect(!asked.contains(try #require(next).element))
    }

    @Test("In doubt the next rows are taken from all over a host's line, each once")
    func mixes() throws {
        var queue = HostQueue<Int>(limit: 32)
        for number in 0..<1000 { queue.add(number, host: "a", now: now) }
        var asked = try refuse(&queue)
        #expect(asked == Set(0..<3))
        #expect(queue.next(now: now) == nil)
        let due = try #require(queue.firstDue)
        queue.wake(now: due)
        let started = queue.next(now: due)
        let first = try #require(started)
        queue.finished(first.host, .answered, begin: due, now: due)
        asked.insert(first.element)
        var time = due
        var next: [Int] = []
        while asked.count < 1000 {
            queue.wake(now: time)
            if let one = queue.next(now: time) {
                asked.insert(one.element)
                next.append(one.element)
                queue.finished(one.host, .answered, begin: time, now: time)
            } else {
                time = try #require(queue.firstDue)
            }
        }
        #expect(next.count == 996)
        #expect(next.prefix(10).filter { $0 > 500 }.count > 1)
    }

    @Test("Rows of a host that is given up come out with the reason, those of others do not")
    func givenUp() throws {
        var rules = HostRules()
        rules.strikesAllowed = 2
        var queue = HostQueue<Int>(rules)
        for number in 0..<100 { queue.add(number, host: "dead", now: now) }
        queue.add(1000, host: "alive", now: now)
        let reason = FetchError(.connect, "refused", isRetriable: true)
        var started: [Int] = []
        var time = now
        while !queue.hasRefused {
            guard let next = queue.next(now: time) else {
                // The rest after the first bad moment.
                time = try #require(queue.firstDue)
                queue.wake(now: time)
                continue
            }
            started.append(next.element)
            let outcome = next.element == 1000 ? HostOutcome.answered : .silent(reason: reason)
            queue.finished(next.host, outcome, begin: time, now: time + 1)
            time = time + 1
        }
        #expect(started.contains(1000))
        #expect(started.count == 4)
        queue.add(100, host: "dead", now: time)
        var refused: [Int] = []
        while let next = queue.takeRefused() {
            #expect(next.reason == reason)
            refused.append(next.element)
        }
        #expect(Set(refused + started.filter { $0 < 1000 }) == Set(0...100))
        #expect(refused.count == 98)
        #expect(queue.waiting == 0)
        // When the time is over one row probes it, and the next goes when that was answered.
        time = time + rules.givenUpNanoseconds
        queue.add(101, host: "dead", now: time)
        queue.add(102, host: "dead", now: time)
        let probing = queue.next(now: time)
        let probe = try #require(probing)
        #expect(queue.next(now: time) == nil)
        queue.finished(probe.host, .answered, begin: time, now: time)
        #expect(queue.next(now: time)?.element == 102)
    }

    @Test("Trouble is remembered while it matters, and then forgotten")
    func remembers() throws {
        let rules = HostRules()
        var queue = HostQueue<Int>(rules)
        for number in 0..<3 { queue.add(number, host: "a", now: now) }
        _ = try refuse(&queue)
        #expect(queue.knownHosts == 1)
        queue.add(5, host: "a", now: now)
        #expect(queue.next(now: now) == nil)
        let later = now + 10_000_000_000
        queue.wake(now: later)
        let again = queue.next(now: later)
        queue.finished(try #require(again).host, .answered, begin: later, now: later)
        #expect(queue.knownHosts == 1)
        queue.wake(now: later + 2 * rules.memoryNanoseconds)
        #expect(queue.knownHosts == 0)
    }

    @Test("Whatever happens to hosts, every element comes out exactly once")
    func chaos() {
        var jitter = SeededBits(seed: 11)
        var rules = HostRules()
        rules.maximumConnections = 4
        rules.intervalNanoseconds = 30_000_000
        rules.strikesAllowed = 3
        rules.givenUpNanoseconds = 5_000_000_000
        rules.shortestRestNanoseconds = 100_000_000
        rules.memoryNanoseconds = 2_000_000_000
        var queue = HostQueue<Int>(rules)
        var running: [(host: Int32, element: Int, begin: Moment)] = []
        var seen: [Int] = []
        var time = now
        var added = 0
        let error = FetchError(.timeout, "x", isRetriable: true)
        while added < 20_000 || queue.waiting > 0 || !running.isEmpty {
            time = time + Int64.random(in: 1_000_000...20_000_000, using: &jitter)
            for _ in 0..<3 where added < 20_000 {
                queue.add(added, host: "h\(Int.random(in: 0..<200, using: &jitter) & ~(added % 64))", now: time)
                added += 1
            }
            queue.wake(now: time)
            while let refused = queue.takeRefused() { seen.append(refused.element) }
            while let next = queue.next(now: time) { running.append((next.host, next.element, time)) }
            guard let done = running.popLast() else {
                if let due = queue.firstDue { time = max(time, due) }
                continue
            }
            seen.append(done.element)
            let outcome: HostOutcome =
                switch Int.random(in: 0..<10, using: &jitter) {
                case 0: .busy(wish: nil, reason: error)
                case 1: .busy(wish: .milliseconds(700), reason: error)
                case 2: .strained
                case 3...4: .silent(reason: error)
                case 5...6: .mute(reason: error)
                case 7: .nothing
                default: .answered
                }
            queue.finished(done.host, outcome, begin: done.begin, isAgain: done.element % 3 == 0, now: time)
        }
        #expect(seen.count == 20_000)
        #expect(Set(seen).count == 20_000)
        queue.wake(now: time + 3600 * 1_000_000_000)
        queue.wake(now: time + 7200 * 1_000_000_000)
        #expect(queue.knownHosts == 0)
    }
}

@Suite("Limits of hosts that change")
struct ChangedHostRulesTests {
    private let now = Moment(nanoseconds: 1_000_000_000)

    private func rules(_ connections: Int, dividedBy divisor: Int) -> HostRules {
        var options = FetchOptions()
        options.perHostConnections = connections
        options.perHostRate = 10
        return HostRules(options, dividedBy: divisor)
    }

    @Test("Connections and rate are divided, and each process has one connection at least") func divided() {
        #expect(rules(32, dividedBy: 3).maximumConnections == 10)
        #expect(rules(2, dividedBy: 3).maximumConnections == 1)
        #expect(rules(32, dividedBy: 3).intervalNanoseconds == 300_000_000)
    }

    @Test("A host with more in flight than the new limit gets nothing until it has less; a wider one holds at once")
    func changed() {
        var queue = HostQueue<Int>(limit: 4)
        for number in 0..<20 { queue.add(number, host: "a", now: now) }
        var started: [HostQueue<Int>.HostIndex] = []
        while let next = queue.next(now: now) { started.append(next.host) }
        #expect(started.count == 4)
        var narrow = HostRules()
        narrow.maximumConnections = 2
        queue.change(narrow, now: now)
        #expect(!queue.keepsRules)
        queue.finished(started.removeLast(), begin: now, now: now)
        #expect(queue.next(now: now) == nil)
        queue.finished(started.removeLast(), begin: now, now: now)
        #expect(queue.keepsRules && queue.next(now: now) == nil)
        queue.finished(started.removeLast(), begin: now, now: now)
        #expect(queue.next(now: now) != nil && queue.next(now: now) == nil)
        var wide = HostRules()
        wide.maximumConnections = 5
        queue.change(wide, now: now)
        var more = 0
        while queue.next(now: now) != nil { more += 1 }
        #expect(more == 3)
    }
}
