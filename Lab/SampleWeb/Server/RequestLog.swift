// Which URLs were asked for, how often, and with which headers.

internal import Synchronization

/// Counts requests, within bounds.
final class RequestLog: Sendable {
    private struct State {
        /// By hash of path and query, so that a million URLs cost no strings.
        var counts: [Int: Int] = [:]
        /// By hash of the path alone, for those asked for with a query.
        var pathCounts: [Int: Int] = [:]
        var lastRequests: [String: RecordedRequest] = [:]
        var total = 0
    }

    private let maximumCounted: Int
    private let maximumRemembered: Int
    private let state = Mutex(State())

    init(maximumCounted: Int, maximumRemembered: Int) {
        self.maximumCounted = maximumCounted
        self.maximumRemembered = maximumRemembered
    }

    /// Counts a request and says how many of this target there were, this one included.
    func record(target: String, path: Substring, head: UnsafeRawBufferPointer) -> Int {
        let targetKey = target.hashValue
        return state.withLock { state in
            state.total += 1
            var count = 1
            if let known = state.counts[targetKey] {
                count = known + 1
                state.counts[targetKey] = count
            } else if state.counts.count < maximumCounted {
                state.counts[targetKey] = 1
            }
            let hasQuery = path.utf8.count < target.utf8.count
            if hasQuery {
                let pathKey = path.hashValue
                if let known = state.pathCounts[pathKey] {
                    state.pathCounts[pathKey] = known + 1
                } else if state.pathCounts.count < maximumCounted {
                    state.pathCounts[pathKey] = 1
                }
            }
            if maximumRemembered > 0 {
                let path = String(path)
                if state.lastRequests[path] != nil || state.lastRequests.count < maximumRemembered {
                    state.lastRequests[path] = RecordedRequest(head: head)
                }
            }
            return count
        }
    }

    /// Requests so far.
    var total: Int { state.withLock { $0.total } }

    /// Requests of a path: with a query just those with it, else those with and without any.
    func count(of target: String) -> Int {
        state.withLock { state in
            let plain = state.counts[target.hashValue] ?? 0
            return target.contains("?") ? plain : plain + (state.pathCounts[target[...].hashValue] ?? 0)
        }
    }

    /// The newest request of a path.
    func last(of path: Substring) -> RecordedRequest? {
        state.withLock { $0.lastRequests[String(path)] }
    }

    /// Forgets everything counted.
    func reset() {
        state.withLock { $0 = State() }
    }
}
