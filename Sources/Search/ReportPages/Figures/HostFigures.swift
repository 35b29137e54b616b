// What is counted of one host.

/// Rows of one host. A plain value of bounded size.
struct HostFigures: Tallied {
    /// Kinds of failure that are counted separately.
    private static let mostReasons = 6

    private struct Reason: Hashable, Sendable {
        /// The place of its class among those of the tally.
        var word: Int
        var count: Int
    }

    private(set) var rows = 0
    private(set) var images = 0
    /// Bytes of the images as they were fetched, where the tables say it.
    private(set) var bytes = 0
    private var reasons: [Reason] = []

    init() {}

    /// Of a shard's stats, which name the worst hosts only.
    init(rows: Int, failed: Int, word: Int) {
        (self.rows, images) = (rows, max(0, rows - failed))
        reasons = [Reason(word: word, count: failed)]
    }

    var failed: Int { rows - images }
    var weight: Int { rows }

    /// The class most of its failures have; nil without one.
    var commonestReason: Int? {
        var best: Reason?
        for reason in reasons where reason.count > best?.count ?? 0 { best = reason }
        return best?.word
    }

    mutating func addImage(bytes: Int) {
        rows += 1
        images += 1
        self.bytes += bytes
    }

    mutating func addFailure(_ word: Int) {
        rows += 1
        add(Reason(word: word, count: 1))
    }

    mutating func merge(_ other: HostFigures) {
        rows += other.rows
        images += other.images
        bytes += other.bytes
        for reason in other.reasons { add(reason) }
    }

    /// The same with the classes' places in another tally.
    func renumbered(_ numbers: [Int]) -> HostFigures {
        var figures = self
        for place in figures.reasons.indices { figures.reasons[place].word = numbers[figures.reasons[place].word] }
        return figures
    }

    private mutating func add(_ reason: Reason) {
        if let place = reasons.firstIndex(where: { $0.word == reason.word }) {
            reasons[place].count += reason.count
        } else if reasons.count < Self.mostReasons {
            reasons.append(reason)
        }
    }
}
