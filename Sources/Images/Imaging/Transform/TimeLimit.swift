// How long one image may keep its worker.

internal import Ground

/// A limit on the CPU time of the calling thread, from the moment it is made: a busy machine fails no image.
///
/// It is looked at between pieces of work; what a decoder does in one call is bounded by pixels and scans instead.
struct TimeLimit {
    /// On the thread's clock.
    private let endNanoseconds: Int

    /// A limit of `seconds` from now.
    init(seconds: Double) {
        endNanoseconds = ThreadClock.ownNanoseconds + Int(min(seconds, 1e9) * 1e9)
    }

    /// Whether the time has been spent.
    var isOver: Bool { ThreadClock.ownNanoseconds >= endNanoseconds }

    /// Throws when the time is over.
    func check() throws(ImageError) {
        if isOver { throw ImageError(.tooSlow, "the time for one image is over") }
    }
}
