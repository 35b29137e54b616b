// The requests that a closed host gets after a rest.

internal import Ground

/// One round: a first request, and when that is refused its followers. The next round has twice as many.
struct RestRound {
    private static let largest: Int32 = 32

    /// Requests of the round; 0 before the first.
    private(set) var size: Int32 = 0
    /// Requests that may start.
    private(set) var left: Int32 = 0
    /// Those that follow when the first was refused.
    private var followers: Int32 = 0
    private var inFlight: Int32 = 0
    /// Whether a URL was refused that had not been before.
    private var hasFresh = false
    private var begin = Moment(nanoseconds: .min)

    /// Whether all requests of the round have ended.
    var isOver: Bool { left <= 0 && inFlight <= 0 }

    /// Whether a request begun at `begin` is the first of the round.
    func isFirst(_ begin: Moment) -> Bool { begin >= self.begin && followers == size - 1 }

    /// A rest begins that ends at `end`: the round may start then.
    ///
    /// - Parameter largestAgain: the largest round where all of the last were refused before.
    mutating func start(after end: Moment, largestAgain: Int32) {
        begin = end
        size = min(max(1, size * 2), hasFresh || size == 0 ? Self.largest : largestAgain)
        hasFresh = false
        left = 1
        followers = size - 1
        inFlight = 0
    }

    mutating func requestStarted() {
        left -= 1
        inFlight += 1
    }

    /// - Parameter isFresh: whether its URL met with its first trouble.
    mutating func requestEnded(_ begin: Moment, isFresh: Bool) {
        guard begin >= self.begin, inFlight > 0 else { return }
        inFlight -= 1
        if isFresh { hasFresh = true }
    }

    /// A request ended that says nothing: another may start for it.
    mutating func requestWithdrawn(_ begin: Moment) {
        guard begin >= self.begin, inFlight > 0 else { return }
        inFlight -= 1
        left += 1
    }

    /// The first was refused: the others may follow.
    mutating func refused(_ begin: Moment) {
        guard begin >= self.begin, left <= 0 else { return }
        left = followers
        followers = 0
    }

    /// The next round is as small as the first.
    mutating func forget() { size = 0 }

    /// Until the next rest is over nothing starts.
    mutating func stop() {
        left = 0
        inFlight = 0
    }
}
