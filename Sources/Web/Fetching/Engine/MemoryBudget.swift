// One limit in bytes for everything a run holds between the sockets and the disk.

internal import Synchronization

/// Counts bytes against a limit. Reserving never waits and never fails: who reserves looks at `hasRoom`
/// first and stops taking on work when there is none; who releases wakes those that stopped.
package final class MemoryBudget: Sendable {
    /// The limit, in bytes.
    package let limitBytes: Int
    private let usedBytes = Atomic<Int>(0)
    /// The part of `usedBytes` that transfers hold: it may wait for memory itself, all the rest is given back
    /// without waiting.
    private let transferBytes = Atomic<Int>(0)
    /// Whether a listener waits for a release; kept separately so that a release is one atomic
    /// subtraction and one load as long as nobody waits.
    private let isAwaited = Atomic<Bool>(false)
    private let listeners = Mutex<[@Sendable () -> Void]>([])

    /// A budget of `limitBytes`, nothing of it used.
    package init(limitBytes: Int) {
        self.limitBytes = limitBytes
    }

    /// Bytes reserved and not yet released. May exceed the limit by what was reserved without room.
    package var used: Int { usedBytes.load(ordering: .sequentiallyConsistent) }

    /// Whether `bytes` more would stay within the limit.
    package func hasRoom(for bytes: Int) -> Bool { used + bytes <= limitBytes }

    /// Counts `bytes` as used.
    package func reserve(_ bytes: Int) {
        usedBytes.add(bytes, ordering: .sequentiallyConsistent)
    }

    /// Counts `bytes` as used by a transfer under way; fewer when negative.
    func reserveForTransfer(_ bytes: Int) {
        transferBytes.add(bytes, ordering: .sequentiallyConsistent)
        if bytes < 0 { release(-bytes) } else { reserve(bytes) }
    }

    /// Leaves `bytes` of a transfer to whoever got its body.
    func handOver(_ bytes: Int) {
        transferBytes.subtract(bytes, ordering: .sequentiallyConsistent)
    }

    /// Whether only running transfers hold memory: then one of them must continue, or none ever will.
    var isHeldByTransfersOnly: Bool { used <= transferBytes.load(ordering: .sequentiallyConsistent) }

    /// Bytes that bodies, and the images made from them, hold after delivery.
    var deliveredBytes: Int { used - transferBytes.load(ordering: .sequentiallyConsistent) }

    /// Gives `bytes` back.
    package func release(_ bytes: Int) {
        guard bytes != 0 else { return }
        usedBytes.subtract(bytes, ordering: .sequentiallyConsistent)
        if isAwaited.load(ordering: .sequentiallyConsistent),
            isAwaited.exchange(false, ordering: .sequentiallyConsistent)
        {
            let told = listeners.withLock { $0 }
            for listener in told { listener() }
        }
    }

    /// Adds a listener that is called after a release that was awaited; called on the releasing thread.
    package func onRelease(_ listener: @escaping @Sendable () -> Void) {
        listeners.withLock { $0.append(listener) }
    }

    /// Asks that the listeners be called at the next release. Look at `hasRoom` once more after this call:
    /// a release may have come between.
    package func awaitRelease() {
        isAwaited.store(true, ordering: .sequentiallyConsistent)
    }
}
