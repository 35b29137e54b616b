// Times of day that never go back.

/// Times of day for the beginnings and ends of shards: the difference of two is a duration, whoever sets the clock.
package struct SteadyWallClock: Sendable {
    /// The time of day when this process first asked, and the monotonic clock then.
    package static let ofProcess = SteadyWallClock(secondsSince1970: WallClock.secondsSince1970, at: .now)

    private let start: Double
    private let instant: ContinuousClock.Instant

    /// - Parameters:
    ///   - secondsSince1970: the time of day.
    ///   - instant: the monotonic clock then.
    package init(secondsSince1970: Double, at instant: ContinuousClock.Instant) {
        start = secondsSince1970
        self.instant = instant
    }

    /// Seconds since 1970 at a reading of the monotonic clock.
    package func secondsSince1970(at now: ContinuousClock.Instant = .now) -> Double {
        start + (now - instant).inSeconds
    }
}
