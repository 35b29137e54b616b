// The hand-over between named threads.

internal import DequeModule

/// A first-in first-out queue between threads that makes its producers wait when it is full.
///
/// `@unchecked Sendable` holds because every field is touched only under the lock of `condition`.
package final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    // What threads wait for.
    private static var notEmpty: Int { 0 }
    private static var notFull: Int { 1 }
    private static var empty: Int { 2 }

    private let capacity: Int
    /// It grows as it fills, so that a generous capacity costs nothing beforehand.
    private var elements = Deque<Element>()
    private var isClosed = false
    private let condition = Condition(count: 3)

    /// A queue of at most `capacity` elements; `.max` where something else bounds what is under way.
    package init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
    }

    /// Elements waiting.
    package var count: Int { condition.locked { elements.count } }

    /// Adds an element, waiting while the queue is full.
    ///
    /// - Returns: false when the queue is closed and the element was not taken.
    @discardableResult
    package func push(_ element: Element) -> Bool {
        condition.locked {
            while elements.count == capacity && !isClosed { condition.wait(Self.notFull) }
            guard !isClosed else { return false }
            elements.append(element)
            condition.wakeOne(Self.notEmpty)
            return true
        }
    }

    /// Takes the oldest element, waiting for one.
    ///
    /// - Returns: nil when the queue is closed and empty.
    package func pop() -> Element? {
        condition.locked {
            while elements.isEmpty && !isClosed { condition.wait(Self.notEmpty) }
            guard let element = elements.popFirst() else { return nil }
            condition.wakeOne(Self.notFull)
            if elements.isEmpty { condition.wakeAll(Self.empty) }
            return element
        }
    }

    /// Takes the oldest elements, waiting for the first as long as it takes, and then for others.
    ///
    /// - Parameters:
    ///   - count: most that are taken.
    ///   - time: how long others are waited for.
    /// - Returns: none when the queue is closed and empty.
    package func pop(atMost count: Int, waiting time: Duration) -> [Element] {
        condition.locked {
            while elements.isEmpty && !isClosed { condition.wait(Self.notEmpty) }
            var end = Condition.end(in: time)
            var taken: [Element] = []
            while taken.count < count {
                if let element = elements.popFirst() {
                    taken.append(element)
                    condition.wakeOne(Self.notFull)
                } else if isClosed || !condition.wait(Self.notEmpty, until: &end) {
                    break
                }
            }
            if elements.isEmpty { condition.wakeAll(Self.empty) }
            return taken
        }
    }

    /// Waits until all elements were taken or the queue is closed, but not longer than `time`.
    package func waitUntilEmpty(atMost time: Duration) {
        var end = Condition.end(in: time)
        condition.locked {
            while !elements.isEmpty, !isClosed, condition.wait(Self.empty, until: &end) {}
        }
    }

    /// Ends the queue: what is in it can still be taken, nothing more can be added.
    package func close() {
        condition.locked {
            isClosed = true
            wakeAll()
        }
    }

    /// Ends the queue and lets go of what is in it.
    ///
    /// - Returns: how many elements that were.
    @discardableResult
    package func closeAndDiscard() -> Int {
        // In one section: between two, a producer could add an element that nobody takes or counts. What it held is let go
        // of after the lock: elements may be large.
        let discarded = condition.locked {
            let discarded = elements
            elements = []
            isClosed = true
            wakeAll()
            return discarded
        }
        return discarded.count
    }

    private func wakeAll() {
        for number in [Self.notEmpty, Self.notFull, Self.empty] { condition.wakeAll(number) }
    }
}
