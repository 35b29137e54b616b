// What all transfers of a loop together may read.

/// A token bucket shared by transfers. Touched by its loop's thread only.
final class BandwidthLimit {
    private var bucket: TokenBucket

    init(bytesPerSecond: Int, now: Moment) { bucket = TokenBucket(bytesPerSecond: bytesPerSecond, now: now) }

    func take(_ bytes: Int, now: Moment) { bucket.take(bytes, now: now) }

    func isSpent(now: Moment) -> Bool { bucket.isEmpty(now: now) }

    func isInDebt(now: Moment) -> Bool { bucket.isInDebt(now: now) }

    /// When it is worth to look again; `now` when bytes may be read.
    func due(now: Moment) -> Moment { bucket.due(now: now) }
}
