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
            switch error.category {
            case .output: .outputFailed(error.headline)
            case .noImages: .stoppedEarly(error.message)
            case .run, .command: .failed(error.headline)
            }
        }
    }

    /// Whether it has a reason that a person should read.
    var isFailure: Bool {
        switch self {
        case .complete, .signal: false
        case .failed, .stoodStill: true
        }
    }

    var exitCode: Int32 {
        switch self {
        case .complete: 0
        case .signal(let signal): 128 + signal.rawValue
        case .failed(let error), .stoodStill(let error): error.exitCode
        }
    }

    /// How long the threads may take to come to their end. After a signal, what `ProcessSignals.timeToStop` leaves
    /// when the summary has had its time.
    var timeToEnd: Duration {
        switch self {
        case .complete, .failed: .seconds(60)
        case .signal: ProcessSignals.timeToStop - timeForSummary - .milliseconds(200)
        case .stoodStill: .seconds(3)
        }
    }

    /// How long a reader of stderr that takes nothing may hold up the end.
    var timeForSummary: Duration {
        switch self {
        case .complete, .failed, .stoodStill: .seconds(5)
        case .signal: .milliseconds(600)
        }
    }
}
