// How much one host is asked for at once, decided without clock and network.

/// The present limits of one host: an outcome and the time in, "may start" or "not before" out.
///
/// - Connections: strain halves or trims what may be in flight, once per round trip; every round of answers
///   gives one back. A few that fail leave the host `leastInDoubt`: some of its URLs may hang, and would hold up
///   all others.
/// - Pace: a host that says again and again that it was asked too often is asked as often as it answered lately,
///   spread evenly; each answer makes that a little more.
/// - Rest: a host that asks to be left alone is, within `HostRules.longestRestNanoseconds`. Each answer earns a
///   part of the patience back, so that a host that only makes us wait is given up.
/// - Given up: after `HostRules.strikesAllowed` attempts in a row without an answer the host rests; when it does
///   not answer after that either, it is given up. One that had answered before rests again, longer each time,
///   and is given up only when that went on for `HostRules.patienceNanoseconds`: it may be starting anew, and
///   its rows are many. When the time of being given up is over one request probes the host.
struct HostLimits {
    /// Whether a request may start.
    enum Verdict: Equatable {
        case now
        /// When one of those in flight has ended.
        case later
        case notBefore(Moment)
    }

    private static let start = Moment(nanoseconds: .min)

    /// Transfers that may be in flight at once.
    private(set) var connections: Int32
    /// The most in flight since the last change for the worse.
    private var peak: Int32 = 0
    private var answersSinceGrowth: Int32 = 0
    private var strainsInARow: Int32 = 0
    private var shrunkAt = Self.start

    private var nextSlot = Self.start
    /// From start to start, found out from a host that was asked too often; 0 before.
    private(set) var paceNanoseconds: Int64 = 0
    /// When `answersSinceMark` began: at the last change of pace, or with the first request.
    private var mark = Self.start
    private var answersSinceMark: Int64 = 0
    private var ownRestSinceMark: Int64 = 0
    private var refusals = 0
    private var answersSinceRefusal: Int64 = 0

    private var restsUntil = Self.start
    private var restedNanoseconds: Int64 = 0
    private var restsInARow: Int32 = 0

    private var hasAnswered = false
    private var strikes: Int32 = 0
    private var hasRestedForStrikes = false
    private var firstStrike = Self.start
    private var timesGivenUp: Int32 = 0
    private var givenUpAt = Self.start
    private var givenUpUntil = Self.start
    /// Whether it was an answer that asked to wait too long; then answers to older requests prove nothing.
    private var gaveUpByWish = false
    /// Why the host was given up last.
    private(set) var reason: FetchError?

    private var lastTrouble = Self.start

    init(_ rules: HostRules) { connections = rules.maximumConnections }

    /// Whether the host is given up: what waits for it fails.
    func isGivenUp(at now: Moment) -> Bool { timesGivenUp > 0 && now < givenUpUntil }

    /// Whether a request may start beside those in flight. Not to be asked of a host that is given up.
    func verdict(inFlight: Int32, at now: Moment) -> Verdict {
        // A host that was given up gets one request until it answers.
        guard inFlight < (timesGivenUp > 0 ? 1 : connections) else { return .later }
        let earliest = max(restsUntil, nextSlot)
        return earliest <= now ? .now : .notBefore(earliest)
    }

    /// A request starts; `inFlight` counts it.
    mutating func started(inFlight: Int32, at now: Moment, _ rules: HostRules) {
        peak = max(peak, inFlight)
        if mark == Self.start { mark = now }
        let interval = max(rules.intervalNanoseconds, paceNanoseconds)
        guard interval > 0 else { return }
        // A turn that came a little late is made good; a pause is not, or requests would come in bursts.
        let isOnTime = nextSlot != Self.start && now - nextSlot <= interval / 4
        nextSlot = (isOnTime ? nextSlot : now) + interval
    }

    /// A request that had started at `begin` has ended.
    mutating func ended(_ outcome: HostOutcome, begin: Moment, at now: Moment, _ rules: HostRules) {
        switch outcome {
        case .nothing: break
        case .answered:
            answered(begin: begin)
            restsInARow = 0
            strainsInARow = 0
            restedNanoseconds = max(0, restedNanoseconds - rules.restEarnedNanoseconds)
            grow(rules)
        case .strained:
            answered(begin: begin)
            // Gently: on a large host a few URLs always hang.
            trim(begin: begin, at: now)
        case .busy(let wish, let reason):
            answered(begin: begin)
            if begin >= shrunkAt { refused(at: now) }
            if refusals > 1 {
                shrink(min(connections, peak), to: 1, of: 2, least: 1, begin: begin, at: now)
            } else {
                shrink(connections, to: 1, of: 2, least: min(Self.leastInDoubt, connections), begin: begin, at: now)
            }
            rest(wish, reason: reason, begin: begin, at: now, rules)
        case .silent(let reason):
            trim(begin: begin, at: now)
            strike(reason, begin: begin, at: now, rules)
        }
    }

    /// Until when there is something to remember; nil when the host is as good as unknown.
    func memorable(at now: Moment, _ rules: HostRules) -> Moment? {
        var until = nextSlot
        if lastTrouble != Self.start {
            until = max(until, max(lastTrouble + rules.memoryNanoseconds, max(restsUntil, givenUpUntil)))
        }
        return until > now ? until : nil
    }

