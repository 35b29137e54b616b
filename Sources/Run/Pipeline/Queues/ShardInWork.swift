// A shard's rows while they are fetched.

internal import DatasetFolder
internal import DatasetModel
internal import Synchronization
internal import Tables
internal import URLLists

/// One open shard: its input, which nothing changes, and the ledger of its rows, which all stages ask. Any thread may
/// call.
final class ShardInWork: Sendable {
    /// Place in the order of opening: the upper half of the request ids of its rows.
    let ordinal: UInt32
    let planned: PlannedShard
    /// What earlier starts left of the shard, for each size; a row that all have is not fetched again.
    let found: [FoundShard]
    /// The boxes to blur in each row's image; nil where nothing is blurred.
    let boxes: TextColumn?
    /// The captions; nil without.
    let captions: TextColumn?
    /// Seconds since 1970.
    let startTime: Double
    private let ledger: Mutex<ShardLedger>
    let sizeCount: Int
    /// Rows that earlier starts settled, in all sizes.
    let keptCount: Int

    var id: ShardID { planned.plan.id }
    var rowCount: Int { planned.plan.rowCount }
    /// The hash each body is to have; nil where nothing is verified.
    var expectedHashes: TextColumn? { planned.expectedHashes }

    /// - Parameters:
    ///   - found: one for each size.
    ///   - boxColumn: the column with the boxes; nil where nothing is blurred.
    init(ordinal: UInt32, planned: PlannedShard, found: [FoundShard], boxColumn: String?, startTime: Double) {
        self.ordinal = ordinal
        self.planned = planned
        self.found = found
        let ledger = ShardLedger(rowCount: planned.plan.rowCount, kept: found.map(ShardLedger.Kept.init))
        sizeCount = ledger.sizeCount
        keptCount = ledger.keptCount
        self.ledger = Mutex(ledger)
        boxes = boxColumn.flatMap { planned.rows.text($0) }
        captions = planned.rows.text("caption")
        self.startTime = startTime
    }

    /// What is settled as of now.
    var settledSoFar: ShardLedger { ledger.withLock { $0 } }

    /// The sizes that a row is still to be written in.
    func openSizes(of row: Int) -> SizeSet { ledger.withLock { $0.openSizes(of: row) } }

    /// Notes which rows follow others; before the first of them is submitted.
    func note(_ duplicates: DuplicateURLs) { ledger.withLock { $0.note(duplicates) } }

    /// The rows that end as `row` does, as they have its URL; itself first.
    func rowsEnding(with row: Int) -> [Int] { ledger.withLock { $0.rowsEnding(with: row) } }

    /// A row has come to its end in one size.
    func settle(_ row: Int, size: Int, _ outcome: SampleOutcome) -> ShardLedger.Settlement {
        ledger.withLock { $0.settle(row, size: size, outcome) }
    }

    /// The shard's files of one size have their names.
    ///
    /// - Returns: whether the shard is done now.
    func finish(size: Int) -> Bool { ledger.withLock { $0.finish(size: size) } }

    /// What an earlier start left of the shard in one size.
    func left(_ size: Int) -> LeftShard? {
        if case .open(let left) = found[size] { left } else { nil }
    }

    /// The id under which a row's URL is fetched.
    func requestID(row: Int) -> UInt64 { UInt64(ordinal) << 32 | UInt64(UInt32(truncatingIfNeeded: row)) }

    /// The parts of a request's id.
    static func place(of requestID: UInt64) -> (ordinal: UInt32, row: Int) {
        (UInt32(requestID >> 32), Int(requestID & 0xffff_ffff))
    }
}

extension ShardLedger.Kept {
    init(_ found: FoundShard) {
        switch found {
        case .nothing: self = .nothing
        case .open(let left): self = .rows(left.settledRows.rows)
        case .finished: self = .finished
        }
    }
}
