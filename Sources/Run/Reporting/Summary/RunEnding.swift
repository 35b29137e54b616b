// How a run came to its end.

/// The end of a run, with its exit code.
package enum RunEnding: Hashable, Sendable {
    /// Every row is settled; single failures do not matter.
    case finished
    /// Every row is settled, and none has an image: what to do about it, in plain words.
    case noImages(String)
    /// The first rows all failed for one reason of this machine's or the list's, and nothing was written: why, in
    /// plain words; the first line stands alone, the others say what can be done.
    case stoppedEarly(String)
    case stopped(StopSignal)
    /// The run itself failed: why, in plain words.
    case failed(String)
    /// The command, its list or its dataset is wrong, which was found on the way: why, in plain words.
    case refused(String)
    /// The run failed for something that may end by itself: why, in plain words.
    case failedForNow(String)
    /// A worker was asked to stop by its scheduler, which may start it again.
    case stoppedWorker
    /// The disk or the output failed: why, in plain words.
    case outputFailed(String)

    /// Whether every row is settled.
    var isComplete: Bool {
        switch self {
        case .finished, .noImages: true
        case .stoppedEarly, .stopped, .stoppedWorker, .failed, .refused, .failedForNow, .outputFailed: false
        }
    }

    /// EX_TEMPFAIL of sysexits.h: the same command may succeed if it is started again.
    package static let startAgainCode: Int32 = 75

    /// 0 finished, 1 failed, 2 refused, 3 output failed, 4 no image, 75 to be started again, 129, 130 and 143 stopped.
    package var exitCode: Int32 {
        switch self {
        case .finished: 0
        case .failed: 1
        case .refused: 2
        case .outputFailed: 3
        case .noImages, .stoppedEarly: 4
        case .failedForNow, .stoppedWorker: Self.startAgainCode
        case .stopped(let signal): 128 + signal.rawValue
        }
    }

    /// `finished`, `no_images`, `stopped_early`, `stopped`, `failed`, `output_failed`: for JSON.
    package var word: String {
        switch self {
        case .finished: "finished"
        case .noImages: "no_images"
        case .stoppedEarly: "stopped_early"
        case .failed, .refused, .failedForNow: "failed"
        case .outputFailed: "output_failed"
        case .stopped, .stoppedWorker: "stopped"
        }
    }
}
