// A shard's rows while they are fetched.

internal import DatasetModel
internal import Shards
internal import Tables
internal import URLLists

/// One open shard's input, read by all threads and changed by none.
final class ShardInWork: Sendable {
    /// Place in the order of opening: the upper half of the request ids of its rows.
    let ordinal: UInt32
    let planned: PlannedShard
    /// What an earlier start left of the shard; its rows are not fetched again.
    let left: LeftShard?
    /// The boxes to blur in each row's image; nil where nothing is blurred.
    let boxes: TextColumn?
    /// Seconds since 1970.
    let startTime: Double

    var id: ShardID { planned.plan.id }
    var rowCount: Int { planned.plan.rowCount }
    /// Rows that earlier starts settled.
    var keptCount: Int { left?.records.count ?? 0 }

    /// - Parameter boxColumn: the column with the boxes; nil where nothing is blurred.
    init(ordinal: UInt32, planned: PlannedShard, left: LeftShard?, boxColumn: String?, startTime: Double) {
        self.ordinal = ordinal
        self.planned = planned
        self.left = left
        boxes = boxColumn.flatMap { planned.rows.text($0) }
        self.startTime = startTime
    }

    /// The id under which a row's URL is fetched.
    func requestID(row: Int) -> UInt64 { UInt64(ordinal) << 32 | UInt64(UInt32(truncatingIfNeeded: row)) }

    /// The parts of a request's id.
    static func place(of requestID: UInt64) -> (ordinal: UInt32, row: Int) {
        (UInt32(requestID >> 32), Int(requestID & 0xffff_ffff))
    }
}
