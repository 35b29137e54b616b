// The three ways a run ends.

package import Planning
package import Reporting

/// How the watch over a run came to its end.
package enum RunOutcome: Sendable {
    case complete
    case signal(StopSignal)
    case failed(DownloadError)
    /// A stage does not move any more, and its thread may never end.
    case stoodStill(DownloadError)

    /// Whether nothing more can be written.
    package var isOutputFailure: Bool {
        if case .failed(let error) = self { error.category == .output } else { false }
    }

    /// How the run ended in the end.
    ///
    /// - Parameters:
    ///   - failure: the first of the pipeline's, also one since the watch ended.
    ///   - threadsEnded: whether all threads came to their end in time. Without that a run is never complete.
    package func concluded(failure: DownloadError?, threadsEnded: Bool) -> RunOutcome {
        // A disk that is full when what was fetched is written says more than the signal that came before.
        if let failure, failure.category == .output, !isFailure { return .failed(failure) }
        guard case .complete = self, !threadsEnded else { return self }
        return .stoodStill(
            DownloadError(.run, "all rows are finished, but the run's last threads did not end"))
    }

    package var forSummary: RunEnding {
        switch self {
        case .complete: .finished
        case .signal(let signal): .stopped(signal)
        case .failed(let error), .stoodStill(let error):
            switch error.category {
            case .output: .outputFailed(error.headline)
            case .noImages: .stoppedEarly(error.message)
            case .again: .failedForNow(error.headline)
            case .command: .refused(error.message)
            case .run: .failed(error.headline)
            }
        }
    }

    /// Whether it has a reason that a person should read.
    package var isFailure: Bool {
        switch self {
        case .complete, .signal: false
        case .failed, .stoodStill: true
        }
    }

    /// - Parameter stopping: how the run stops.
    package func exitCode(_ stopping: StopManner = .usual) -> Int32 {
        switch self {
        case .complete: 0
        case .signal(let signal): stopping.exitCode(after: signal)
        case .failed(let error), .stoodStill(let error): error.exitCode
        }
    }

    /// How long the threads may take to come to their end. After a signal, what its time leaves when the summary has had
    /// its own.
    package func timeToEnd(_ stopping: StopManner) -> Duration {
        switch self {
        case .complete, .failed: .seconds(60)
        case .signal: stopping.timeForThreads
        case .stoodStill: .seconds(3)
        }
    }

    /// How long a reader of stderr that takes nothing may hold up the end.
    package var timeForSummary: Duration {
        switch self {
        case .complete, .failed, .stoodStill: .seconds(5)
        case .signal: .milliseconds(600)
        }
    }
}
