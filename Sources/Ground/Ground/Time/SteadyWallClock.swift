// Times of day that never go back.

internal import Reporting

/// Times of day for the beginnings and ends of shards: the difference of two is a duration, whoever sets the clock.
struct SteadyWallClock: Sendable {
    /// The time of day when this process first asked, and the monotonic clock then.
    static let ofProcess = SteadyWallClock(secondsSince1970: WallClock.secondsSince1970, at: .now)

    private let start: Double
    private let instant: ContinuousClock.Instant

    init(secondsSince1970: Double, at instant: ContinuousClock.Instant) {
        start = secondsSince1970
        self.instant = instant
    }

    func secondsSince1970(at now: ContinuousClock.Instant = .now) -> Double {
        let (seconds, attoseconds) = (now - instant).components
        return start + Double(seconds) + Double(attoseconds) / 1e18
    }
}
