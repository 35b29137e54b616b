// Decides when the next shard of the list may be opened, and knows when the last one is closed.

internal import Glibc

/// Rows and shards under way, and the limits that make the list's reader wait.
///
/// A shard is opened while few rows are still to be settled, however many earlier shards wait for their
/// slowest URL: so no shard's tail idles the run.
///
/// `@unchecked Sendable` holds because every field is touched only under `mutex`.
final class AdmissionGate: @unchecked Sendable {
    /// What may be under way at once.
    struct Limits: Sendable {
        /// Rows given to the fetchers and not settled yet; at least enough to fill all transfers.
        let unsettledRows: Int
        /// Rows of all open shards, settled ones included: bounds the memory of tails.
        let openRows: Int
        /// Open shards: each holds `descriptorsPerShard`.
        let openShards: Int

        /// Open shards at most, whatever their size.
        static let mostOpenShards = 128
        /// Its data and its journal.
        static let descriptorsPerShard = 2

        /// Limits for a run: twice the transfers in flight wait to be fetched, so that hosts can be mixed.
        init(maximumInFlight: Int, samplesPerShard: Int) {
            unsettledRows = max(1, maximumInFlight * 2)
            openRows = max(200_000, samplesPerShard * 8)
            openShards = Self.mostOpenShards
        }

        /// Whether another shard may be opened beside what is under way.
        func admit(unsettledRows: Int, openRows: Int, openShards: Int) -> Bool {
            openShards == 0
                || (unsettledRows < self.unsettledRows && openRows < self.openRows && openShards < self.openShards)
        }
    }

    private let limits: Limits
    private var unsettledRows = 0
    private var openRows = 0
    private var openShards = 0
    private var isListRead = false
    private var isStopped = false
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>

    init(_ limits: Limits) {
        self.limits = limits
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

    /// Waits until another shard may be opened.
    ///
    /// - Returns: false when the run stops.
    func waitForRoom() -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !isStopped
            && !limits.admit(unsettledRows: unsettledRows, openRows: openRows, openShards: openShards)
        {
            pthread_cond_wait(changed, mutex)
        }
        return !isStopped
    }

    /// - Parameter settled: those of `rows` that earlier starts settled.
    func shardOpened(rows: Int, settled: Int = 0) {
        locked {
            unsettledRows += rows - settled
            openRows += rows
            openShards += 1
        }
    }

    func rowSettled() {
        locked { unsettledRows -= 1 }
    }

    /// - Returns: whether that was the last shard of the list.
    func shardClosed(rows: Int) -> Bool {
        locked {
            openRows -= rows
            openShards -= 1
            return isListRead && openShards == 0
        }
    }

    /// - Returns: whether nothing is under way any more.
    func listRead() -> Bool {
        locked {
            isListRead = true
            return openShards == 0
        }
    }

    /// Lets go of whoever waits for room.
    func stop() {
        locked { isStopped = true }
    }

    /// Whether `stop` was called.
    var hasStopped: Bool { locked { isStopped } }

    @discardableResult
    private func locked<R>(_ change: () -> R) -> R {
        pthread_mutex_lock(mutex)
        let result = change()
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
        return result
    }
}
