// How many queries one name server is given at once, learnt from what it drops.

/// A limit that grows while answers come, and shrinks when queries are lost because there are too many.
///
/// It judges windows of queries. After a window with more losses than usual it shrinks; if the next window loses
/// as much, the number in flight was not the reason: the limit goes back, and that loss counts as usual.
struct QueryLimit: Sendable {
    static let least = 8
    /// At the start, when nothing is known: a server that never answers costs no more look-ups a wait.
    static let first = 32

    /// Queries that may be in flight.
    private(set) var value: Int
    private let most: Int
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

    /// A query ended.
    ///
    /// - Parameter inFlight: queries in flight, this one included.
    mutating func ended(isLost: Bool, inFlight: Int) {
        ended += 1
        if isLost { lost += 1 }
        if inFlight >= value { wasReached = true }
        if ended >= max(Self.shortestWindow, value) { closeWindow() }
    }

    /// An answer came after all to a query that counted as lost.
    mutating func lostNoMore() {
        lost = max(0, lost - 1)
    }

    private mutating func closeWindow() {
        let loss = Double(lost) / Double(ended)
        let share = max(usualLoss, 0.02)
        let noise = 2 * (share * (1 - share) / Double(ended)).squareRoot()
        if loss > usualLoss + max(Self.negligible, noise) {
            hasLost = true
            if let before = beforeShrinking, loss > before.loss * 0.7 {
                usualLoss = loss
                value = before.value
                beforeShrinking = nil
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
        ended = 0
        lost = 0
        wasReached = false
    }

    private var least: Int { min(Self.least, most) }
}
