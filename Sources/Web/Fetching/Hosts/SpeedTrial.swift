// Whether a host is asked too fast, or some of its URLs are bad: an experiment as a value.

/// Distinguishes failures that a slower pace would avoid from those that single URLs have at any pace.
///
/// - Open: troubles beside enough answers are those of their URLs, and nobody else is slowed for them.
/// - Trial: many requests met with trouble. The host is asked slower, at most as fast as it answered. With fewer
///   troubles it was the speed, and the slower pace is kept. With as many it was not: the old pace is restored, and that
///   share of troubles is tolerated from then on.
/// - Closed: several were refused in a row. The host is paused, then a few are asked, after each pause without success
///   twice as many. The first answer begins a trial.
struct SpeedTrial {
    enum Phase: Equatable { case open, trial, closed }

    /// What an outcome asks for.
    enum Step: Equatable {
        case none
        /// To ask slower.
        ///
        /// - measuredNanoseconds: from answer to answer lately; nil if there were too few answers.
        /// - isProven: whether the last slower step helped, so that a later one need not undo it.
        /// - wasRefused: whether the host said so itself; else fewer at once are enough.
        case slowDown(measuredNanoseconds: Int64?, isProven: Bool, wasRefused: Bool)
        /// To rest, then to ask a few.
        case close
        /// To keep the slower pace: it helped.
        case keep
        /// To ask as before the trial: the pace is not the cause.
        case takeBack
        /// To ask as if there had never been a trial: the URLs are bad.
        case acquit
    }

    /// How a request can meet with trouble.
    enum Trouble { case refusal, strain, silence }

    private static let usualTroubles = 0.1
    private static let mostTolerated = 0.9
    private static let start = Moment(nanoseconds: .min)
    /// Outcomes after which the older ones count half.
    private static let windowLength: Int32 = 64
    private static let answersThatProve: Int32 = 8
    private static let troublesThatProve: Int32 = 5
    /// A round so large came after several rests that did not help.
    private static let roundThatProves: Int32 = 4
    private static let failedTrialsThatProve: Int32 = 2
    private static let mostTroublesToClose: Int32 = 8
    private static let expectedThatProve = 4.0
    /// The share of refusals from which on a host is closed.
    private static let closingShare = 0.75

    private(set) var phase = Phase.open
    private var attempts = SecondAttempts()
    /// Trials since the host was open.
    private(set) var trials: Int32 = 0
    /// What began before it says nothing about the present pace.
    private var mark = Self.start
    /// In flight of what began since. Refusals come at once, and answers later.
    private var unresolved: Int32 = 0
    private var answers: Int32 = 0
    private var troubles: Int32 = 0
    private var hasRefusals = false
    /// Whether the trial is for refusals.
    private var wasRefused = false
    /// Refusals since the last answer.
    private var refusalsInARow: Int32 = 0
    /// How those ended that began before the last step slower; some of them still do.
    private var answersBefore: Int32 = 0
    private var troublesBefore: Int32 = 0
    private var markBefore = Self.start
    /// The share of troubles that needs no trial.
    private(set) var tolerated = Self.usualTroubles
    /// Trials in a row that showed that the pace is not the cause.
    private var acquittals: Int32 = 0
    /// Whether a trial has found a pace that helps.
    private var knowsLimit = false
    /// Trials since one helped.
    private var failedTrials: Int32 = 0
    /// Whether a slower pace has helped in this trial.
    private var hasHelped = false
    /// Answers by which the pace of this trial goes.
    private var measuredAnswers: Int32 = 0
    private var isMeasured: Bool { measuredAnswers >= 2 }

    /// Of what began in the window.
    private var pace = PaceMeasure()
    private var lastStart = Self.start
    /// What may start while closed.
    private(set) var round = RestRound()
    /// Whether the last round's first one was answered: then it was the rest that helped.
    private(set) var wasCuredByRest = false

