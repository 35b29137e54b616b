// Where a row is.

/// A row of a dataset: its shard's place in the listing, and its place in the shard's table, both from 0.
struct Place: Hashable, Comparable, Sendable {
    let shard: Int32
    let row: Int32

    static func < (a: Place, b: Place) -> Bool { (a.shard, a.row) < (b.shard, b.row) }

    /// The same number for the same place, at every start.
    var number: UInt64 { UInt64(UInt32(bitPattern: shard)) << 32 | UInt64(UInt32(bitPattern: row)) }

    init(shard: Int, row: Int) {
        self.shard = Int32(clamping: shard)
        self.row = Int32(clamping: row)
    }
}
