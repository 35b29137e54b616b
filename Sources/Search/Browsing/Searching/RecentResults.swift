// Results of the last searches, for their next pages.

internal import Ground

/// Keeps the newest values. Safe to use from any thread.
final class Recent<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct State: Sendable {
        var values: [Key: Value] = [:]
        /// The oldest first.
        var order: [Key] = []
    }

    private let state = Monitor(State())
    private let most: Int

    /// - Parameter most: values that are kept.
    init(most: Int) { self.most = most }

    subscript(key: Key) -> Value? { state.look { $0.values[key] } }

    func keep(_ value: Value, for key: Key) {
        state.change { state in
            if state.values.updateValue(value, forKey: key) == nil { state.order.append(key) }
            while state.order.count > most { state.values[state.order.removeFirst()] = nil }
        }
    }
}
