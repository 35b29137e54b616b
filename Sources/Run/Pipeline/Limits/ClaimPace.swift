// How far ahead one of several workers takes shards that are free.

internal import Ground

/// Rows that a worker with `--claim` may have before it: those of some seconds, at the rate at which it settles rows. A slow
/// worker that took as much as a fast one would keep it from others, and be the last at the end.
struct ClaimPace: Sendable {
    /// Work that a worker takes ahead.
    static let secondsAhead = 10.0
    /// Rows that it may have before its rate is known.
    static let firstRows = 200
    private static let window = Duration.seconds(5)

    private var begun: ContinuousClock.Instant
    private var rows = 0
    /// Of the window before; nil in the first one.
    private var earlierRows: Int?

    init(now: ContinuousClock.Instant) { begun = now }

    mutating func settled(now: ContinuousClock.Instant) {
        if now - begun >= Self.window {
            // After a pause what was before says nothing.
            earlierRows = now - begun < Self.window * 2 ? rows : 0
            begun = now
            rows = 0
        }
        rows += 1
    }

    /// Rows a second, of the last seconds.
    func rate(now: ContinuousClock.Instant) -> Double {
        let seconds = max(0.5, (now - begun).inSeconds)
        guard let earlierRows else { return Double(rows) / max(1, seconds) }
        return Double(rows + earlierRows) / (seconds + Self.window.inSeconds)
    }

    /// Whether another shard may be taken.
    ///
    /// - Parameters:
    ///   - unsettledRows: that the worker has taken already.
    ///   - isMoreWanted: whether none of these may be fetched now, as their hosts are at their limits.
    func admits(unsettledRows: Int, isMoreWanted: Bool, now: ContinuousClock.Instant) -> Bool {
        let ahead = max(Double(Self.firstRows), rate(now: now) * Self.secondsAhead)
        return Double(unsettledRows) < (isMoreWanted ? 3 * ahead : ahead)
    }
}
