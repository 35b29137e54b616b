// The part of each host's limits that this process may use, as it changes.

internal import Ground
internal import Synchronization

/// Divides `perHostConnections` and `perHostRate` among several processes. Any thread may change it; the loop follows.
package final class HostShare: Sendable {
    private let wanted = Atomic<Int>(1)
    private let used = Atomic<Int>(1)
    /// Wakes the loop that follows; nil before there is one.
    private let wake = Monitor<(@Sendable () -> Void)?>(nil)

    package init() {}

    /// Divides the limits among so many processes from now on.
    package func divide(among count: Int) {
        let count = max(1, count)
        wanted.store(count, ordering: .releasing)
        guard let wake = wake.look({ $0 }) else {
            // Nothing is in flight.
            used.store(count, ordering: .releasing)
            return
        }
        wake()
    }

    /// By how many the requests in flight are divided: what was asked for, once no host has more than its part.
    package var inForce: Int { used.load(ordering: .acquiring) }

    /// By how many they are to be divided.
    var divisor: Int { wanted.load(ordering: .acquiring) }

    func follow(_ wake: @escaping @Sendable () -> Void) { self.wake.change { $0 = wake } }

    /// No host has more requests in flight than this leaves to it.
    func isInForce(_ count: Int) { used.store(count, ordering: .releasing) }
}
