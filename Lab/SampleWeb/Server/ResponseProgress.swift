// How far a response is, and what comes next: a value without clock or socket.

/// Leads a plan through time: given how much was sent, it says what to do at `now`.
struct ResponseProgress {
    /// What to do next.
    enum Step: Hashable {
        /// Send the bytes from `sentBytes` up to this offset.
        case send(upTo: Int)
        /// Nothing until then, in nanoseconds.
        case wait(until: UInt64)
        /// All is sent.
        case end(ResponsePlan.Ending)
    }

    let plan: ResponsePlan
    /// When the first byte may go, in nanoseconds of the server's clock.
    let startNanoseconds: UInt64
    /// Bytes of head and body sent.
    private(set) var sentBytes = 0

    /// Begins at `now`.
    init(_ plan: ResponsePlan, now: UInt64) {
        self.plan = plan
        startNanoseconds = now + plan.delay.nanoseconds
    }

    /// `count` more bytes have been sent.
    mutating func sent(_ count: Int) {
        sentBytes += count
    }

    /// The next thing to do.
    func next(now: UInt64) -> Step {
        if now < startNanoseconds { return .wait(until: startNanoseconds) }
        let total = plan.totalBytes
        guard sentBytes < total else { return .end(plan.ending) }
        guard let drip = plan.headDrip ?? plan.drip else { return .send(upTo: total) }
        let firstDripped = plan.headDrip == nil ? plan.head.count : 0
        let interval = max(1, drip.interval.nanoseconds)
        let portions = 1 + (now - startNanoseconds) / interval
        let (dripped, overflows) = Int(clamping: portions).multipliedReportingOverflow(by: drip.bytes)
        let released = overflows || dripped > total - firstDripped ? total : firstDripped + dripped
        if sentBytes < released { return .send(upTo: released) }
        return .wait(until: startNanoseconds + portions * interval)
    }
}

extension Duration {
    /// Whole nanoseconds, as far as they fit; 0 for a negative duration.
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        return UInt64(min(seconds, 1 << 33)) * 1_000_000_000 + UInt64(attoseconds) / 1_000_000_000
    }
}
