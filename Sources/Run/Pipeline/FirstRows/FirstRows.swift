// Whether a run's first rows all fail by one local cause: the decision, without the rows.

internal import DatasetModel

/// Follows the ends of a run's first rows, until it is known that they are worth writing.
///
/// Rows end in any order, and those that no server is asked for end first. So "the first rows" are the first by the
/// list's order: only when each of them has failed by one cause, and no other row has ended otherwise, is the run at
/// fault and not some of its rows.
struct FirstRows {
    /// So many decide, or all where there are fewer.
    static let most = 1000

    enum Verdict: Equatable {
        /// Not known yet: the row has to wait.
        case wait
        /// Rows are worth writing, these and all that follow.
        case write
        case stop(LocalCause, rows: Int, isAll: Bool, example: String)
    }

    /// Whether images of earlier starts are there.
    private let hasImages: Bool
    private var cause: LocalCause?
    private var example = ""
    /// Rows of opened shards that are to be fetched, and how many of them have ended.
    private(set) var opened = 0
    private(set) var ended = 0
    /// Of the first `most` rows: how many are opened and ended, and where they end in each shard.
    private var counted = 0
    private var countedEnded = 0
    private var firstRows: [UInt32: Int] = [:]
    private var isListRead = false

    init(hasImages: Bool) { self.hasImages = hasImages }

    /// Whether all rows that are known have ended.
    var isWaiting: Bool { opened == ended && !isListRead }

    /// A shard was opened.
    ///
    /// - Parameter rows: its rows that are to be fetched, in order.
    mutating func opened(shard ordinal: UInt32, rows: some Sequence<Int>) {
        for row in rows {
            opened += 1
            guard counted < Self.most else { continue }
            counted += 1
            firstRows[ordinal] = row + 1
        }
    }

    /// The list has no more shards.
    mutating func listRead() -> Verdict {
        isListRead = true
        return verdict(canOpenMore: false)
    }

    /// Rows of one URL have ended.
    ///
    /// - Parameters:
    ///   - rows: their places in their shard.
    ///   - failure: nil for fetched bytes.
    ///   - canOpenMore: more of the list may be opened while these wait.
    mutating func ended(
        shard ordinal: UInt32, rows: [Int], failure: RowFailure?, canOpenMore: Bool
    ) -> Verdict {
        guard let failure, let cause = failure.cause, self.cause == nil || self.cause == cause else {
            return .write
        }
        if self.cause == nil { (self.cause, example) = (cause, failure.outcome.message ?? "") }
        ended += rows.count
        let limit = firstRows[ordinal] ?? 0
        countedEnded += rows.count { $0 < limit }
        return verdict(canOpenMore: canOpenMore)
    }

    private func verdict(canOpenMore: Bool) -> Verdict {
        guard let cause else { return .wait }
        let isAll = isListRead && ended == opened
        let isEnough = countedEnded >= Self.most
        guard isAll || isEnough || ended == opened && !canOpenMore else { return .wait }
        // One server may lack a certificate of its chain; that many rows are seldom all its own.
        if cause == .certificates, !isEnough { return .write }
        // A dataset that has images may end in rows that nobody can get: they must not stop it for ever.
        if hasImages, !isEnough || cause.isOfList || cause.isRefusal { return .write }
        return .stop(cause, rows: isAll ? ended : isEnough ? Self.most : ended, isAll: isAll, example: example)
    }
}
