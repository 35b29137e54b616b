// When a lease holds, and when somebody else may take it over.

/// The rules of leases, without files and clocks.
package enum LeaseRules {
    /// What somebody finds who wants a lease.
    package enum Verdict: Hashable, Sendable {
        /// Nobody holds it, or who held it has lost it.
        case free
        /// It is held, and ends in so many seconds unless it is renewed.
        case held(secondsLeft: Double)
    }

    /// File systems keep times in steps of up to two seconds (FAT), and a renewal takes time to arrive.
    package static let slackSeconds = 3.0
    /// How long a lease holds whose file cannot be read: it may just be written.
    package static let unknownSeconds = 120.0
    /// The part of its lease after which a holder renews it.
    package static let renewalPart = 1.0 / 3
    /// The part of its lease within which a holder may rely on it without another renewal.
    package static let certainPart = 2.0 / 3

    /// - Parameters:
    ///   - record: what the file says; nil when it cannot be read.
    ///   - isNoLease: whether it is certainly not a lease's file, or not a file at all.
    ///   - age: seconds since it was last written, by the clock of its file system.
    ///   - hasEnded: whether the holder's process has certainly ended.
    ///   - isOwn: whether the holder is an earlier start of the worker that asks.
    package static func verdict(
        _ record: LeaseRecord?, isNoLease: Bool = false, age: Double, hasEnded: Bool, isOwn: Bool
    ) -> Verdict {
        guard let record else {
            if isNoLease { return .free }
            return abs(age) > unknownSeconds ? .free : .held(secondsLeft: unknownSeconds - age)
        }
        if record.isReleased || hasEnded || isOwn { return .free }
        let end = record.seconds + slackSeconds
        // A time far in the future is of a clock that was set back: its end is not known.
        return abs(age) > end ? .free : .held(secondsLeft: min(end, end - age))
    }

    /// So many times its lease after which a worker that is not heard of will not come back.
    static let forgottenAfter = 10.0

    /// What a holder knows of its own lease.
    package enum Certainty: Hashable, Sendable {
        /// Nobody can have taken it over.
        case held
        /// It must be renewed and looked at first.
        case uncertain
        /// Somebody may have taken it over, or be about to.
        case lost
    }

    /// - Parameters:
    ///   - sinceRenewal: seconds since the holder last began to renew it, also of time in which it was stopped.
    ///   - seconds: of the lease.
    package static func certainty(sinceRenewal: Double, seconds: Double) -> Certainty {
        if sinceRenewal <= seconds * certainPart { return .held }
        return sinceRenewal < seconds ? .uncertain : .lost
    }
}
