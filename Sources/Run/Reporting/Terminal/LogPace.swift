// How often a log gets a progress line.

internal import Ground

/// Decides when a progress line is due: every ten seconds, on the ten, unless another interval was chosen.
package struct LogPace: Sendable {
    private let intervalSeconds: Double
    private var written = 0

    /// - Parameter interval: at least 100 ms; less counts as that.
    package init(interval: Duration = .seconds(10)) {
        intervalSeconds = max(0.1, interval.inSeconds)
    }

    /// Whether a line is due at `elapsed` since the start; what is due is taken as written.
    package mutating func isDue(at elapsed: Duration) -> Bool {
        let reached = Int(max(0, elapsed.inSeconds) / intervalSeconds)
        guard reached > written else { return false }
        written = reached
        return true
    }
}