    /// A request starts; `interval` is what is kept between two.
    mutating func started(at now: Moment, interval: Int64) {
        if lastStart != Self.start, lastStart >= mark {
            pace.requestStarted(now, after: lastStart, interval: interval)
        }
        lastStart = now
        if mark == Self.start { mark = now }
        unresolved += 1
        if phase == .closed { round.requestStarted() }
    }

    /// A request begun at `begin` was answered.
    ///
    /// - Parameter isAgain: whether an earlier attempt for its URL had failed.
    mutating func answered(begin: Moment, isAgain: Bool, at now: Moment) -> Step {
        attempts.add(isAgain: isAgain, isTrouble: false)
        leave(begin)
        guard begin >= mark else {
            if begin >= markBefore { answersBefore += 1 }
            return .none
        }
        refusalsInARow = 0
        answers += 1
        pace.note(begin, isTrouble: false)
        switch phase {
        case .open:
            slide()
            return .none
        case .closed:
            let isFirst = round.isFirst(begin)
            // Where many are answered anyway, the first after a rest often is.
            wasCuredByRest = isFirst && answers * 4 < troubles
            if isFirst { round.forget() }
            return slowDown(measured: nil, at: now)
        case .trial: return judged(at: now)
        }
    }

    /// A request begun at `begin` met with trouble.
    ///
    /// - Parameter isAgain: whether its URL had met with trouble before; as long as no limit of the host is known
    ///   that is the URL's own affair.
    mutating func troubled(_ trouble: Trouble, begin: Moment, isAgain: Bool, at now: Moment) -> Step {
        attempts.add(isAgain: isAgain, isTrouble: true)
        leave(begin, isFresh: !isAgain)
        if phase != .open || knowsLimit, attempts.showBadURLs { return acquit(at: now) }
        if phase == .closed { round.refused(begin) }
        guard begin >= mark else {
            if begin >= markBefore { troublesBefore += 1 }
            return .none
        }
        if phase == .open, isAgain, !knowsLimit { return .none }
        troubles += 1
        if trouble == .refusal {
            hasRefusals = true
            refusalsInARow += 1
        }
        pace.note(begin, isTrouble: true)
        switch phase {
        case .closed: return .none
        case .trial: return judged(at: now)
        case .open: break
        }
        defer { slide() }
        let patience = Self.troublesThatProve << min(2 * acquittals, 6)
        let likely = Double(refusalsInARow + unresolved) * max(Self.closingShare, tolerated)
        if refusalsInARow >= patience, Double(refusalsInARow) > likely { return close() }
        guard isUnusual, troubles >= Int32(3) << min(2 * acquittals, 6) else { return .none }
        // The first answer of those in flight ends the rest.
        if answers == 0, hasRefusals { return close() }
        return slowDown(measured: pace.interval, at: now)
    }

    /// Whether there are more troubles than chance makes of those tolerated.
    private var isUnusual: Bool {
        let expected = tolerated * Double(answers + troubles + unresolved)
        return Double(troubles) > expected + expected.squareRoot() + 1.5
    }

    /// The share of troubles; what is in flight may still be answered.
    private var share: Double { Double(troubles) / Double(max(1, answers + troubles + unresolved)) }

    /// A request ended that says nothing.
    mutating func ended(begin: Moment) {
        if begin >= mark { unresolved -= 1 }
        if phase == .closed { round.requestWithdrawn(begin) }
    }

    /// Whether the pace was shown not to be the cause of troubles.
    var isAcquitted: Bool { acquittals > 0 }

    /// The pace has come back to none without troubles.
    mutating func forgetLimit() { knowsLimit = false }

    /// Whether all requests of the round have ended and none was answered.
    var isRoundOver: Bool { phase == .closed && round.isOver }

    /// A rest begins that ends at `end`: a round may start then, twice the last one.
    ///
    /// - Parameter largestAgain: the largest round where all of the last were refused before.
    mutating func startRound(after end: Moment, largestAgain: Int32) {
        round.start(after: end, largestAgain: largestAgain)
    }

