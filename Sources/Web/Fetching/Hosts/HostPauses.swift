// The hosts that are asked nothing for now: a few, for whoever watches.

/// Remembers pauses as they begin, in bounded memory.
struct HostPauses {
    private struct Pause {
        let end: Moment
        let isGivenUp: Bool
    }

    private static let most = 16
    /// Shorter ones are over before anybody reads of them.
    private static let leastNanoseconds: Int64 = 1_000_000_000

    private var pauses: [String: Pause] = [:]

    /// A request of a host has ended, and these are the host's limits now.
    mutating func note(_ host: String, _ limits: HostLimits, now: Moment) {
        guard let end = limits.pausedUntil(at: now), end - now >= Self.leastNanoseconds else {
            if !pauses.isEmpty { pauses[host] = nil }
            return
        }
        pauses[host] = Pause(end: end, isGivenUp: limits.isGivenUp(at: now))
        guard pauses.count > Self.most else { return }
        pauses = pauses.filter { $0.value.end > now }
        // The one that lasts longest goes: what comes next is of more use.
        if pauses.count > Self.most, let last = pauses.max(by: { $0.value.end < $1.value.end }) {
            pauses[last.key] = nil
        }
    }

    /// The first to end first.
    func now(_ now: Moment) -> [HostPause] {
        guard !pauses.isEmpty else { return [] }
        return pauses.filter { $0.value.end > now }.sorted { $0.value.end < $1.value.end }.map {
            HostPause(host: $0.key, left: .nanoseconds($0.value.end - now), isGivenUp: $0.value.isGivenUp)
        }
    }
}
