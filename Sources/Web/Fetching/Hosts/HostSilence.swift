// Whether a host is there at all, decided without clock and network.

/// Counts what goes unanswered at one host, and decides when it is given up.
///
/// After `HostRules.strikesAllowed` attempts in a row without an answer the host is paused; if it does not answer after
/// that either, it is given up. One that had answered before rests again, longer each time, and is given up only when
/// that continued for `HostRules.patienceNanoseconds`: it may be restarting, and its rows are many. When the time of
/// being given up is over one request probes the host.
struct HostSilence {
    enum Step { case none, rest, giveUp }

    private static let start = Moment(nanoseconds: .min)
    private static let mostProbes: Int32 = 256
    private static let day: Int64 = 86_400 * 1_000_000_000

    private(set) var hasAnswered = false
    private var strikes: Int32 = 0
    /// Whether it was paused since the last answer. Then only a few are asked, and waited for.
    private(set) var hasRested = false
    private var probesLeft: Int32 = 0
    private var probesOut: Int32 = 0
    private var probes: Int32 = 0
    private var probesBegin = Self.start
    private var firstStrike = Self.start
    /// The latest start of what was answered.
    private var latestAnswered = Self.start
    private(set) var timesGivenUp: Int32 = 0
    private var givenUpAt = Self.start
    private(set) var givenUpUntil = Self.start
    /// Whether it was an answer that asked to wait too long; then answers to older requests prove nothing.
    private var gaveUpByWish = false
    /// Why the host was given up last.
    private(set) var reason: FetchError?

    /// Whether the host is given up: what waits for it fails.
    func isGivenUp(at now: Moment) -> Bool { timesGivenUp > 0 && now < givenUpUntil }

    /// Whether those asked since the rest are to be waited for.
    var mustWait: Bool { hasRested && probesLeft <= 0 && probesOut > 0 }

    /// A request starts.
    mutating func started() {
        guard hasRested else { return }
        probesLeft -= 1
        probesOut += 1
    }

    /// Whether the host answered something that began no earlier: then what began then failed for a reason of its own.
    func answeredSince(_ begin: Moment) -> Bool { hasAnswered && latestAnswered >= begin }

    /// A request begun at `begin` was answered.
    mutating func answered(begin: Moment) {
        hasAnswered = true
        latestAnswered = max(latestAnswered, begin)
        strikes = 0
        hasRested = false
        probes = 0
        if !gaveUpByWish || begin > givenUpAt { timesGivenUp = 0 }
    }

    /// A request begun at `begin` had no answer.
    ///
    /// - Parameters:
    ///   - mayBeTheURL: whether the host took the connection: then several have to fail after the rest.
    ///   - inFlight: what may still be answered.
    ///   - restsUntil: the end of the host's last rest.
    mutating func struck(
        _ reason: FetchError, mayBeTheURL: Bool, begin: Moment, inFlight: Int32, at now: Moment, restsUntil: Moment,
        _ rules: HostRules
    ) -> Step {
        if timesGivenUp > 0 {
            // The probe failed, or one of those under way since before.
            guard begin > givenUpAt else { return .none }
            giveUp(reason, at: now, rules)
            return .giveUp
        }
        if strikes == 0 { firstStrike = now }
        strikes += 1
        // Many that fail together in one bad moment are not yet a bad host.
        guard strikes >= rules.strikesAllowed, begin >= restsUntil else { return .none }
        // Resets come at once, and answers later.
        guard !mayBeTheURL || strikes >= 3 * inFlight else { return .none }
        guard hasRested else { return .rest }
        if mayBeTheURL, probesLeft > 0 || probesOut > 0 { return .none }
        // Two rounds at the least, where it may be the URLs.
        if mayBeTheURL, probes <= 2 * rules.strikesAllowed { return .rest }
        guard !hasAnswered || now - firstStrike >= rules.patienceNanoseconds else { return .rest }
        giveUp(reason, at: now, rules)
        return .giveUp
    }

    /// A rest begins that ends at `end`.
    mutating func rests(until end: Moment, _ rules: HostRules) {
        hasRested = true
        probesBegin = end
        probes = min(max(2 * rules.strikesAllowed, probes * 2), Self.mostProbes)
        probesLeft = probes
        probesOut = 0
    }

    /// A request begun at `begin` ended; to be called before its outcome is passed in.
    ///
    /// - Parameter saysNothing: whether another may be asked in its place.
    mutating func ended(begin: Moment, saysNothing: Bool) {
        guard hasRested, begin >= probesBegin, probesOut > 0 else { return }
        probesOut -= 1
        if saysNothing { probesLeft += 1 }
    }

    /// Gives the host up, for `nanoseconds` at least.
    mutating func giveUp(
        _ reason: FetchError, forAtLeast nanoseconds: Int64 = 0, byWish: Bool = false, at now: Moment,
        _ rules: HostRules
    ) {
        gaveUpByWish = byWish
        let doubled = rules.givenUpNanoseconds << Int64(min(timesGivenUp, 10))
        let length = max(min(doubled, rules.longestGivenUpNanoseconds), min(nanoseconds, Self.day))
        timesGivenUp += 1
        givenUpAt = now
        givenUpUntil = max(givenUpUntil, now + length)
        strikes = 0
        self.reason = reason
    }
}
