// The time of day, for files and log lines; durations are measured by the monotonic clock.

internal import Glibc

/// The machine's time of day.
package enum WallClock {
    package static var secondsSince1970: Double {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }

    /// In whole seconds.
    package static var timestamp: UTCTimestamp { UTCTimestamp(secondsSince1970: Int(secondsSince1970)) }
}
