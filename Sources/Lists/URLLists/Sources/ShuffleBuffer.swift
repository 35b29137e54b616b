// Rows that are held to be mixed.

internal import Ground
internal import RowSelection
internal import Tables

/// Takes rows in, and gives them in random order: half of a full buffer at a time, so that a row can also come
/// behind rows that were read later. Holds `capacity` rows, and for a moment up to four times their bytes.
struct ShuffleBuffer {
    private let capacity: Int
    private var bits: SeededBits
    /// What came in, or was not given yet; mixed when it is full.
    private var held: [RowFileReader.Rows] = []
    private(set) var heldRows = 0
    /// Mixed rows that are given one after the other.
    private var ready: RowFileReader.Rows?
    private var given = 0

    init(capacity: Int, seed: UInt64) {
        self.capacity = capacity
        bits = SeededBits(seed: seed)
    }

    /// Rows that may come in before it is full.
    var room: Int { max(0, capacity - heldRows) }

    /// Rows that can be given before more have to come in.
    var readyRows: Int { (ready?.batch.rowCount ?? 0) - given }

    mutating func add(_ rows: RowFileReader.Rows) {
        held.append(rows)
        heldRows += rows.batch.rowCount
    }

    /// Mixes what is held, once nothing more is to come in before. Rows that were ready are given by then.
    ///
    /// - Parameter isLast: whether nothing will come in any more: then all of it is to be given.
    mutating func mix(isLast: Bool) throws(TableError) {
        ready = nil
        given = 0
        guard heldRows > 0 else { return }
        let all = try ColumnBatch.concatenate(held.map(\.batch))
        var reasons: [Int: String] = [:]
        var start = 0
        for rows in held {
            for (row, reason) in rows.broken { reasons[start + row] = reason }
            start += rows.batch.rowCount
        }
        let order = bits.order(of: heldRows)
        let mixed = try all.taking(order)
        let count = isLast ? heldRows : (heldRows + 1) / 2
        var broken: [Int: String] = [:]
        var rest: [Int: String] = [:]
        if !reasons.isEmpty {
            for (place, row) in order.enumerated() {
                guard let reason = reasons[row] else { continue }
                if place < count { broken[place] = reason } else { rest[place - count] = reason }
            }
        }
        ready = RowFileReader.Rows(batch: mixed.slice(from: 0, count: count), broken: broken)
        held = []
        heldRows -= count
        if heldRows > 0 {
            held.append(RowFileReader.Rows(batch: mixed.slice(from: count, count: heldRows), broken: rest))
        }
    }

    /// Skips ready rows, at most `count`; says how many.
    mutating func skip(_ count: Int) -> Int {
        let skipped = min(count, readyRows)
        given += skipped
        return skipped
    }

    /// The next of the ready rows, at most `count`; nil when there are none.
    mutating func take(_ count: Int) -> RowFileReader.Rows? {
        let taken = min(count, readyRows)
        guard let ready, taken > 0 else { return nil }
        var broken: [Int: String] = [:]
        for (row, reason) in ready.broken where row >= given && row < given + taken { broken[row - given] = reason }
        let rows = RowFileReader.Rows(batch: ready.batch.slice(from: given, count: taken), broken: broken)
        given += taken
        return rows
    }
}
