// The thread that keeps leases from ending.

internal import Ground

/// Renews the leases of a worker, whatever its other threads wait for, until it is stopped.
final class LeaseKeeper: Sendable {
    private let isStopped: Monitor<Bool>
    private let thread: NamedThread

    init(_ leases: Leases) {
        let isStopped = Monitor(false)
        let interval = Duration.seconds(leases.seconds * LeaseRules.renewalPart)
        self.isStopped = isStopped
        thread = NamedThread("leases") {
            while isStopped.wait(atMost: interval, until: { $0 ? true : nil }) == nil { leases.renew() }
        }
    }

    /// Ends the thread. Call once.
    func stop() {
        isStopped.change { $0 = true }
        thread.join()
    }
}
