// Limits on reading rows' objects in stores.

internal import Fetching
internal import Stores

/// What of a fetcher's options holds for stores, too.
struct StoreLimits: Sendable, Equatable {
    /// Threads that read, for all buckets: each has at most one request.
    static let mostThreads = 128

    /// Requests at once to one bucket.
    var perBucket = 32
    /// Requests per second to one bucket; nil for no limit.
    var rate: Double?
    /// Bytes per second of all stores; nil for no limit.
    var bytesPerSecond: Int?
    var maximumBodyBytes = 64 << 20
    /// Further attempts after a temporary failure.
    var retries = 2
    var deadline = Duration.seconds(60)
    var threads = 32

    init() {}

    init(_ options: FetchOptions, _ rows: StoreRows) {
        perBucket = options.perHostConnections
        rate = options.perHostRate
        bytesPerSecond = options.maximumBytesPerSecond
        maximumBodyBytes = options.maximumBodyBytes
        retries = options.retries
        deadline = options.deadline
        let buckets = Set(rows.allowed.places.map { "\($0.scheme)://\($0.bucket)" }).count
        let most = perBucket.multipliedReportingOverflow(by: buckets)
        threads = max(
            1,
            min(
                most.overflow ? Self.mostThreads : most.partialValue, Self.mostThreads, options.maximumInFlight,
                options.maximumIdleConnections))
    }
}
