// Which hosts failed most, in bounded memory: for the closing summary and the stats of a shard.

/// Counts rows by host. Above `limit` hosts the half with the fewest failures is forgotten.
package struct HostTally: Sendable {
    /// Most hosts kept; at least 2. A host takes about 200 bytes.
    package let limit: Int
    private var counts: [String: HostCount] = [:]

    /// A host with its count.
    package typealias Entry = (host: String, count: HostCount)

    package init(limit: Int = 50_000) { self.limit = max(2, limit) }

    /// Hosts kept.
    package var hostCount: Int { counts.count }

    /// A row has come to its end; what the host is not to be blamed for counts as one of its rows only.
    package mutating func rowSettled(_ outcome: SampleOutcome, url: String) {
        guard let host = URLHost.of(url) else { return }
        rowSettled(host: host, category: outcome.blamesHost ? outcome.category ?? outcome.status.rawValue : nil)
    }

    /// - Parameter category: the tally word of a failure; nil for a row that is no fault of the host.
    package mutating func rowSettled(host: String, category: String?) {
        counts[host, default: HostCount()].rowSettled(category: category)
        if counts.count > limit { dropBetterHalf() }
    }

    /// The hosts with the most failures, worst first; equal ones by name.
    ///
    /// It looks at each host once, and keeps no more than it returns: it is called during a run.
    package func worst(_ maximumCount: Int, minimumFailures: Int = 1) -> [Entry] {
        var worst: [Entry] = []
        for (host, count) in counts where count.failed >= minimumFailures {
            let entry = (host: host, count: count)
            if worst.count == maximumCount {
                guard let last = worst.last, HostTally.isWorse(entry, last) else { continue }
                worst.removeLast()
            }
            let place = worst.firstIndex { HostTally.isWorse(entry, $0) } ?? worst.count
            worst.insert(entry, at: place)
        }
        return worst
    }

    private static func isWorse(_ a: Entry, _ b: Entry) -> Bool {
        if a.count.failed != b.count.failed { return a.count.failed > b.count.failed }
        if a.count.total != b.count.total { return a.count.total > b.count.total }
        return a.host < b.host
    }

    private mutating func dropBetterHalf() {
        // By failures, then by rows: both in one number, as far as rows fit into 24 bits.
        counts = counts.keepingHighest(limit / 2) { $0.failed << 24 + min($0.total, 1 << 24 - 1) }
    }
}
