// One token bucket for all loops.

internal import Synchronization

/// What all transfers together may read. Any loop may ask.
final class BandwidthLimit: Sendable {
    private let bucket: Mutex<TokenBucket>

    init(bytesPerSecond: Int) {
        bucket = Mutex(TokenBucket(bytesPerSecond: bytesPerSecond, now: .now()))
    }

    func take(_ bytes: Int, now: Moment) {
        bucket.withLock { $0.take(bytes, now: now) }
    }

    func isSpent(now: Moment) -> Bool {
        bucket.withLock { $0.isEmpty(now: now) }
    }

    func isInDebt(now: Moment) -> Bool {
        bucket.withLock { $0.isInDebt(now: now) }
    }

    /// When it is worth to look again; `now` when bytes may be read.
    func due(now: Moment) -> Moment {
        bucket.withLock { $0.due(now: now) }
    }
}
