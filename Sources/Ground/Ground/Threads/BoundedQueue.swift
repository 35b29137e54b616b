// The hand-over between named threads.

internal import Glibc

/// A first-in first-out queue between threads that makes its producers wait when it is full.
///
/// `@unchecked Sendable` holds because every field is touched only under `mutex`.
package final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    private let capacity: Int
    /// A ring that doubles as it fills, so that a generous capacity costs nothing beforehand.
    private var ring: [Element?] = Array(repeating: nil, count: 16)
    private var head = 0
    private var held = 0
    private var isClosed = false
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let notEmpty: UnsafeMutablePointer<pthread_cond_t>
    private let notFull: UnsafeMutablePointer<pthread_cond_t>

    /// A queue of at most `capacity` elements; `.max` where something else bounds what is under way.
    package init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
        mutex = .allocate(capacity: 1)
        notEmpty = .allocate(capacity: 1)
        notFull = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(notEmpty, nil)
        pthread_cond_init(notFull, nil)
    }

    deinit {
        pthread_cond_destroy(notFull)
        pthread_cond_destroy(notEmpty)
        pthread_mutex_destroy(mutex)
        notFull.deallocate()
        notEmpty.deallocate()
        mutex.deallocate()
    }

    /// Elements waiting.
    package var count: Int {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return held
    }

    /// Adds an element, waiting while the queue is full.
    ///
    /// - Returns: false when the queue is closed and the element was not taken.
    @discardableResult
    package func push(_ element: Element) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while held == capacity && !isClosed { pthread_cond_wait(notFull, mutex) }
        guard !isClosed else { return false }
        if held == ring.count { growRing() }
        ring[(head + held) % ring.count] = element
        held += 1
        pthread_cond_signal(notEmpty)
        return true
    }

    /// Takes the oldest element, waiting for one.
    ///
    /// - Returns: nil when the queue is closed and empty.
    package func pop() -> Element? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while held == 0 && !isClosed { pthread_cond_wait(notEmpty, mutex) }
        guard held > 0 else { return nil }
        let element = ring[head]
        ring[head] = nil
        head = (head + 1) % ring.count
        held -= 1
        pthread_cond_signal(notFull)
        return element
    }

    /// Ends the queue: what is in it can still be taken, nothing more can be added.
    package func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_cond_broadcast(notEmpty)
        pthread_cond_broadcast(notFull)
        pthread_mutex_unlock(mutex)
    }

    /// Ends the queue and lets go of what is in it.
    ///
    /// - Returns: how many elements that were.
    @discardableResult
    package func closeAndDiscard() -> Int {
        // In one section: between two, a producer could add an element that nobody takes or counts.
        pthread_mutex_lock(mutex)
        let discarded = held
        // Let go of after the lock: elements may be large.
        let elements = ring
        ring = Array(repeating: nil, count: 16)
        head = 0
        held = 0
        isClosed = true
        pthread_cond_broadcast(notEmpty)
        pthread_cond_broadcast(notFull)
        pthread_mutex_unlock(mutex)
        withExtendedLifetime(elements) {}
        return discarded
    }

    private func growRing() {
        var grown: [Element?] = []
        grown.reserveCapacity(ring.count * 2)
        for offset in 0..<held { grown.append(ring[(head + offset) % ring.count]) }
        grown.append(contentsOf: repeatElement(nil, count: ring.count * 2 - held))
        ring = grown
        head = 0
    }
}
