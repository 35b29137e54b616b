// How many queries one name server is given at once, learnt from what it drops.

/// A limit that grows while answers come, and shrinks when queries are lost because there are too many.
///
/// It judges windows of queries. After a window with more losses than usual it shrinks; if the next window loses
/// as much, the number in flight was not the reason: the limit goes back, and that loss counts as usual.
struct QueryLimit: Sendable {
    static let least = 8
    /// At the start, when nothing is known: a server that never answers costs no more look-ups a wait.
    static let first = 64

    /// Queries that may be in flight.
    private(set) var value: Int
    private let most: Int
    /// The present window: its number, the queries sent in it, and how they ended.
    private var window = 0
    private var sent = 0
    private var ended = 0
    private var lost = 0
    private var wasReached = false
    private var hasLost = false
    /// Share that is lost whatever the limit is.
    private var usualLoss = 0.0
    private var beforeShrinking: (value: Int, loss: Double)?

    private static let shortestWindow = 32
    /// Losses that are not worth a thought.
    private static let negligible = 0.05

    init(most: Int) {
        self.most = max(1, most)
        value = min(Self.first, self.most)
    }

    /// A query goes out.
    ///
    /// - Parameter inFlight: queries in flight, this one included.
    /// - Returns: the window in which it counts, nil when it counts in none. A window is a number of queries sent one
    ///   after the other and is over when all of them have ended: a loss is known much later than an answer.
    mutating func sentOne(inFlight: Int) -> Int? {
        if inFlight >= value { wasReached = true }
        guard sent < max(Self.shortestWindow, value) else { return nil }
        sent += 1
        return window
    }

    /// A query ended.
    mutating func ended(in queryWindow: Int?, isLost: Bool) {
        guard queryWindow == window else { return }
        ended += 1
        if isLost { lost += 1 }
        if ended == sent, sent >= max(Self.shortestWindow, value) { closeWindow() }
    }

    /// An answer came after all to a query that counted as lost.
    mutating func lostNoMore(in queryWindow: Int?) {
        if queryWindow == window { lost = max(0, lost - 1) }
    }

    private mutating func closeWindow() {
        let loss = Double(lost) / Double(ended)
        let share = max(usualLoss, 0.02)
        let noise = 2 * (share * (1 - share) / Double(ended)).squareRoot()
        if loss > usualLoss + max(Self.negligible, noise) {
            hasLost = true
            if let before = beforeShrinking, Self.isAsBad(loss, before.loss) {
                usualLoss = loss
                value = before.value
                beforeShrinking = nil
                // As at the start: the number in flight has done no harm yet.
                hasLost = false
            } else if value <= least {
                usualLoss = loss
                beforeShrinking = nil
            } else {
                beforeShrinking = (value, loss)
                value = max(least, value * 6 / 10)
            }
        } else {
            usualLoss += (min(loss, usualLoss) - usualLoss) / 4
            beforeShrinking = nil
            if wasReached { value = min(most, hasLost ? value + max(1, value / 8) : value * 2) }
        }
        window += 1
        sent = 0
        ended = 0
        lost = 0
        wasReached = false
    }

    /// Whether a smaller limit has not helped. A server that is overrun answers as many queries as before, which is a
    /// larger share of fewer; losses on the way take the same share of all.
    private static func isAsBad(_ loss: Double, _ before: Double) -> Bool {
        loss > before * 0.7 && 1 - loss < (1 - before) * 1.3
    }

    private var least: Int { min(Self.least, most) }
}
