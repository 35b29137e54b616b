// Some of the rows of a shard.

/// Rows by their place in their shard. Empty without memory of its own.
package struct RowSet: Hashable, Sendable {
    private var isIn: [Bool] = []
    package private(set) var count = 0

    package init() {}

    package func contains(_ row: Int) -> Bool { row < isIn.count && isIn[row] }

    /// - Parameter row: at least 0.
    package mutating func insert(_ row: Int) {
        guard !contains(row) else { return }
        if row >= isIn.count { isIn += repeatElement(false, count: row + 1 - isIn.count) }
        isIn[row] = true
        count += 1
    }

    package mutating func formUnion(_ other: RowSet) { for row in other.rows { insert(row) } }

    /// In rising order.
    package var rows: [Int] { isIn.indices.filter { isIn[$0] } }
}
