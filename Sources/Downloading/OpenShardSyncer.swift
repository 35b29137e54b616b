// The thread that puts open shards on disk from time to time, so that a power cut takes little.

internal import Glibc
internal import Shards
internal import Threads

/// Syncs the open shards every few seconds, on a thread of its own: the writer never waits for a disk.
///
/// `@unchecked Sendable` holds because `isStopped` is touched only under `mutex`, and nothing else changes after `init`.
final class OpenShardSyncer: @unchecked Sendable {
    private let folders: [DatasetFolder]
    private let control: RunControl
    private let seconds: Int
    private var isStopped = false
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let stopped: UnsafeMutablePointer<pthread_cond_t>
    private var thread: NamedThread?

    /// Starts the thread `syncer`.
    ///
    /// - Parameter seconds: from the end of one round to the start of the next.
    init(_ folders: [DatasetFolder], every seconds: Int, control: RunControl) {
        self.folders = folders
        self.control = control
        self.seconds = seconds
        mutex = .allocate(capacity: 1)
        stopped = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(stopped, nil)
        thread = NamedThread("syncer") { [unowned self] in run() }
    }

    deinit {
        pthread_cond_destroy(stopped)
        pthread_mutex_destroy(mutex)
        stopped.deallocate()
        mutex.deallocate()
    }

    /// Ends the thread after a last round. Call once, before the last reference goes.
    func stop() {
        pthread_mutex_lock(mutex)
        isStopped = true
        pthread_cond_signal(stopped)
        pthread_mutex_unlock(mutex)
        thread?.join()
        thread = nil
    }

    private func run() {
        var goesOn = true
        while goesOn {
            goesOn = !waitForNextRound()
            do {
                for folder in folders { try folder.syncOpenShards() }
            } catch {
                return control.fail(DownloadError(error))
            }
        }
    }

    /// - Returns: whether the syncer was stopped meanwhile.
    private func waitForNextRound() -> Bool {
        var until = timespec()
        clock_gettime(CLOCK_REALTIME, &until)
        until.tv_sec += seconds
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !isStopped, pthread_cond_timedwait(stopped, mutex, &until) != ETIMEDOUT {}
        return isStopped
    }
}
