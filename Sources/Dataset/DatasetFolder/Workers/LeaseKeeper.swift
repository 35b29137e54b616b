// The thread that keeps leases from ending.

internal import Ground

/// Renews the leases of a worker, whatever its other threads wait for, until it is stopped.
final class LeaseKeeper: Sendable {
    private let isStopped: Monitor<Bool>
    private let thread: NamedThread

    /// - Parameter look: called in between, to look at the other workers.
    init(_ leases: Leases, look: @escaping @Sendable () -> Void) {
        let isStopped = Monitor(false)
        let renewal = Duration.seconds(leases.seconds * LeaseRules.renewalPart)
        let interval = min(renewal, leases.place.lookInterval)
        self.isStopped = isStopped
        thread = NamedThread("leases") {
            var renewed = ContinuousClock.now
            while isStopped.wait(atMost: interval, until: { $0 ? true : nil }) == nil {
                if .now - renewed + interval / 2 >= renewal {
                    renewed = .now
                    leases.renew()
                }
                look()
            }
        }
    }

    /// Ends the thread. Call once.
    func stop() {
        isStopped.change { $0 = true }
        thread.join()
    }
}
