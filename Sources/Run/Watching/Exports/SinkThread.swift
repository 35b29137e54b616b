// The thread of a sink: it gets the newest reading, and never holds up whoever makes them.

internal import Ground

/// Gives a sink the newest reading after each interval. It runs at low priority: the run goes first.
final class SinkThread: Sendable {
    private struct State {
        var newest: RunReading?
        var last: RunReading?
        var isEnded = false
        var hasLeft = false
    }

    private let state = Monitor(State())

    /// Starts the thread.
    init(_ sink: any ReadingSink) {
        // Nobody joins it: it may never come back from a write.
        _ = NamedThread(sink.name) { [state] in
            NamedThread.stepBack()
            Self.run(sink, state)
        }
    }

    /// A newer reading. Returns at once.
    func show(_ reading: RunReading) { state.change { $0.newest = reading } }

    /// The last reading. Returns at once; the thread then ends.
    func end(_ reading: RunReading) {
        state.change {
            $0.last = reading
            $0.isEnded = true
        }
    }

    /// Waits until the sink has taken the last reading.
    ///
    /// - Returns: false when that took too long.
    @discardableResult
    func wait(atMost time: Duration) -> Bool {
        state.wait(atMost: time) { $0.hasLeft ? true : nil } ?? false
    }

    private static func run(_ sink: any ReadingSink, _ state: Monitor<State>) {
        while true {
            let reading: RunReading? = state.wait { state -> RunReading?? in
                if state.isEnded { return .some(nil) }
                defer { state.newest = nil }
                return state.newest.map { .some($0) }
            }
            guard let reading else { break }
            sink.take(reading)
            // The end is not waited for.
            _ = state.wait(atMost: sink.interval) { $0.isEnded ? true : nil }
        }
        if let last = state.look(\.last) { sink.end(last) }
        state.change { $0.hasLeft = true }
    }
}
