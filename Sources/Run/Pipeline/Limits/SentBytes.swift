// How fast the store takes what is sent.

/// Bytes that the dataset's place has confirmed. A plain value.
struct SentBytes: Sendable {
    /// Parts of 10 MiB come one after the other, also on a slow line.
    private static let window = Duration.seconds(30)

    /// Of this start.
    private(set) var total = 0
    private var newest: [(at: ContinuousClock.Instant, bytes: Int)] = []
    /// Since when something was being sent without a pause.
    private var busySince: ContinuousClock.Instant?

    /// A shard is sent, and no other was.
    mutating func begins(at now: ContinuousClock.Instant) { busySince = busySince ?? now }

    /// Nothing is sent any more.
    mutating func rests() {
        busySince = nil
        newest = []
    }

    mutating func add(_ bytes: Int, at now: ContinuousClock.Instant) {
        total += bytes
        newest.append((now, bytes))
        newest.removeAll { now - $0.at > Self.window }
    }

    /// Bytes a second over the last half minute; nil before there is something to say.
    func rate(at now: ContinuousClock.Instant) -> Double? {
        guard let busySince, now - busySince >= .seconds(2) else { return nil }
        let bytes = newest.reduce(0) { now - $1.at <= Self.window ? $0 + $1.bytes : $0 }
        let time = min(now - busySince, Self.window)
        return Double(bytes) / (Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18)
    }
}
