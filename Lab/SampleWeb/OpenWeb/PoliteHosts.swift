// Hosts that answer only so many requests at once.

internal import Synchronization

/// Counts the requests that each polite host answers now.
final class PoliteHosts: Sendable {
    private struct State {
        var answering: [String: Int] = [:]
        var refusals = 0
    }

    private let state = Mutex(State())

    /// Whether `host` may answer one more; if so, call ``leave(_:)`` at its end.
    func enter(_ host: String, limit: Int) -> Bool {
        state.withLock { state in
            guard state.answering[host, default: 0] < limit else {
                state.refusals += 1
                return false
            }
            state.answering[host, default: 0] += 1
            return true
        }
    }

    /// One response of `host` is over.
    func leave(_ host: String) {
        state.withLock { state in
            let left = (state.answering[host] ?? 1) - 1
            state.answering[host] = left > 0 ? left : nil
        }
    }

    /// Requests refused so far.
    var refusals: Int { state.withLock { $0.refusals } }
}
