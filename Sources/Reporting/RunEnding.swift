// How a run came to its end.

/// The end of a run, with its exit code.
package enum RunEnding: Hashable, Sendable {
    /// Every row is settled; single failures do not matter.
    case finished
    case stopped(StopSignal)
    /// The run itself failed: why, in plain words.
    case failed(String)
    /// The disk or the output failed: why, in plain words.
    case outputFailed(String)

    /// 0 finished, 1 failed, 3 output failed, 129, 130 and 143 stopped.
    package var exitCode: Int32 {
        switch self {
        case .finished: 0
        case .failed: 1
        case .outputFailed: 3
        case .stopped(let signal): 128 + signal.rawValue
        }
    }

    /// `finished`, `stopped`, `failed`, `output_failed`: for JSON.
    package var word: String {
        switch self {
        case .finished: "finished"
        case .failed: "failed"
        case .outputFailed: "output_failed"
        case .stopped: "stopped"
        }
    }
}
