// The bodies of a download: what its rows' URLs lead to.

internal import BodyFetching
internal import Fetching
internal import Ground
internal import Stores

/// Lets a fetcher fetch the rows' URLs.
final class NetworkBodies: BodySource {
    private let fetcher: BodyFetcher

    /// - Parameters: as of `BodyFetcher`; the id of a request is `ShardInWork`'s.
    /// - Throws: as of `BodyFetcher`.
    init(
        _ options: FetchOptions, stores: StoreRows, budget: MemoryBudget, starving: @escaping @Sendable () -> Void,
        deliver: @escaping @Sendable (FetchResult) -> Void
    ) throws(FetchError) {
        fetcher = try BodyFetcher(options, stores: stores, budget: budget, starving: starving, deliver: deliver)
    }

    var sharesByURL: Bool { true }
    var snapshot: FetchSnapshot { fetcher.snapshot }
    var heartbeats: [Heartbeat] { fetcher.heartbeats }
    var usedNanoseconds: Int { fetcher.usedNanoseconds }

    func drain(atMost time: Duration) { fetcher.drain(atMost: time) }
    func stop() { fetcher.stop() }

    func submit(_ rows: [ListedURL], of shard: ShardInWork) {
        fetcher.submit(rows.map { RowURL(id: shard.requestID(row: $0.row), url: $0.url, referer: $0.referer) })
    }
}
