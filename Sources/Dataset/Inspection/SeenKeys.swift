// The keys of the shards that were checked so far, for all threads of a check.

internal import Hashing
internal import Synchronization

/// Remembers keys while they fit into its memory. Safe to use from any thread.
final class SeenKeys: Sendable {
    /// 12 million keys.
    private static let maximumBytes = 256 << 20

    private struct State {
        var keys: ExactKeys?
        var isFull = false
    }

    private let state: Mutex<State>

    init() {
        // Without memory for any key none is compared, and `isFull` says so.
        state = Mutex(State(keys: try? ExactKeys(expectedKeys: 1 << 12)))
    }

    /// Whether there were more keys than are remembered: then not all were compared with all others.
    var isFull: Bool { state.withLock { $0.isFull } }

    /// - Returns: false for a key that was there before.
    func insert(_ key: RowKey) -> Bool {
        state.withLock { state in
            guard let keys = state.keys else {
                state.isFull = true
                return true
            }
            if keys.isFull && keys.memoryBytes > Self.maximumBytes / 3 {
                state.isFull = true
                return !keys.contains(key)
            }
            do {
                return try keys.insert(key)
            } catch {
                state.isFull = true
                return true
            }
        }
    }
}
