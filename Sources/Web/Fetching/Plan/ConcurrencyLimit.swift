// How many transfers are worth having in flight: figures and the time in, a limit out.

/// Follows what the network and the machine can take.
///
/// It doubles from step to step while that brings more answers or bytes, or while nothing has come yet that
/// could show it, and up to a thousand in any case: slow hosts are begun the sooner, and their tail is at the end of
/// no run. When doubling has brought nothing it holds, and tries a little more from time to time. It shrinks
/// when attempts begin to end in timeouts and lost connections, and undoes that when there are fewer answers
/// for it: then the hosts are dead, and fewer transfers are only slower. Sockets are cheap: in doubt it grows.
struct ConcurrencyLimit: Sendable {
    /// What the machine behind the sockets has to say.
    enum Pressure: Sendable {
        case none
        /// Bodies that wait hold a good part of the memory budget: more transfers would bring nothing.
        case busy
        /// Bodies that wait hold most of the memory budget.
        case spent
    }

    /// A loop's figures since its start, but for `isBinding` and `pressure`.
    struct Figures: Sendable {
        var inFlight = 0
        /// Whether since the last step something could have started, and only this limit was in its way.
        var isBinding = false
        /// Attempts that ended with an answer, whichever.
        var answers: UInt64 = 0
        /// Attempts that ended in a timeout, or without or with a lost connection.
        var troubles: UInt64 = 0
        /// Body bytes received.
        var bytes: UInt64 = 0
        var pressure = Pressure.none
    }

    /// Time between two steps.
    static let stepNanoseconds: Int64 = 200_000_000
    private static let startLimit = 128
    private static let leastLimit = 64
    /// Troubles shrink it no further.
    private static let leastForTroubles = 256
    /// Up to here growing needs no proof of its use.
    private static let provenLimit = 1024
    private static let longestProbePause: Int64 = 2_000_000_000
    /// Fewer attempts say nothing about the share of troubles.
    private static let leastAttempts: UInt64 = 60
    /// The share of troubles that needs no reason: the web has dead hosts.
    private static let usualTroubles = 0.25

    /// Transfers that may be in flight now.
    private(set) var value: Int
    /// When `step` wants to be called again.
    private(set) var nextStep: Moment
    private let floor: Int
    private let troubleFloor: Int
    private let ceiling: Int
    /// How long after a change its timeouts may still come.
    private let settleNanoseconds: Int64

    private var lastStep: Moment
    private var seen = Figures()
    private var answers = Throughput()
    private var bytes = Throughput()
    /// Steps in a row in which growing brought nothing.
    private var idleSteps = 0
    private var isHolding = false
    private var probePause: Int64 = 1_000_000_000
    private var nextProbe: Moment
    private var nextShrink: Moment
    /// After troubles growing is slow until then.
    private var fastAgain: Moment
    /// Attempts since the share of troubles was last looked at.
    private var window: Window
    private var tolerated = ConcurrencyLimit.usualTroubles
    private var trial: Trial?

    private struct Window {
        var answers: UInt64 = 0
        var troubles: UInt64 = 0
        let start: Moment
    }

    /// How the attempts of a window ended.
    private struct Outcome {
        let share: Double
        let answersPerSecond: Double
    }

    /// A shrinking whose use is still to be seen.
    private struct Trial {
        let judged: Moment
        let limitBefore: Int
        let answersBefore: Double
    }

    /// A rate, smoothed over a few steps, and the best it has been.
    private struct Throughput {
        var perSecond = 0.0
        var best = 0.0
        /// - Returns: whether it is beyond the best so far.
        mutating func add(_ count: UInt64, seconds: Double) -> Bool {
            let now = Double(count) / seconds
            perSecond = perSecond == 0 ? now : 0.3 * perSecond + 0.7 * now
            // What was best a minute ago need not be possible now.
            best *= 0.998
            let isMore = perSecond > best * 1.1
            best = max(best, perSecond)
            return isMore
        }
    }

    /// - Parameters:
    ///   - ceiling: never exceeded, at least 1.
    ///   - timeoutNanoseconds: how long it takes until trouble shows.
    init(ceiling: Int, timeoutNanoseconds: Int64, now: Moment) {
        self.ceiling = max(1, ceiling)
        floor = min(Self.leastLimit, self.ceiling)
        troubleFloor = min(Self.leastForTroubles, self.ceiling)
        value = min(Self.startLimit, self.ceiling)
        let (settling, overflows) = timeoutNanoseconds.addingReportingOverflow(1_000_000_000)
        settleNanoseconds = overflows ? .max : settling
        lastStep = now
        nextStep = now + Self.stepNanoseconds
        nextProbe = now
        nextShrink = now
        fastAgain = now
        window = Window(start: now)
    }