    private mutating func leave(_ begin: Moment, isFresh: Bool = false) {
        if begin >= mark { unresolved -= 1 }
        if phase == .closed { round.requestEnded(begin, isFresh: isFresh) }
    }

    private mutating func judged(at now: Moment) -> Step {
        let shareBefore = Double(troublesBefore) / Double(max(1, answersBefore + troublesBefore))
        // As many as before would have met with trouble.
        let count = Double(answers + troubles)
        let expected = shareBefore * count
        let few = min(expected / 3, max(1, 1.5 * Self.usualTroubles * count))
        // What hangs shows long after what is answered.
        let mayBeTroubles = troubles + (wasRefused ? 0 : unresolved)
        if answers >= Self.answersThatProve, expected >= Self.expectedThatProve, Double(mayBeTroubles) <= few {
            open(at: now)
            round.forget()
            acquittals = 0
            knowsLimit = true
            failedTrials = 0
            tolerated = max(Self.usualTroubles, min(tolerated, Self.tolerance(Double(troubles) / Double(answers))))
            return .keep
        }
        guard troubles >= Self.troublesThatProve, share > Self.usualTroubles else { return .none }
        // Without an answer only a pause can show more; and only refusals ask for one.
        if pace.answers == 0, hasRefusals, !isMeasured || round.size < Self.roundThatProves {
            return troubles >= max(Self.troublesThatProve, min(round.size, Self.mostTroublesToClose)) ? close() : .none
        }
        let shareNow = Double(pace.troubles) / Double(max(1, pace.troubles + pace.answers))
        let isBetter = shareNow <= shareBefore / 2
        // What goes by no measure yet may not be slow enough.
        if !isBetter, isMeasured || !hasRefusals {
            failedTrials += 1
            knowsLimit = (knowsLimit || hasHelped) && failedTrials < Self.failedTrialsThatProve
            // Beside a limit that is known there are URLs that are bad at any pace.
            tolerated = Self.tolerance(knowsLimit ? shareNow : max(shareNow, shareBefore))
            acquittals = knowsLimit ? 0 : acquittals + 1
            round.forget()
            open(at: now)
            return .takeBack
        }
        return slowDown(measured: pace.interval, isProven: isBetter, at: now)
    }

    private mutating func acquit(at now: Moment) -> Step {
        knowsLimit = false
        tolerated = Self.mostTolerated
        acquittals += 1
        round.forget()
        open(at: now)
        return .acquit
    }

    private static func tolerance(_ share: Double) -> Double { min(mostTolerated, share * 1.25 + 0.05) }

    private mutating func slowDown(measured: Int64?, isProven: Bool = false, at now: Moment) -> Step {
        phase = .trial
        trials += 1
        hasHelped = hasHelped || isProven
        if measured != nil, trials > 1 { measuredAnswers += pace.answers }
        if isProven { failedTrials = 0 }
        wasRefused = hasRefusals
        (answersBefore, troublesBefore, markBefore) = (answers, troubles, mark)
        startWindow(at: now)
        return .slowDown(measuredNanoseconds: measured, isProven: isProven, wasRefused: wasRefused)
    }

    private mutating func close() -> Step {
        phase = .closed
        refusalsInARow = 0
        round.stop()
        return .close
    }

    private mutating func open(at now: Moment) {
        phase = .open
        trials = 0
        hasHelped = false
        measuredAnswers = 0
        markBefore = now
        startWindow(at: now)
    }

    private mutating func startWindow(at now: Moment) {
        mark = now
        unresolved = 0
        answers = 0
        troubles = 0
        hasRefusals = false
        refusalsInARow = 0
        pace.restart()
    }

    /// Old outcomes count less and less.
    private mutating func slide() {
        guard phase == .open, answers + troubles >= Self.windowLength else { return }
        if Double(troubles) < tolerated / 2 * Double(answers + troubles) {
            tolerated = max(Self.usualTroubles, tolerated * 0.8)
            if tolerated == Self.usualTroubles { acquittals = 0 }
        }
        answers /= 2
        troubles /= 2
        pace.forgetTrouble()
    }
}
