// How long requests took, noted by the fetch loop and read by whoever watches.

internal import Reporting
internal import Synchronization

/// A histogram behind a lock; touched once per request.
final class RequestTimes: Sendable {
    private let histogram = Mutex(TimeHistogram())

    func add(_ duration: Duration) { histogram.withLock { $0.add(duration) } }

    /// A copy as it is now.
    var now: TimeHistogram { histogram.withLock { $0 } }
}
