// Wakes a thread that waits for memory.

internal import Glibc

/// Remembers one call of `tell` until somebody waits.
///
/// `@unchecked Sendable` holds because the flag is touched only under `mutex`.
final class RoomSignal: @unchecked Sendable {
    private var isTold = false
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>

    init() {
        mutex = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    func tell() {
        pthread_mutex_lock(mutex)
        isTold = true
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }

    /// Waits for a call since the last wait.
    func wait() {
        pthread_mutex_lock(mutex)
        while !isTold { pthread_cond_wait(changed, mutex) }
        isTold = false
        pthread_mutex_unlock(mutex)
    }
}
