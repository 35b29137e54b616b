// How the process's open files are shared out among shards and connections.

/// One plan for all descriptors, so that what one part may open leaves room for the others.
package struct DescriptorBudget: Hashable, Sendable {
    /// Descriptors that are neither an open shard's nor a connection's: standard streams, the list, locks, epoll, name
    /// servers, shards being finished, libraries.
    static let others = 40
    /// Of one size of an open shard: its data and its journal.
    static let perShardAndSize = 2
    /// More open shards are no use.
    package static let mostOpenShards = 128
    private static let mostIdleConnections = 512
    private static let leastOpenShards = 2
    private static let leastTransfers = 8

    /// Shards that may be open at once, each in all sizes.
    package let openShards: Int
    /// Connections kept without a request for them.
    let idleConnections: Int
    /// Transfers that may be in flight at once.
    let transfers: Int

    /// - Parameters:
    ///   - limit: descriptors that the process may have open.
    ///   - sizes: datasets that each shard is written into, at least 1.
    /// - Returns: nil when `limit` is below `least(sizes:)`.
    init?(limit: Int, sizes: Int) {
        guard limit >= Self.least(sizes: sizes) else { return nil }
        let perShard = Self.perShardAndSize * sizes
        let available = limit - Self.others
        openShards = min(Self.mostOpenShards, max(Self.leastOpenShards, available / 4 / perShard))
        let connections = available - openShards * perShard
        // At the least limit all of them are in use.
        idleConnections = max(0, min(Self.mostIdleConnections, connections / 4, connections - Self.leastTransfers))
        transfers = connections - idleConnections
    }

    /// The smallest limit with which a run can work.
    static func least(sizes: Int) -> Int { others + leastOpenShards * perShardAndSize * sizes + leastTransfers }

    /// A limit with which `transfers` fit.
    static func limit(forTransfers transfers: Int, sizes: Int) -> Int {
        others + mostOpenShards * perShardAndSize * sizes + mostIdleConnections + transfers
    }
}
