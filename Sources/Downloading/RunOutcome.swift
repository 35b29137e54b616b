// The three ways a run ends.

internal import Reporting

/// How the watch over a run came to its end.
enum RunOutcome: Sendable {
    case complete
    case signal(StopSignal)
    case failed(DownloadError)

    /// Whether nothing more can be written.
    var isOutputFailure: Bool {
        if case .failed(let error) = self { error.category == .output } else { false }
    }

    var forSummary: RunEnding {
        switch self {
        case .complete: .finished
        case .signal(let signal): .stopped(signal)
        case .failed(let error): error.category == .output ? .outputFailed(error.headline) : .failed(error.headline)
        }
    }
}
