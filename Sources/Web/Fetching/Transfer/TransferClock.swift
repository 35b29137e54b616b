// The time limits of one attempt, as a value: what happened when, and which limit has passed.

/// Keeps the times of one attempt. Redirects continue with the same clock, so that the deadline counts all.
struct TransferClock: Sendable {
    /// The limits, in nanoseconds.
    struct Limits: Sendable {
        var timeoutNanoseconds: Int64
        var deadlineNanoseconds: Int64
        /// What each window of the timeout's length must bring on average.
        var leastBytesPerSecond: Int64 = 1024
    }

    private enum Phase: Sendable { case lookUp, connection, firstByte, receiving }

    private var phase = Phase.lookUp
    /// Start of the phase, or of the present window while receiving.
    private var since: Moment
    private var windowBytes: Int64 = 0
    /// Time spent in earlier legs of this attempt, before a redirect had to wait in line.
    private var earlierNanoseconds: Int64 = 0
    private var legStart: Moment
    private var pausedSince: Moment?

    /// An attempt that starts with its look-up.
    init(start: Moment) {
        since = start
        legStart = start
    }

    /// The attempt's connection begins.
    mutating func connecting(at now: Moment) {
        phase = .connection
        since = now
    }

    /// The connection stands and the request goes out.
    mutating func connected(at now: Moment) {
        phase = .firstByte
        since = now
    }

    /// How long the request has waited for the first byte of its answer; nil when that has come.
    func waited(at now: Moment) -> Int64? { phase == .firstByte ? now - since : nil }

    /// Bytes came, of headers or body.
    mutating func received(bytes: Int, at now: Moment) {
        if phase != .receiving {
            phase = .receiving
            since = now
            windowBytes = 0
        }
        windowBytes += Int64(bytes)
    }

    /// We stopped reading: nothing that follows is the server's fault.
    mutating func paused(at now: Moment) {
        if pausedSince == nil { pausedSince = now }
    }

    /// We read again; the time between counts for no limit.
    mutating func resumed(at now: Moment) {
        guard let pausedSince else { return }
        let gap = now - pausedSince
        since = since + gap
        legStart = legStart + gap
        self.pausedSince = nil
    }

    /// A redirect ends this leg; waiting in line for the next host counts for nothing.
    mutating func legEnded(at now: Moment) {
        earlierNanoseconds += now - legStart
    }

    /// The next leg starts, with its look-up.
    mutating func legStarted(at now: Moment) {
        phase = .lookUp
        since = now
        legStart = now
        windowBytes = 0
        pausedSince = nil
    }

    /// The limit that has passed, if any. While receiving, a window that brought enough starts the next.
    mutating func expiry(at now: Moment, limits: Limits) -> FetchError.Expiry? {
        if pausedSince != nil { return nil }
        if earlierNanoseconds + (now - legStart) >= limits.deadlineNanoseconds { return .deadline }
        guard now - since >= limits.timeoutNanoseconds else { return nil }
        switch phase {
        case .lookUp: return .lookUp
        case .connection: return .connection
        case .firstByte: return .firstByte
        case .receiving:
            let elapsedMilliseconds = (now - since) / 1_000_000
            if windowBytes * 1000 < limits.leastBytesPerSecond * elapsedMilliseconds { return .stall }
            since = now
            windowBytes = 0
            return nil
        }
    }
}
