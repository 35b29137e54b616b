// A thread's sign of life.

internal import Synchronization

/// Says how often a thread has begun or ended a piece of work, and whether it is at one now. Two instructions to
/// tell; one thread tells, any may look.
package final class Heartbeat: Sendable {
    /// Counts in steps of two; odd while at work.
    private let beats = Atomic<UInt64>(0)

    package init() {}

    /// The thread begins a piece of work, or the next.
    package func works() {
        beats.store((beats.load(ordering: .relaxed) &+ 2) | 1, ordering: .relaxed)
    }

    /// The thread waits for work, or for those it hands its work to.
    package func rests() {
        beats.store((beats.load(ordering: .relaxed) &+ 2) & ~1, ordering: .relaxed)
    }

    /// Differs after every change, and says in its last bit whether the thread is at work.
    package var beat: UInt64 { beats.load(ordering: .relaxed) }
}
