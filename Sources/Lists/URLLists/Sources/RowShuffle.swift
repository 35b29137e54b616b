// The list's rows in another order, as asked for.

/// Files and row groups are read in random order, several at a time, and rows are shuffled within a buffer.
/// Equal values give equal orders of the same list.
package struct RowShuffle: Hashable, Sendable {
    package let seed: UInt64
    /// Rows that are held to be mixed, at least 2.
    package let bufferRows: Int
    /// Rows given at most; nil for all. It counts behind the buffer, so that its rows are mixed, too.
    package let limit: Int?

    package init(seed: UInt64, bufferRows: Int, limit: Int? = nil) {
        self.seed = seed
        self.bufferRows = bufferRows
        self.limit = limit
    }
}
