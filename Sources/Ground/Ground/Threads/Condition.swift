// What threads wait for under a lock.

internal import Glibc

/// A mutex with condition variables, whose limits on waiting do not depend on the clock being set. Who has it says what it
/// guards. A final class, as both objects must not move.
final class Condition {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let conditions: UnsafeMutablePointer<pthread_cond_t>
    private let count: Int

    /// - Parameter count: different things that are waited for; each has a number from 0.
    init(count: Int = 1) {
        self.count = count
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        conditions = .allocate(capacity: count)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        for number in 0..<count { pthread_cond_init(conditions + number, &attributes) }
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        for number in 0..<count { pthread_cond_destroy(conditions + number) }
        conditions.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    @inline(__always)
    func locked<R>(_ body: () -> R) -> R {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Waits until somebody wakes those that wait for `number`; perhaps for nothing. With the lock.
    func wait(_ number: Int = 0) { pthread_cond_wait(conditions + number, mutex) }

    /// As `wait`, until a moment.
    ///
    /// - Returns: false when it has passed.
    func wait(_ number: Int = 0, until end: inout timespec) -> Bool {
        pthread_cond_timedwait(conditions + number, mutex, &end) != ETIMEDOUT
    }

    func wakeOne(_ number: Int = 0) { pthread_cond_signal(conditions + number) }
    func wakeAll(_ number: Int = 0) { pthread_cond_broadcast(conditions + number) }

    /// The moment in so long, for `wait(until:)`.
    static func end(in time: Duration) -> timespec {
        var end = timespec()
        clock_gettime(CLOCK_MONOTONIC, &end)
        let (seconds, attoseconds) = time.components
        let nanoseconds = end.tv_nsec + Int(attoseconds / 1_000_000_000)
        end.tv_sec += Int(clamping: seconds) + nanoseconds / 1_000_000_000
        end.tv_nsec = nanoseconds % 1_000_000_000
        return end
    }
}
