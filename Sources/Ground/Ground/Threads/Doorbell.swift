// How other threads wake one that waits for sockets.

internal import CLinux
internal import Glibc
internal import Synchronization

/// A descriptor that is readable from a ring until it is answered. Any thread may ring.
package final class Doorbell: Sendable {
    /// An eventfd; closed in `deinit`.
    package let descriptor: Int32
    private let isRung = Atomic<Bool>(false)

    /// - Returns: nil where the system gives no descriptor; errno says why.
    package init?() {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard descriptor >= 0 else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    package func ring() {
        // One write is enough until it is answered.
        if !isRung.exchange(true, ordering: .acquiringAndReleasing) { eventfd_write(descriptor, 1) }
    }

    /// What comes after this call rings again: look for it afterwards.
    package func answer() {
        var value: eventfd_t = 0
        eventfd_read(descriptor, &value)
        isRung.store(false, ordering: .sequentiallyConsistent)
    }
}
