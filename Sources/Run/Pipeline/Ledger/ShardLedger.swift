// What of a shard is settled: its rows in each size, the one owner of that.

internal import DatasetModel

/// The rows of one open shard in each of the run's sizes, from the shard's opening to its last file. A plain value:
/// events in, what they close out. A run with one size is one whose rows have one size each.
///
/// A row in a size is open or settled; a row is closed when all its sizes are settled, and a shard when all its rows
/// are. What earlier starts settled is settled from the beginning. After that, sizes are finished one by one, as their
/// files get their names.
struct ShardLedger: Sendable {
    /// What earlier starts left of the shard in one size.
    enum Kept: Sendable {
        case nothing
        /// These rows are settled.
        case rows([Int])
        /// All rows are settled, and the files have their names.
        case finished
    }

    /// What the end of a row in one size closes.
    enum Settlement: Hashable, Sendable {
        /// Nothing: the row is open in other sizes.
        case first
        /// It was settled before, and nothing has changed: it must not be written or counted again.
        case again
        /// The row, with its outcome: its first failure where a size failed.
        case rowClosed(SampleOutcome)
        /// The row, and with it the shard, of which it was the last.
        case shardClosed(SampleOutcome)

        /// The outcome of the row that is closed.
        var closedRow: SampleOutcome? {
            switch self {
            case .first, .again: nil
            case .rowClosed(let outcome), .shardClosed(let outcome): outcome
            }
        }
    }

    let sizeCount: Int
    /// Rows that earlier starts closed.
    let keptCount: Int
    /// Rows that are not closed.
    private(set) var openCount: Int
    /// Sizes whose files do not have their names yet.
    private(set) var unfinished: SizeSet
    /// The sizes in which each row is open.
    private var open: [SizeSet]
    /// The first failure of rows that are settled in some sizes and open in others.
    private var failures: [Int: SampleOutcome] = [:]
    private var duplicates = DuplicateURLs()

    var rowCount: Int { open.count }

    /// - Parameter kept: one for each size, at least one.
    init(rowCount: Int, kept: [Kept]) {
        sizeCount = kept.count
        unfinished = SizeSet(count: kept.count)
        open = []
        for (place, kept) in kept.enumerated() {
            if case .finished = kept { unfinished.remove(SizeSet(place: place)) }
        }
        open = Array(repeating: unfinished, count: rowCount)
        for (place, kept) in kept.enumerated() {
            guard case .rows(let rows) = kept else { continue }
            for row in rows { open[row].remove(SizeSet(place: place)) }
        }
        keptCount = open.count(where: \.isEmpty)
        openCount = rowCount - keptCount
    }

    /// The sizes in which a row is open.
    func openSizes(of row: Int) -> SizeSet { open[row] }

    /// Rows that are open in any size, in order.
    var openRows: [Int] { open.indices.filter { !open[$0].isEmpty } }

    /// Notes which rows end as another one does, as they have its URL; before the first of them is asked for.
    mutating func note(_ duplicates: DuplicateURLs) { self.duplicates = duplicates.withoutTexts }

    /// The rows that end as `row` does, itself first.
    func rowsEnding(with row: Int) -> [Int] { [row] + duplicates.followers(of: row) }

    /// A row has come to its end in one size.
    mutating func settle(_ row: Int, size: Int, _ outcome: SampleOutcome) -> Settlement {
        let size = SizeSet(place: size)
        guard open[row].contains(size) else { return .again }
        open[row].remove(size)
        guard open[row].isEmpty else {
            if outcome.status != .success, failures[row] == nil { failures[row] = outcome }
            return .first
        }
        openCount -= 1
        let outcome = failures.removeValue(forKey: row) ?? outcome
        return openCount == 0 ? .shardClosed(outcome) : .rowClosed(outcome)
    }

    /// The shard's files of one size have their names.
    ///
    /// - Returns: whether it was the last size: then the shard is done. False, too, for a size that was finished before.
    mutating func finish(size: Int) -> Bool {
        unfinished.remove(SizeSet(place: size)) != nil && unfinished.isEmpty
    }
}
