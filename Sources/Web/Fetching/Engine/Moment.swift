// The loop's time: one reading of the monotonic clock per turn, passed to everything that decides.

internal import Glibc

/// A point on the monotonic clock, in nanoseconds.
struct Moment: Comparable, Hashable, Sendable {
    let nanoseconds: Int64

    /// The clock's present reading.
    static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }

    static func + (moment: Moment, nanoseconds: Int64) -> Moment {
        let (sum, overflows) = moment.nanoseconds.addingReportingOverflow(nanoseconds)
        return Moment(nanoseconds: overflows ? .max : sum)
    }

    /// Nanoseconds from `right` to `left`.
    static func - (left: Moment, right: Moment) -> Int64 { left.nanoseconds - right.nanoseconds }
}

extension Duration {
    /// The whole duration in nanoseconds; the longest and shortest that fit where it does not.
    var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflows { return seconds < 0 ? .min : .max }
        let (sum, overflowsToo) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflowsToo ? (seconds < 0 ? .min : .max) : sum
    }
}
