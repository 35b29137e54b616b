// How much one host is asked for at once, decided without clock and network.

/// The present limits of one host: an outcome and the time in, "may start" or "not before" out.
///
/// A trouble is its URL's own until the host's other URLs show otherwise:
///
/// - Speed (`SpeedTrial`): a refusal makes its URL wait, and no other. When many are refused the host is asked slower
///   as an experiment, which ends with the slower pace or with the former one. Each answer makes a pace a little
///   shorter and each round of answers gives a connection back.
/// - Rest: a host that refused several in a row is paused, for the longest `Retry-After` of them, within
///   `HostRules.longestRestNanoseconds`; one answer ends it. Each answer earns a part of the patience back, so that a
///   host that only makes us wait is given up.
/// - Silence (`HostSilence`): a host that answers nothing is given up.
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
    /// Rounds of answers for one more connection; more after each trial that showed a limit.
    private var roundsForGrowth: Int32 = 1

    private var nextSlot = Self.start
    /// From start to start, found out from a host that was asked too often; 0 before.
    private(set) var paceNanoseconds: Int64 = 0
    private(set) var trial = SpeedTrial()
    /// The limits before the trial.
    private var connectionsBefore: Int32 = 0
    private var paceBefore: Int64 = 0

    private var restsUntil = Self.start
    private var restedNanoseconds: Int64 = 0
    private var restsInARow: Int32 = 0
    /// The longest wish of those refused since the last rest began, and what it came with.
    private var wish: Duration?
    private var refusal: FetchError?

    private var silence = HostSilence()
    /// Whether the host answered anything but that it was asked too often.
    private var hasServed = false
    private var lastTrouble = Self.start

    init(_ rules: HostRules) { connections = rules.maximumConnections }

    /// Other limits hold for every host. A host that was granted all is granted all again; one with troubles keeps what it
    /// has, within the new limit.
    mutating func change(from old: HostRules, to new: HostRules) {
        let most = new.maximumConnections
        connections = connections == old.maximumConnections ? most : min(connections, most)
        if connectionsBefore > 0 {
            connectionsBefore = connectionsBefore == old.maximumConnections ? most : min(connectionsBefore, most)
        }
    }

    /// Whether the host is given up: what waits for it fails.
    func isGivenUp(at now: Moment) -> Bool { silence.isGivenUp(at: now) }

    /// Why the host was given up last.
    var reason: FetchError? { silence.reason }

    /// When the next request may start, where the host is paused or given up.
    func pausedUntil(at now: Moment) -> Moment? {
        let end = isGivenUp(at: now) ? max(restsUntil, silence.givenUpUntil) : restsUntil
        return end > now ? end : nil
    }

    /// Whether it is open what the host's troubles come from: then its URLs are tried from all over its line.
    var isInDoubt: Bool { trial.phase != .open || silence.hasRested }

    /// Whether a request may start beside those in flight. Not to be asked of a host that is given up.
    func verdict(inFlight: Int32, at now: Moment) -> Verdict {
        // A host that was given up gets one request until it answers.
        guard inFlight < (silence.timesGivenUp > 0 ? 1 : connections) || mayProbe(inFlight) else { return .later }
        guard trial.phase != .closed || trial.round.left > 0, !silence.mustWait else { return .later }
        let earliest = max(restsUntil, nextSlot)
        return earliest <= now ? .now : .notBefore(earliest)
    }

    /// A round of a closed host is begun at once, whatever is still in flight.
    private func mayProbe(_ inFlight: Int32) -> Bool {
        trial.phase == .closed && silence.timesGivenUp == 0 && inFlight < connectionsBefore
    }

    /// A request starts; `inFlight` counts it.
    mutating func started(inFlight: Int32, at now: Moment, _ rules: HostRules) {
        peak = max(peak, inFlight)
        silence.started()
        // A round after a rest is small; its pace would say no more.
        let interval = max(rules.intervalNanoseconds, trial.phase == .closed ? 0 : paceNanoseconds)
        trial.started(at: now, interval: interval)
        guard interval > 0 else { return }
        // A turn that came a little late is made good; a pause is not, or requests would come in bursts.
        let isOnTime = nextSlot != Self.start && now - nextSlot <= interval / 4
        nextSlot = (isOnTime ? nextSlot : now) + interval
    }

    /// A request that had started at `begin` has ended.
    ///
    /// - Parameters:
    ///   - isAgain: whether an earlier attempt for its URL had failed.
    ///   - inFlight: how many others are in flight.
    mutating func ended(
        _ outcome: HostOutcome, begin: Moment, isAgain: Bool = false, inFlight: Int32 = 0, at now: Moment,
        _ rules: HostRules
    ) {
        silence.ended(begin: begin, saysNothing: saysNothing(outcome, isAgain: isAgain))
        switch outcome {
        case .nothing: trial.ended(begin: begin)
        case .answered:
            silence.answered(begin: begin)
            hasServed = true
            restedNanoseconds = max(0, restedNanoseconds - rules.restEarnedNanoseconds)
            act(trial.answered(begin: begin, isAgain: isAgain, at: now), at: now, rules)
            if trial.phase != .closed { restsInARow = 0 }
            grow(rules)
        case .strained:
            lastTrouble = now
            silence.answered(begin: begin)
            act(trial.troubled(.strain, begin: begin, isAgain: isAgain, at: now), at: now, rules)
        case .busy(let wish, let reason):
            lastTrouble = now
            silence.answered(begin: begin)
            if let wish, wish > self.wish ?? .zero { self.wish = wish }
            refusal = reason
            act(trial.troubled(.refusal, begin: begin, isAgain: isAgain, at: now), at: now, rules)
        case .mute(let reason):
            lastTrouble = now
            if silence.answeredSince(begin) || saysNothing(outcome, isAgain: isAgain) {
                act(trial.troubled(.silence, begin: begin, isAgain: isAgain, at: now), at: now, rules)
            } else {
                strike(reason, mayBeTheURL: true, begin: begin, inFlight: inFlight, at: now, rules)
            }
        case .silent(let reason):
            lastTrouble = now
            if silence.answeredSince(begin) {
                act(trial.troubled(.silence, begin: begin, isAgain: isAgain, at: now), at: now, rules)
            } else {
                strike(reason, mayBeTheURL: false, begin: begin, inFlight: inFlight, at: now, rules)
            }
        }
        if trial.isRoundOver { rest(at: now, rules) }
    }

    /// Until when there is something to remember; nil when the host is as good as unknown.
    func memorable(at now: Moment, _ rules: HostRules) -> Moment? {
        var until = nextSlot
        if lastTrouble != Self.start {
            until = max(until, max(lastTrouble + rules.memoryNanoseconds, max(restsUntil, silence.givenUpUntil)))
        }
        return until > now ? until : nil
    }

    /// Whether an outcome says nothing about the host's being there: others were answered when this URL was not.
    private func saysNothing(_ outcome: HostOutcome, isAgain: Bool) -> Bool {
        switch outcome {
        case .nothing: true
        case .mute: isAgain && silence.hasAnswered
        default: false
        }
    }

    private mutating func strike(
        _ reason: FetchError, mayBeTheURL: Bool, begin: Moment, inFlight: Int32, at now: Moment, _ rules: HostRules
    ) {
        trial.ended(begin: begin)
        let step = silence.struck(
            reason, mayBeTheURL: mayBeTheURL, begin: begin, inFlight: inFlight, at: now, restsUntil: restsUntil, rules)
        guard case .rest = step else { return }
        restsUntil = max(restsUntil, now + nextOwnRest(rules, most: 5))
        silence.rests(until: restsUntil, rules)
    }

    // MARK: - Speed

    private mutating func act(_ step: SpeedTrial.Step, at now: Moment, _ rules: HostRules) {
        switch step {
        case .none: break
        case .slowDown(let measured, let isProven, let wasRefused):
            if isProven { connectionsBefore = 0 }
            let wasClosed = trial.trials > 1 && measured == nil
            remember()
            // An answer proves that the wishes of others were for their URLs alone.
            restsUntil = min(restsUntil, now)
            forgetWish()
            if trial.trials > 1 || connections == connectionsBefore { cut(least: wasRefused ? 1 : Self.leastInDoubt) }
            if wasRefused { slowDown(measured, by: wasClosed ? 0 : paceNanoseconds / 4) }
        case .close:
            remember()
            cut(least: 1)
            // A rest helps, and slower did not: much slower may.
            if trial.wasCuredByRest {
                paceNanoseconds = min(4 * paceNanoseconds, Self.longestPace)
            }
            rest(at: now, rules)
        case .keep:
            roundsForGrowth = min(roundsForGrowth * 4, Self.mostRoundsForGrowth)
            connectionsBefore = 0
        case .acquit:
            connections = rules.maximumConnections
            paceNanoseconds = 0
            nextSlot = min(nextSlot, now)
            restsUntil = min(restsUntil, now)
            forgetWish()
            roundsForGrowth = 1
            connectionsBefore = 0
        case .takeBack:
            connections = max(connections, connectionsBefore)
            paceNanoseconds = paceBefore
            nextSlot = min(nextSlot, now)
            roundsForGrowth = 1
            connectionsBefore = 0
        }
    }

    /// Notes the limits that hold before the first step of a trial.
    private mutating func remember() {
        guard connectionsBefore == 0 else { return }
        connectionsBefore = connections
        paceBefore = paceNanoseconds
    }

    private mutating func cut(least: Int32) {
        connections = max(min(least, connections), min(connections, max(peak, 1)) / 4)
        peak = 0
        answersSinceGrowth = 0
    }

    private mutating func slowDown(_ measured: Int64?, by part: Int64) {
        let former = paceNanoseconds
        let least = former == 0 ? Self.firstPace : former + part
        // One trial takes no more than some seconds.
        let most = max(Self.longestFirstPace, 4 * former)
        let answered = measured.map { $0 + $0 / 4 } ?? 0
        paceNanoseconds = min(max(least, min(answered, most)), Self.longestPace)
    }

    private mutating func grow(_ rules: HostRules) {
        guard trial.phase == .open else { return }
        // Small steps: a limit that is met again has to be found again.
        paceNanoseconds -= paceNanoseconds / (trial.isAcquitted ? 20 : 80)
        if paceNanoseconds < Self.shortestPace { paceNanoseconds = 0 }
        guard connections < rules.maximumConnections else {
            if paceNanoseconds == 0 { trial.forgetLimit() }
            return
        }
        answersSinceGrowth += 1
        guard answersSinceGrowth >= connections * roundsForGrowth else { return }
        answersSinceGrowth = 0
        connections += 1
        if connections == rules.maximumConnections { roundsForGrowth = 1 }
    }

    // MARK: - Rests

    /// Begins a rest, and a round after it; or gives the host up.
    private mutating func rest(at now: Moment, _ rules: HostRules) {
        // Nobody knows yet that waiting helps at a host that has answered nothing.
        let length = wish.map(\.inNanoseconds) ?? nextOwnRest(rules, most: hasServed ? 2 : 0)
        let end = max(restsUntil, now + length)
        let added = end - max(restsUntil, now)
        if let refusal,
            length > rules.longestRestNanoseconds || restedNanoseconds + added > rules.longestRestNanoseconds
        {
            restedNanoseconds = 0
            silence.giveUp(refusal, forAtLeast: length, byWish: true, at: now, rules)
        }
        // Where nobody asks for it and nothing was ever had, there is little to wait for.
        restedNanoseconds += wish == nil && !hasServed ? 3 * added : added
        restsUntil = end
        forgetWish()
        // Those refused before may be refused for a while yet: their attempts are kept for later.
        let largestAgain = hasServed ? .max : Int32(1 + restedNanoseconds / Self.restForOneMore)
        trial.startRound(after: end, largestAgain: largestAgain)
    }

    private mutating func forgetWish() {
        wish = nil
        refusal = nil
    }

    private mutating func nextOwnRest(_ rules: HostRules, most: Int32) -> Int64 {
        defer { restsInARow += 1 }
        return min(rules.shortestRestNanoseconds << Int64(min(restsInARow, most)), rules.longestRestNanoseconds)
    }

    /// A few URLs that hang leave so many connections to the others of their host.
    private static let leastInDoubt: Int32 = 8
    private static let restForOneMore: Int64 = 16_000_000_000
    private static let mostRoundsForGrowth: Int32 = 16
    private static let firstPace: Int64 = 50_000_000
    private static let longestFirstPace: Int64 = 1_000_000_000
    private static let shortestPace: Int64 = 1_000_000
    private static let longestPace: Int64 = 5_000_000_000
}
