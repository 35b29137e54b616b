// How many attempts may be in flight, and when more requests are asked for.

/// The limit on attempts and what it follows; a value without clock.
struct Admission: Sendable {
    private(set) var limit: ConcurrencyLimit
    /// Attempts in flight: with a slot, and without a complete answer.
    private(set) var inFlight = 0
    /// Attempts that ended with an answer, and in trouble.
    private var answers: UInt64 = 0
    private var troubles: UInt64 = 0
    /// Whether the limit was in the way of a start since its last step.
    private(set) var isBinding = false
    /// Whether requests came since more were asked for.
    private var hasArrivals = true
    private(set) var nextAsking: Moment

    /// How often more requests are asked for again.
    private static let askingNanoseconds: Int64 = 200_000_000

    init(options: FetchOptions, now: Moment) {
        limit = ConcurrencyLimit(
            ceiling: options.maximumInFlight, timeoutNanoseconds: options.timeout.inNanoseconds, now: now)
        nextAsking = now
    }

    /// Whether the limit allows another attempt.
    var hasSlot: Bool { inFlight < limit.value }

    mutating func started() { inFlight += 1 }

    /// An attempt needs its slot no longer.
    mutating func leftSlot() { inFlight -= 1 }

    /// Counts the end of an attempt: with an answer where there is no error.
    mutating func attemptEnded(_ error: FetchError?) {
        switch error?.category {
        case .timeout, .connect, .connectionLost: troubles += 1
        default: answers += 1
        }
    }

    mutating func requestsArrived() { hasArrivals = true }

    /// Lets the limit follow what happened; before admission.
    mutating func adjust(receivedBytes: UInt64, pressure: ConcurrencyLimit.Pressure, now: Moment) {
        guard now >= limit.nextStep else { return }
        var figures = ConcurrencyLimit.Figures()
        figures.inFlight = inFlight
        figures.isBinding = isBinding
        figures.answers = answers
        figures.troubles = troubles
        figures.bytes = receivedBytes
        figures.pressure = pressure
        limit.step(figures, now: now)
        isBinding = false
    }

    /// Notes whether the limit was in the way; after admission.
    mutating func noteEnd(canStart: Bool) {
        if !hasSlot, canStart { isBinding = true }
    }

    /// Whether it is time to ask for more requests, given that those which wait may not start.
    mutating func asksForMore(now: Moment) -> Bool {
        guard hasArrivals || now >= nextAsking else { return false }
        hasArrivals = false
        nextAsking = now + Self.askingNanoseconds
        return true
    }

    /// This machine had no descriptor for another connection.
    mutating func lackedSocket(now: Moment) { limit.lower(to: inFlight, now: now) }
}