    private mutating func answered(begin: Moment) {
        hasAnswered = true
        strikes = 0
        hasRestedForStrikes = false
        if !gaveUpByWish || begin > givenUpAt { timesGivenUp = 0 }
    }

    /// One refusal alone may be of its URL, and until then the host was asked as its turn came, which says nothing of
    /// what it bears: only the second one counts, unless many answers lie between.
    private mutating func refused(at now: Moment) {
        defer { answersSinceRefusal = 0 }
        refusals = answersSinceRefusal > Self.answersThatForgive ? 1 : refusals + 1
        if refusals > 1 { slowDown(at: now) }
    }

    /// Takes the pace from what was answered since the last time. Rests that the host asked for are part of its pace,
    /// those we took on our own are not.
    private mutating func slowDown(at now: Moment) {
        let time = max(0, now - mark - ownRestSinceMark)
        let measured = answersSinceMark > 0 ? time / answersSinceMark : Self.firstPace
        ownRestSinceMark = 0
        paceNanoseconds = min(max(measured, paceNanoseconds + paceNanoseconds / 4), Self.longestPace)
        mark = now
        answersSinceMark = 0
    }

    private mutating func grow(_ rules: HostRules) {
        answersSinceMark += 1
        answersSinceRefusal += 1
        // Small steps: one refusal takes back what twenty answers gave.
        paceNanoseconds -= paceNanoseconds / 80
        if paceNanoseconds < Self.shortestPace { paceNanoseconds = 0 }
        guard connections < rules.maximumConnections else { return }
        answersSinceGrowth += 1
        guard answersSinceGrowth >= connections else { return }
        answersSinceGrowth = 0
        connections += 1
    }

    private mutating func trim(begin: Moment, at now: Moment) {
        strainsInARow += 1
        let isLost = strainsInARow >= Self.strainsAtALoss
        let granted = isLost ? min(connections, peak) : connections
        let least = isLost ? 1 : min(Self.leastInDoubt, connections)
        shrink(granted, to: 3, of: 4, least: least, begin: begin, at: now)
    }

    private mutating func shrink(
        _ granted: Int32, to part: Int32, of whole: Int32, least: Int32, begin: Moment, at now: Moment
    ) {
        lastTrouble = now
        // What started before the last change says nothing about it.
        guard begin >= shrunkAt else { return }
        shrunkAt = now
        connections = max(least, granted * part / whole)
        peak = 0
        answersSinceGrowth = 0
    }

    private mutating func rest(
        _ wish: Duration?, reason: FetchError, begin: Moment, at now: Moment, _ rules: HostRules
    ) {
        let length: Int64
        if let wish, wish > .zero {
            length = wish.inNanoseconds
        } else {
            // Those that were under way when the rest began add nothing to it.
            guard begin >= restsUntil else { return }
            length = nextOwnRest(rules)
        }
        let until = now + length
        let added = until - max(restsUntil, now)
        guard added > 0 else { return }
        guard length <= rules.longestRestNanoseconds, restedNanoseconds + added <= rules.longestRestNanoseconds
        else {
            giveUp(reason, forAtLeast: length, at: now, rules)
            gaveUpByWish = true
            return
        }
        if wish ?? .zero <= .zero { ownRestSinceMark += added }
        restedNanoseconds += added
        restsUntil = until
    }

    private mutating func nextOwnRest(_ rules: HostRules) -> Int64 {
        defer { restsInARow += 1 }
        return min(rules.shortestRestNanoseconds << Int64(min(restsInARow, 5)), rules.longestRestNanoseconds)
    }

    private mutating func strike(_ reason: FetchError, begin: Moment, at now: Moment, _ rules: HostRules) {
        if timesGivenUp > 0 {
            // The probe failed, or one of those under way since before.
            if begin > givenUpAt { giveUp(reason, forAtLeast: 0, at: now, rules) }
            return
        }
        if strikes == 0 { firstStrike = now }
        strikes += 1
        // Many that fail together in one bad moment are not yet a bad host.
        guard strikes >= rules.strikesAllowed, begin >= restsUntil else { return }
        guard hasRestedForStrikes, !hasAnswered || now - firstStrike >= rules.patienceNanoseconds else {
            hasRestedForStrikes = true
            restsUntil = now + nextOwnRest(rules)
            return
        }
        giveUp(reason, forAtLeast: 0, at: now, rules)
    }

    private mutating func giveUp(
        _ reason: FetchError, forAtLeast nanoseconds: Int64, at now: Moment, _ rules: HostRules
    ) {
        gaveUpByWish = false
        let doubled = rules.givenUpNanoseconds << Int64(min(timesGivenUp, 10))
        let length = max(min(doubled, rules.longestGivenUpNanoseconds), min(nanoseconds, Self.day))
        timesGivenUp += 1
        givenUpAt = now
        givenUpUntil = max(givenUpUntil, now + length)
        restedNanoseconds = 0
        strikes = 0
        lastTrouble = now
        self.reason = reason
    }

    private static let leastInDoubt: Int32 = 8
    /// Strains in a row, no answer between them, that make it a host in trouble.
    private static let strainsAtALoss: Int32 = 8
    /// So many answers between two refusals, and the second counts as a first again.
    private static let answersThatForgive: Int64 = 50
    private static let firstPace: Int64 = 50_000_000
    private static let shortestPace: Int64 = 1_000_000
    private static let longestPace: Int64 = 5_000_000_000
    private static let day: Int64 = 86_400 * 1_000_000_000
}
