// What every host is granted, in the units of the loop.

/// The limits that hold for each host alike; `HostLimits` keeps to them for one host.
struct HostRules: Sendable {
    /// Transfers in flight at once, at least 1.
    var maximumConnections: Int32 = 32
    /// From the start of one request to the start of the next; 0 for no rate.
    var intervalNanoseconds: Int64 = 0
    /// The longest wait that a host may ask for.
    var longestRestNanoseconds: Int64 = 300 * 1_000_000_000
    /// How much of that wait each answer earns back.
    var restEarnedNanoseconds: Int64 = 2 * 1_000_000_000
    /// The rest after a 429 without `Retry-After`, or when nothing is answered; each further one in a row doubles it.
    var shortestRestNanoseconds: Int64 = 1_000_000_000
    /// Attempts in a row without any answer after which a host is paused, and given up if they continue.
    var strikesAllowed: Int32 = 8
    /// For how long that may continue at a host that had answered before.
    var patienceNanoseconds: Int64 = 60 * 1_000_000_000
    /// For how long it is given up the first time; each further time in a row doubles it.
    var givenUpNanoseconds: Int64 = 60 * 1_000_000_000
    var longestGivenUpNanoseconds: Int64 = 900 * 1_000_000_000
    /// How long the trouble of a host without requests is remembered.
    var memoryNanoseconds: Int64 = 300 * 1_000_000_000

    init() {}

    /// - Parameter divisor: among how many processes the limits are divided. Each may use one connection at least.
    init(_ options: FetchOptions, dividedBy divisor: Int = 1) {
        maximumConnections = Int32(clamping: max(1, options.perHostConnections / divisor))
        if let rate = options.perHostRate, rate > 0 {
            intervalNanoseconds = Int64(min(Double(divisor) * 1_000_000_000 / rate, 1e15))
        }
        longestRestNanoseconds = options.longestRetryAfter.inNanoseconds
        strikesAllowed = Int32(clamping: max(1, options.hostStrikesAllowed))
        patienceNanoseconds = options.deadline.inNanoseconds
        givenUpNanoseconds = options.hostGivenUp.inNanoseconds
    }
}
