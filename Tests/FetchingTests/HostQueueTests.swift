// Admission in turn over the hosts.

import Testing

@testable import Fetching

@Suite("Host queue")
struct HostQueueTests {
    @Test("Hosts take turns, whatever the order of arrival")
    func turns() {
        var queue = HostQueue<Int>(limit: 10)
        for number in 0..<4 { queue.add(number, host: "a") }
        queue.add(10, host: "b")
        queue.add(20, host: "c")
        var order: [Int] = []
        while let next = queue.next() { order.append(next.element) }
        #expect(order == [0, 10, 20, 1, 2, 3])
        #expect(queue.waiting == 0)
    }

    @Test("A host at its limit waits, the others go on")
    func limit() throws {
        var queue = HostQueue<Int>(limit: 2)
        for number in 0..<5 { queue.add(number, host: "a") }
        queue.add(10, host: "b")
        let started = queue.next()
        let first = try #require(started)
        #expect(queue.next()?.element == 10)
        #expect(queue.next()?.element == 1)
        #expect(queue.next() == nil)
        #expect(!queue.canStart)
        queue.finished(first.host)
        #expect(queue.next()?.element == 2)
        #expect(queue.next() == nil)
        #expect(queue.waiting == 2)
    }

    @Test("Work that goes on comes before work that waits")
    func first() {
        var queue = HostQueue<Int>(limit: 1)
        queue.add(1, host: "a")
        queue.add(2, host: "a")
        queue.add(3, host: "a", first: true)
        #expect(queue.next()?.element == 3)
    }

    @Test("A host without requests is forgotten, and its place used again")
    func forgets() throws {
        var queue = HostQueue<Int>(limit: 1)
        for round in 0..<1000 {
            queue.add(round, host: "host\(round)")
            let started = queue.next()
            let next = try #require(started)
            queue.finished(next.host)
        }
        #expect(queue.knownHosts == 0)
    }

    @Test("Every element comes out exactly once, and no host passes its limit")
    func all() {
        var jitter = JitterGenerator(seed: 7)
        var queue = HostQueue<Int>(limit: 3)
        var running: [(host: Int32, element: Int)] = []
        var seen = Set<Int>()
        for number in 0..<5000 {
            queue.add(number, host: "h\(Int.random(in: 0..<40, using: &jitter))", first: number % 7 == 0)
            if number % 2 == 0, let next = queue.next() { running.append((next.host, next.element)) }
            if number % 3 == 0, let done = running.popLast() {
                seen.insert(done.element)
                queue.finished(done.host)
            }
            let perHost = Dictionary(grouping: running, by: \.host).mapValues(\.count)
            #expect(perHost.values.allSatisfy { $0 <= 3 })
        }
        while !running.isEmpty || queue.waiting > 0 {
            while let next = queue.next() { running.append((next.host, next.element)) }
            for done in running {
                seen.insert(done.element)
                queue.finished(done.host)
            }
            running = []
        }
        #expect(seen.count == 5000)
        #expect(queue.knownHosts == 0)
    }
}
