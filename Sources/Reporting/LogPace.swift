// How often a log gets a progress line.

/// Decides when a progress line is due: every ten seconds, on the ten.
package struct LogPace: Sendable {
    private static let seconds = 10
    private var written = 0

    package init() {}

    /// Whether a line is due at `elapsed` since the start; what is due is taken as written.
    package mutating func isDue(at elapsed: Duration) -> Bool {
        let reached = max(0, Int(elapsed.components.seconds)) / LogPace.seconds
        guard reached > written else { return false }
        written = reached
        return true
    }
}
