// What a run's owner hears of: it is over, it failed, somebody asked it to stop.

package import DatasetModel
internal import Ground
package import Planning
package import Reporting

/// The run's one place for its end. Any thread may report; the owner waits.
package final class RunControl: Sendable {
    /// What the owner acts upon.
    package enum Event: Sendable {
        case failed(DownloadError)
        /// Every row of the list is settled and every shard finished.
        case complete
        case stopped(StopSignal)
    }

    private struct State {
        var failure: DownloadError?
        var isComplete = false
        var signal: StopSignal?
        var notices: [String] = []
        var listEnd: ShardID?

        var event: Event? {
            if let failure { return .failed(failure) }
            if isComplete { return .complete }
            return signal.map(Event.stopped)
        }
    }

    private let state = Monitor(State())
    package let stopping: StopManner

    package init(_ stopping: StopManner = .usual) { self.stopping = stopping }

    /// The first failure reported.
    package var failure: DownloadError? { state.look(\.failure) }

    /// Behind the last shard of the list; nil as long as the list was not read to its end.
    package var listEnd: ShardID? { state.look(\.listEnd) }

    /// The list was read to its end.
    func listEnds(behind shard: ShardID) { state.change { $0.listEnd = shard } }

    /// Waits for an event.
    ///
    /// - Returns: the first of a failure, the end and a signal; nil when none came in time.
    package func wait(atMost time: Duration) -> Event? { state.wait(atMost: time) { $0.event } }

    /// Ends the run with an error; later failures are consequences and are dropped.
    func fail(_ error: DownloadError) {
        state.change { if $0.failure == nil { $0.failure = error } }
    }

    /// Nothing is left to be done.
    func complete() { state.change { $0.isComplete = true } }

    /// The run was asked to stop.
    package func stop(_ signal: StopSignal) {
        state.change { if $0.signal == nil { $0.signal = signal } }
    }

    /// Whether a signal has come.
    package var isAskedToStop: Bool { state.look { $0.signal != nil } }

    /// Something a person should know, in one line of plain words.
    func notice(_ text: String) { state.change { $0.notices.append(text) } }

    /// The notices since the last call.
    package func takeNotices() -> [String] {
        state.change { state in
            defer { state.notices = [] }
            return state.notices
        }
    }
}
