// What the threads of a run tell its owner: it is over, it failed, somebody asked to stop.

internal import Glibc
import Synchronization

/// The run's one place for its end. Any thread may speak; the first failure is the one that counts.
final class RunControl: Sendable {
    private struct State {
        var failure: DownloadError?
        var isComplete = false
        var notices: [String] = []
    }

    private let state = Mutex(State())

    /// The signal that wakes the owner out of `SignalWaiter.wait`; it carries no meaning of its own.
    static let wakeSignal = SIGUSR1

    /// The first failure told.
    var failure: DownloadError? { state.withLock { $0.failure } }

    /// Whether every row of the list is settled and every shard finished.
    var isComplete: Bool { state.withLock { $0.isComplete } }

    /// Ends the run with an error; later failures are consequences and are dropped.
    func fail(_ error: DownloadError) {
        state.withLock { if $0.failure == nil { $0.failure = error } }
        kill(getpid(), Self.wakeSignal)
    }

    /// Something a person should know, in one line of plain words.
    func notice(_ text: String) {
        state.withLock { $0.notices.append(text) }
    }

    /// What was told since the last call.
    func takeNotices() -> [String] {
        state.withLock { state in
            defer { state.notices = [] }
            return state.notices
        }
    }

    /// Tells that nothing is left to be done.
    func complete() {
        state.withLock { $0.isComplete = true }
        kill(getpid(), Self.wakeSignal)
    }
}
