// The three ways a run ends.

internal import Reporting

/// How the watch over a run came to its end.
enum RunOutcome: Sendable {
    case complete
    case signal(StopSignal)
    case failed(DownloadError)

    var forSummary: RunEnding {
        switch self {
        case .complete: .finished
        case .signal(let signal): .stopped(signal)
        case .failed(let error): error.category == .output ? .outputFailed(error.headline) : .failed(error.headline)
        }
    }
}
