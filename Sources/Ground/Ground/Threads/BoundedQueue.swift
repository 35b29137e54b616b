// The hand-over between named threads.

internal import DequeModule
internal import Glibc

/// A first-in first-out queue between threads that makes its producers wait when it is full.
///
/// `@unchecked Sendable` holds because every field is touched only under `mutex`.
package final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    private let capacity: Int
    /// It grows as it fills, so that a generous capacity costs nothing beforehand.
    private var elements = Deque<Element>()
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
        return elements.count
    }

    /// Adds an element, waiting while the queue is full.
    ///
    /// - Returns: false when the queue is closed and the element was not taken.
    @discardableResult
    package func push(_ element: Element) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while elements.count == capacity && !isClosed { pthread_cond_wait(notFull, mutex) }
        guard !isClosed else { return false }
        elements.append(element)
        pthread_cond_signal(notEmpty)
        return true
    }

    /// Takes the oldest element, waiting for one.
    ///
    /// - Returns: nil when the queue is closed and empty.
    package func pop() -> Element? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while elements.isEmpty && !isClosed { pthread_cond_wait(notEmpty, mutex) }
        guard let element = elements.popFirst() else { return nil }
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
        // Let go of after the lock: elements may be large.
        let discarded = elements
        elements = []
        isClosed = true
        pthread_cond_broadcast(notEmpty)
        pthread_cond_broadcast(notFull)
        pthread_mutex_unlock(mutex)
        return discarded.count
    }
}
