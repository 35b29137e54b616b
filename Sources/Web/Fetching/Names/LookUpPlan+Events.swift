// What happens to queries, by answers and by time.

internal import DequeModule
internal import Ground
internal import URLs

extension LookUpPlan {
    /// How long the other kind is waited for once one kind has addresses: RFC 8305 gives IPv6 50 ms; IPv4, which
    /// nearly every host has, gets a lost query's time.
    private static let graceForSix: Int64 = 50_000_000
    private static let graceForFour: Int64 = 600_000_000
    /// Pause before a server is asked again that has just failed for the name.
    private static let pauseAfterFailure: Int64 = 250_000_000
    /// A server that cannot say is asked so often.
    private static let failuresPerServer = 2

    /// Timers so close together are seen to in one go, for the loop's sake.
    private static let timerGrain: Int64 = 5_000_000

    /// A server answered a query.
    mutating func answered(_ ticket: UInt64, _ answer: LookUpAnswer, now: Moment) {
        guard let query = pending.removeValue(forKey: ticket) else { return }
        let worth: ServerChoice.Worth =
            answer == .refusal ? .refusal : answer == .serverFailure ? .failure : .settling
        choice.answered(query.sent, worth, isLate: query.isLost, now: now)
        let place = Place(lookUp: query.lookUp, kind: query.kind)
        if !query.isLost { lookUps[query.lookUp]?.questions[query.kind].pending -= 1 }
        guard let question = question(place), question.answer == nil else { return }
        switch answer {
        case .addresses, .noAddress, .unknownName:
            lookUps[place.lookUp]?.questions[place.kind].answer = answer
            review(place.lookUp, now: now)
        case .serverFailure, .refusal:
            lookUps[place.lookUp]?.questions[place.kind].failures += 1
            lookUps[place.lookUp]?.questions[place.kind].lastFailure =
                answer == .refusal ? .refusal : .serverFailure
            if !query.isLost { askAgain(place, now: now) }
        }
    }

    /// A server cannot be reached, or what carried the query broke.
    mutating func unreachable(_ ticket: UInt64, now: Moment) {
        guard let query = pending.removeValue(forKey: ticket), !query.isLost else { return }
        choice.lost(query.sent, now: now)
        lookUps[query.lookUp]?.questions[query.kind].pending -= 1
        askAgain(Place(lookUp: query.lookUp, kind: query.kind), now: now)
    }

    /// Sees to everything whose time has come.
    mutating func checkTime(now: Moment) {
        while let timer = timers.next(now: now + Self.timerGrain) {
            switch timer {
            case .patience(let ticket): patienceOver(ticket, now: now)
            case .again(let place):
                if question(place)?.isWaiting == true { againLine.append(place) }
            case .grace(let number): end(number)
            }
        }
        while let number = deadlines.first, let lookUp = lookUps[number], lookUp.deadline <= now { end(number) }
    }

    /// When `checkTime` has something to do next.
    var nextDue: Moment? {
        guard let number = deadlines.first, let deadline = lookUps[number]?.deadline else { return timers.firstDue }
        return timers.firstDue.map { min($0, deadline) } ?? deadline
    }

    /// Look-ups that ended since the last call.
    mutating func takeEnded() -> [Ended] {
        guard !ended.isEmpty else { return [] }
        defer { ended.removeAll(keepingCapacity: true) }
        return ended
    }

    private mutating func patienceOver(_ ticket: UInt64, now: Moment) {
        guard let query = pending[ticket], !query.isLost else { return }
        pending[ticket]?.isLost = true
        choice.lost(query.sent, now: now)
        lookUps[query.lookUp]?.questions[query.kind].pending -= 1
        askAgain(Place(lookUp: query.lookUp, kind: query.kind), now: now)
    }

    /// Puts a question in line again, at once for another server, after a pause for the same; or gives it up.
    private mutating func askAgain(_ place: Place, now: Moment) {
        guard let question = question(place), question.answer == nil, !question.isWaiting else { return }
        // Another query for the same is on its way: it decides.
        if question.pending > 0 { return }
        if question.failures >= Self.failuresPerServer * settings.servers
            || question.attempts >= (settings.rounds ?? 1000) * settings.servers
        {
            let failure: LookUpAnswer = question.lastFailure == .refusal ? .refusal : .serverFailure
            if question.failures > 0 { lookUps[place.lookUp]?.questions[place.kind].answer = failure }
            review(place.lookUp, now: now)
            return
        }
        lookUps[place.lookUp]?.questions[place.kind].isWaiting = true
        if choice.hasOther(than: question.askedServers) {
            againLine.append(place)
            return
        }
        // Everybody was asked: a new round. The one asked last is avoided if there is another.
        lookUps[place.lookUp]?.questions[place.kind].askedServers = 0
        if question.failures > 0 || choice.records.allSatisfy(\.isDown) {
            timers.add(.again(place), due: now + Self.pauseAfterFailure)
        } else {
            againLine.append(place)
        }
    }

    /// Ends the look-up if enough is known.
    private mutating func review(_ number: UInt64, now: Moment) {
        guard let lookUp = lookUps[number] else { return }
        let questions = lookUp.questions
        if questions.contains(where: { $0.answer == .unknownName }) { return end(number) }
        let isOpen = questions.contains { $0.answer == nil && ($0.isWaiting || $0.pending > 0) }
        if !isOpen { return end(number) }
        guard !lookUp.hasGrace else { return }
        for (index, question) in questions.enumerated() {
            guard case .addresses = question.answer else { continue }
            let other: AddressKind = settings.kinds[index] == .four ? .six : .four
            lookUps[number]?.hasGrace = true
            timers.add(.grace(lookUp: number), due: now + (other == .six ? Self.graceForSix : Self.graceForFour))
            return
        }
    }

    private mutating func end(_ number: UInt64) {
        guard let lookUp = lookUps.removeValue(forKey: number) else { return }
        // The first deadline is always one that is still to be kept.
        while let first = deadlines.first, lookUps[first] == nil { _ = deadlines.popFirst() }
        ended.append(Ended(name: lookUp.name, outcome: Self.outcome(lookUp.questions)))
    }

    private static func outcome(_ questions: [Question]) -> Ended.Outcome {
        var addresses: [IPAddress] = []
        var lifetimeSeconds = Int64.max
        var failure: LookUpFailure?
        for question in questions {
            if question.answer == .unknownName { return .failure(.unknownName) }
            switch question.answer {
            case .addresses(let some, let lifetime):
                addresses += some
                lifetimeSeconds = min(lifetimeSeconds, lifetime)
            case .unknownName: break
            // A temporary failure of the other kind weighs more.
            case .noAddress: failure = failure ?? .noAddress
            case .serverFailure: failure = .serverFailure
            case .refusal: failure = .refusal
            case nil: failure = question.failures > 0 ? question.lastFailure : .noAnswer
            }
        }
        if !addresses.isEmpty { return .addresses(addresses, lifetimeSeconds: lifetimeSeconds) }
        return .failure(failure ?? .noAnswer)
    }
}
