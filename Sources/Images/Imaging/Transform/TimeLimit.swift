// How long one image may keep its worker.

internal import Glibc

/// A limit on the CPU time of the calling thread, from the moment it is made: a busy machine fails no image.
///
/// It is looked at between pieces of work; what a decoder does in one call is bounded by pixels and scans instead.
struct TimeLimit {
    private let end: Double

    /// A limit of `seconds` from now.
    init(seconds: Double) {
        end = Self.now + seconds
    }

    /// Whether the time has been spent.
    var isOver: Bool { Self.now >= end }

    /// Throws when the time is over.
    func check() throws(ImageError) {
        if isOver { throw ImageError(.tooSlow, "the time for one image is over") }
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }
}
