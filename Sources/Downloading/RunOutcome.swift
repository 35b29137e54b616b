// The three ways a run ends.

internal import Reporting

/// How the watch over a run came to its end.
enum RunOutcome: Sendable {
    case complete
    case signal(StopSignal)
    case failed(DownloadError)
    /// A stage does not move any more, and its thread may never end.
    case stoodStill(DownloadError)

    /// Whether nothing more can be written.
    var isOutputFailure: Bool {
        if case .failed(let error) = self { error.category == .output } else { false }
    }

    var forSummary: RunEnding {
        switch self {
        case .complete: .finished
        case .signal(let signal): .stopped(signal)
        case .failed(let error), .stoodStill(let error):
            error.category == .output ? .outputFailed(error.headline) : .failed(error.headline)
        }
    }

    /// How long the threads may take to come to their end. A signal has its own limit, see `SecondSignal`.
    var secondsToEnd: Int {
        switch self {
        case .complete, .signal, .failed: 60
        case .stoodStill: 3
        }
    }
}
