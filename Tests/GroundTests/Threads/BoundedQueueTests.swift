// The hand-over between threads: order, limits and ends.

import Ground
import Synchronization
import Testing

@Suite("A bounded queue")
struct BoundedQueueTests {
    @Test("Elements come out in the order they went in, over many turns of the ring")
    func order() {
        let queue = BoundedQueue<Int>(capacity: .max)
        var expected = 0
        for round in 0..<50 {
            for offset in 0..<7 { queue.push(round * 7 + offset) }
            for _ in 0..<5 {
                #expect(queue.pop() == expected)
                expected += 1
            }
        }
        queue.close()
        while let element = queue.pop() {
            #expect(element == expected)
            expected += 1
        }
        #expect(expected == 350)
    }

    @Test("A full queue makes the producer wait and loses nothing")
    func backPressure() {
        let queue = BoundedQueue<Int>(capacity: 3)
        let mostHeld = Atomic<Int>(0)
        let sum = Atomic<Int>(0)
        let consumer = NamedThread("consumer") {
            while let element = queue.pop() {
                mostHeld.store(max(mostHeld.load(ordering: .relaxed), queue.count), ordering: .relaxed)
                sum.wrappingAdd(element, ordering: .relaxed)
            }
        }
        for element in 1...10_000 { #expect(queue.push(element)) }
        queue.close()
        consumer.join()
        let total = sum.load(ordering: .relaxed)
        let most = mostHeld.load(ordering: .relaxed)
        #expect(total == 50_005_000)
        #expect(most <= 3)
    }

    @Test("A closed queue refuses new elements and wakes whoever waits")
    func closing() {
        let queue = BoundedQueue<Int>(capacity: 1)
        queue.push(1)
        let refused = Atomic<Bool>(false)
        let producer = NamedThread("producer") {
            refused.store(!queue.push(2), ordering: .relaxed)
        }
        queue.closeAndDiscard()
        producer.join()
        let wasRefused = refused.load(ordering: .relaxed)
        #expect(wasRefused)
        #expect(queue.pop() == nil)
    }

    @Test("Nothing is left in a queue that was closed and discarded, however many are adding to it")
    func discardWhileAdding() {
        for _ in 0..<300 {
            let queue = BoundedQueue<Int>(capacity: 2)
            let taken = Atomic<Int>(0)
            let producers = (0..<3).map { number in
                NamedThread("producer-\(number)") { while queue.push(number) { taken.add(1, ordering: .relaxed) } }
            }
            while queue.count < 2 {}
            let discarded = queue.closeAndDiscard()
            producers.forEach { $0.join() }
            #expect(queue.count == 0 && queue.pop() == nil)
            #expect(discarded == taken.load(ordering: .relaxed))
        }
    }

    @Test("Whoever waits for an empty queue waits for the last element, for its end, or for a time")
    func emptying() {
        let queue = BoundedQueue<Int>(capacity: 10)
        queue.waitUntilEmpty(atMost: .seconds(100))
        queue.push(1)
        queue.push(2)
        queue.waitUntilEmpty(atMost: .milliseconds(1))
        #expect(queue.count == 2)
        let consumer = NamedThread("consumer") {
            _ = queue.pop()
            _ = queue.pop()
        }
        queue.waitUntilEmpty(atMost: .seconds(100))
        #expect(queue.count == 0)
        consumer.join()
        queue.push(3)
        let closer = NamedThread("closer") { queue.close() }
        queue.waitUntilEmpty(atMost: .seconds(100))
        closer.join()
        #expect(queue.pop() == 3)
    }
}
