// How often a log says the same thing.

/// Decides whether a warning that holds is written again: when it is a new one, and each at most once a minute.
package struct WarningPace: Sendable {
    private static let pause = Duration.seconds(60)
    private var lastWritten: [FailureClass: ContinuousClock.Instant] = [:]

    package init() {}

    /// Whether to write `warning` now; what is due is taken as written.
    package mutating func isDue(_ warning: RunWarning, at now: ContinuousClock.Instant) -> Bool {
        if let last = lastWritten[warning.kind], now - last < WarningPace.pause { return false }
        lastWritten[warning.kind] = now
        return true
    }
}
