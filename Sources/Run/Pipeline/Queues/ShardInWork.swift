// A shard's rows while they are fetched.

internal import DatasetFolder
internal import DatasetModel
internal import Synchronization
internal import Tables
internal import URLLists

/// One open shard's input, read by all threads; once its URLs are submitted, changed by none.
final class ShardInWork: Sendable {
    /// Place in the order of opening: the upper half of the request ids of its rows.
    let ordinal: UInt32
    let planned: PlannedShard
    /// What earlier starts left of the shard, for each size; a row that all have is not fetched again.
    let found: [FoundShard]
    /// The boxes to blur in each row's image; nil where nothing is blurred.
    let boxes: TextColumn?
    /// Seconds since 1970.
    let startTime: Double
    private let duplicates = Mutex(DuplicateURLs())

    var id: ShardID { planned.plan.id }
    var rowCount: Int { planned.plan.rowCount }
    /// The hash each body is to have; nil where nothing is verified.
    var expectedHashes: TextColumn? { planned.expectedHashes }
    /// Rows that earlier starts settled, in all sizes.
    let keptCount: Int
    /// The sizes that each row is still to be written in; nil where all rows are in all.
    private let missing: [SizeSet]?

    /// - Parameters:
    ///   - found: one for each size.
    ///   - boxColumn: the column with the boxes; nil where nothing is blurred.
    init(ordinal: UInt32, planned: PlannedShard, found: [FoundShard], boxColumn: String?, startTime: Double) {
        self.ordinal = ordinal
        self.planned = planned
        self.found = found
        missing = Self.missing(found, rowCount: planned.plan.rowCount)
        keptCount = missing?.count { $0.isEmpty } ?? 0
        boxes = boxColumn.flatMap { planned.rows.text($0) }
        self.startTime = startTime
    }

    /// The sizes that a row is to be written in.
    func missingSizes(of row: Int) -> SizeSet { missing?[row] ?? SizeSet(count: found.count) }

    /// Sizes in which the shard is not finished.
    var unfinishedCount: Int {
        found.count { if case .finished = $0 { false } else { true } }
    }

    /// What an earlier start left of the shard in one size.
    func left(_ size: Int) -> LeftShard? {
        if case .open(let left) = found[size] { left } else { nil }
    }

    private static func missing(_ found: [FoundShard], rowCount: Int) -> [SizeSet]? {
        guard !found.allSatisfy({ if case .nothing = $0 { true } else { false } }) else { return nil }
        var missing = [SizeSet](repeating: [], count: rowCount)
        for (place, shard) in found.enumerated() {
            let size = SizeSet(place: place)
            if case .finished = shard { continue }
            for row in missing.indices { missing[row].insert(size) }
            guard case .open(let left) = shard else { continue }
            for row in left.settledRows.rows { missing[row].remove(size) }
        }
        return missing
    }

    /// Notes which rows follow others; before the first of them is submitted.
    func setDuplicates(_ found: DuplicateURLs) { duplicates.withLock { $0 = found.withoutTexts } }

    /// The rows that end as `row` does, as they have its URL.
    func followers(of row: Int) -> [Int] { duplicates.withLock { $0.followers(of: row) } }

    /// The id under which a row's URL is fetched.
    func requestID(row: Int) -> UInt64 { UInt64(ordinal) << 32 | UInt64(UInt32(truncatingIfNeeded: row)) }

    /// The parts of a request's id.
    static func place(of requestID: UInt64) -> (ordinal: UInt32, row: Int) {
        (UInt32(requestID >> 32), Int(requestID & 0xffff_ffff))
    }
}
