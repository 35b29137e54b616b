// The processor time of a thread, and how it falls to the parts of its work.

internal import Glibc

/// Processor time in nanoseconds.
package enum ThreadClock {
    /// Used by the calling thread so far.
    package static var ownNanoseconds: Int { nanoseconds(CLOCK_THREAD_CPUTIME_ID) }

    /// Used by all threads of the process so far.
    package static var processNanoseconds: Int { nanoseconds(CLOCK_PROCESS_CPUTIME_ID) }

    private static func nanoseconds(_ clock: clockid_t) -> Int {
        var time = timespec()
        clock_gettime(clock, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
