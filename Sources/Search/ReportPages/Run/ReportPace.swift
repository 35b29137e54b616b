// How often the progress of a report is shown.

internal import Synchronization

/// Lines not more often than each tenth of the way and each five seconds: none for what is quick.
final class ReportPace: Sendable {
    private static let between = Duration.seconds(5)

    private struct State {
        var last = ContinuousClock.now
        var tenth = 0
    }

    private let state = Mutex(State())

    /// `40 %`, when it is time to say it.
    func share(_ done: Int, of all: Int) -> String? {
        let tenth = done * 10 / max(1, all)
        return state.withLock { state in
            guard tenth > state.tenth, tenth < 10, ContinuousClock.now - state.last >= Self.between else { return nil }
            state = State(tenth: tenth)
            return "\(tenth * 10) %"
        }
    }
}
