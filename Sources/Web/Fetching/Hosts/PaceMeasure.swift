// The pace of a host's answers since the first trouble of a window.

internal import Ground

/// Answers and troubles of what began after the first trouble: what a host had saved up for us, it had spent by then.
struct PaceMeasure {
    /// A host that could be asked and is not for longer than this was not asked for.
    private static let longestGap: Int64 = 250_000_000

    /// The request that met with the first trouble.
    private var firstTrouble: Moment?
    private(set) var answers: Int32 = 0
    private(set) var troubles: Int32 = 0
    private var latest = Moment(nanoseconds: .min)
    /// Time of the window in which nobody wanted the host.
    private var idleNanoseconds: Int64 = 0
    private var idleAtFirstTrouble: Int64 = 0

    /// A request starts after the last one, `interval` is what is kept between two.
    mutating func requestStarted(_ now: Moment, after last: Moment, interval: Int64) {
        idleNanoseconds += max(0, now - last - max(Self.longestGap, interval + interval / 4))
    }

    /// A request begun at `begin` ended.
    mutating func note(_ begin: Moment, isTrouble: Bool) {
        guard let firstTrouble else {
            guard isTrouble else { return }
            firstTrouble = begin
            latest = begin
            idleAtFirstTrouble = idleNanoseconds
            return
        }
        guard begin > firstTrouble else { return }
        latest = max(latest, begin)
        if isTrouble { troubles += 1 } else { answers += 1 }
    }

    /// Nanoseconds from answer to answer since the first trouble; nil without an answer since.
    var interval: Int64? {
        guard let firstTrouble, answers > 0 else { return nil }
        let idle = idleNanoseconds - idleAtFirstTrouble
        return max(0, latest - firstTrouble - idle) / Int64(answers)
    }

    /// The next trouble is the first again.
    mutating func forgetTrouble() {
        firstTrouble = nil
        answers = 0
        troubles = 0
    }

    /// A new window begins.
    mutating func restart() {
        forgetTrouble()
        idleNanoseconds = 0
    }
}
