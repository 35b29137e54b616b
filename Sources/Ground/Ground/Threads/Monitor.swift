// State that some threads change while others wait for it.

/// A value under a lock, and the threads that wait for it to become what they need.
///
/// `@unchecked Sendable` holds because the state is touched only under the lock of `changed`.
package final class Monitor<State: Sendable>: @unchecked Sendable {
    private var state: State
    private let changed = Condition()

    package init(_ state: State) { self.state = state }

    /// Changes the state, and lets those who wait look at it.
    @discardableResult
    package func change<R>(_ body: (inout State) -> R) -> R {
        changed.locked {
            let result = body(&state)
            changed.wakeAll()
            return result
        }
    }

    /// Looks at the state without a change.
    package func look<R>(_ body: (State) -> R) -> R { changed.locked { body(state) } }

    /// Waits until `ready` gives something; it may change the state as it does.
    package func wait<R>(until ready: (inout State) -> R?) -> R {
        changed.locked {
            while true {
                if let result = ready(&state) { return result }
                changed.wait()
            }
        }
    }

    /// As `wait(until:)`; nil when that took too long.
    package func wait<R>(atMost time: Duration, until ready: (inout State) -> R?) -> R? {
        var end = Condition.end(in: time)
        return changed.locked {
            while true {
                if let result = ready(&state) { return result }
                if !changed.wait(until: &end) { return ready(&state) }
            }
        }
    }
}
