// How a run behaves when it is asked to stop.

package import Reporting

/// The time that a stop may take, and the exit code after it.
package struct StopManner: Hashable, Sendable {
    /// From the first signal to the end of the process, at most.
    package let grace: Duration
    /// Whether transfers under way are finished, as far as the time allows, and not cancelled.
    package let finishesTransfers: Bool
    /// Whether SIGTERM ends with the code for "start me again": schedulers start one of several workers again.
    package let isWorker: Bool

    package init(grace: Duration, finishesTransfers: Bool, isWorker: Bool) {
        self.grace = grace
        self.finishesTransfers = finishesTransfers
        self.isWorker = isWorker
    }

    /// A run that nobody gave more time.
    package static let usual = StopManner(grace: .seconds(5), finishesTransfers: false, isWorker: false)

    /// Kept for the images that are fetched, the summary and the end.
    private static let timeBehindTransfers = Duration.seconds(4)
    private static let longestDrain = Duration.seconds(3)
    private static let timeForSummary = Duration.milliseconds(800)

    /// How long transfers under way may take.
    package var timeForTransfers: Duration { finishesTransfers ? max(.zero, grace - Self.timeBehindTransfers) : .zero }

    /// How long images that are fetched may take to be written.
    package var timeForImages: Duration { min(Self.longestDrain, max(.milliseconds(200), grace - .seconds(2))) }

    /// How long all threads may take to come to their end.
    package var timeForThreads: Duration { max(.milliseconds(100), grace - Self.timeForSummary) }

    /// The exit code after a signal.
    package func exitCode(after signal: StopSignal) -> Int32 {
        isWorker && signal == .terminate ? RunEnding.startAgainCode : 128 + signal.rawValue
    }
}