    /// Decides again, when its time has come; figures of a long pause count for the pause.
    mutating func step(_ figures: Figures, now: Moment) {
        guard now >= nextStep else { return }
        let seconds = Double(now - lastStep) / 1e9
        lastStep = now
        nextStep = now + Self.stepNanoseconds
        let newAnswers = figures.answers &- seen.answers
        let newBytes = figures.bytes &- seen.bytes
        window.answers += newAnswers
        window.troubles += figures.troubles &- seen.troubles
        seen = figures
        let hasMoreAnswers = answers.add(newAnswers, seconds: seconds)
        let hasMoreBytes = bytes.add(newBytes, seconds: seconds)
        weighTroubles(figures, now: now)
        switch figures.pressure {
        case .spent: shrinkForMachine(now: now)
        case .busy where value >= Self.provenLimit: break
        case .busy, .none:
            guard figures.isBinding, trial == nil else { break }
            // Too few data: only very slow answers, or none yet.
            let saysNothing = newAnswers < 20 && newBytes < 256 << 10
            grow(isUseful: saysNothing || hasMoreAnswers || hasMoreBytes, now: now)
        }
    }

    /// The machine has no room for more than `count`; what follows grows from there, slowly.
    mutating func lower(to count: Int, now: Moment) {
        value = max(1, min(value, count))
        (isHolding, idleSteps) = (true, 0)
        nextProbe = now + Self.longestProbePause
        fastAgain = now + 5 * Self.longestProbePause
    }

    private mutating func grow(isUseful: Bool, now: Moment) {
        let hasFallen = answers.perSecond < answers.best * 0.7 && bytes.perSecond < bytes.best * 0.7
        if isUseful || hasFallen, now >= fastAgain {
            // Fallen: hanging transfers hold the slots.
            (isHolding, idleSteps, probePause) = (false, 0, 1_000_000_000)
        } else if !isHolding, value >= Self.provenLimit {
            idleSteps += 1
            if idleSteps >= 2 {
                isHolding = true
                nextProbe = now + probePause
            }
        }
        if !isHolding {
            if idleSteps == 0 { value = min(ceiling, value * 2) }
        } else if now >= nextProbe {
            value = min(ceiling, value + max(8, value / 4))
            probePause = min(probePause * 2, Self.longestProbePause)
            nextProbe = now + probePause
        }
    }

    /// The machine cannot follow. Admission waits for memory anyway: this only keeps the rush small that follows,
    /// and leaves what two seconds' answers need, so that the machine does not run out of work either.
    private mutating func shrinkForMachine(now: Moment) {
        guard now >= nextShrink else { return }
        nextShrink = now + 1_000_000_000
        let least = max(floor, Int(min(2 * answers.perSecond, 1e9)))
        value = min(value, max(least, value * 15 / 16))
        (isHolding, idleSteps) = (false, 0)
        answers.best = 0
        bytes.best = 0
    }

    private mutating func weighTroubles(_ figures: Figures, now: Moment) {
        if let trial {
            guard now >= trial.judged else {
                window = Window(start: now)
                return
            }
            guard let outcome = takeOutcome(now) else { return }
            self.trial = nil
            if outcome.share > tolerated, outcome.answersPerSecond < trial.answersBefore * 0.85 {
                // The others got fewer with it: it was not the number in flight.
                tolerated = min(1, outcome.share * 1.3)
                value = max(value, trial.limitBefore)
                fastAgain = now
                return
            }
            shrinkIfTroubled(outcome, figures, now: now)
        } else if let outcome = takeOutcome(now) {
            if outcome.share < tolerated / 2 { tolerated = max(Self.usualTroubles, tolerated * 0.95) }
            shrinkIfTroubled(outcome, figures, now: now)
        }
    }

    private mutating func shrinkIfTroubled(_ outcome: Outcome, _ figures: Figures, now: Moment) {
        // So few in flight overwhelm no network: their hosts hang.
        guard outcome.share > tolerated, min(value, figures.inFlight) > troubleFloor else { return }
        trial = Trial(judged: now + settleNanoseconds, limitBefore: value, answersBefore: outcome.answersPerSecond)
        fastAgain = now + min(settleNanoseconds, 60_000_000_000) * 4
        value = max(troubleFloor, min(value, figures.inFlight) * 7 / 10)
        (isHolding, idleSteps) = (true, 0)
        probePause = Self.longestProbePause
        nextProbe = now + probePause
    }

    /// How the attempts since the last call ended; nil while they are few, or while the timeouts of those that began
    /// with them are still to come: what hangs ends in one burst, and only with them it is a share.
    private mutating func takeOutcome(_ now: Moment) -> Outcome? {
        let ended = window.answers + window.troubles
        guard ended >= Self.leastAttempts, now - window.start >= settleNanoseconds else { return nil }
        defer { window = Window(start: now) }
        let seconds = max(Double(now - window.start) / 1e9, 0.001)
        return Outcome(
            share: Double(window.troubles) / Double(ended), answersPerSecond: Double(window.answers) / seconds)
    }
}
