// What a loop keeps to decide how much to have in flight.

/// The loop's limit on transfers, its share of the bandwidth, and whether it has too little to do. Touched by
/// the loop's thread only.
struct FlowState {
    var limit: ConcurrencyLimit
    /// nil where the bandwidth has no limit.
    let bandwidth: BandwidthLimit?
    /// Attempts that ended with an answer, and in trouble.
    var answers: UInt64 = 0
    var troubles: UInt64 = 0
    /// Whether the limit was in the way of a start since its last step.
    var isBinding = false
    /// Transfers stopped until bytes may be read again, oldest first, with the ticket they had then.
    var throttledLine: [(transfer: Transfer, ticket: UInt64)] = []
    /// Whether requests came since the owner was last asked for more.
    var hasArrivals = true
    var nextTelling: Moment

    /// Transfers that may wait for bandwidth before nothing is admitted any more: enough for the next moment.
    static let mostThrottled = 32
    /// How often a loop that could do more says so again.
    static let tellingNanoseconds: Int64 = 200_000_000

    init(options: FetchOptions, now: Moment) {
        limit = ConcurrencyLimit(
            ceiling: options.maximumInFlight, timeoutNanoseconds: options.timeout.inNanoseconds, now: now)
        bandwidth = options.maximumBytesPerSecond.map { BandwidthLimit(bytesPerSecond: $0, now: now) }
        nextTelling = now
    }

    /// Counts the end of an attempt.
    mutating func attemptEnded(_ error: FetchError?) {
        switch error?.category {
        case .timeout, .connect, .connectionLost: troubles += 1
        default: answers += 1
        }
    }
}
