// How a list's rows fared before any of them was fetched.

/// Counts of rows that were chosen, and of those that were left out.
package struct SelectionTally: Hashable, Sendable, Codable {
    /// Rows that one way of choosing took out.
    package struct Removal: Hashable, Sendable, Codable {
        /// The option, without dashes: `where`, `dedup`.
        package let name: String
        package var rows: Int
        /// Rows besides that were not read, because this condition excludes all of their row group; nil for none.
        package var rowsUnread: Int?
        /// Estimated number of false positives among `rows`: a Bloom filter errs at a known rate.
        package var likelyMistakes = 0

        package init(name: String, rows: Int) {
            self.name = name
            self.rows = rows
        }
    }

    /// Rows that were checked, without those of skipped row groups.
    package var rowsRead = 0
    package var rowsKept = 0
    /// Rows that could not be read, so that nothing can be said of them: they are left out.
    package var brokenRows = 0
    /// Parquet row groups of the files begun so far.
    package var rowGroups = 0
    /// Row groups that were not read, because their statistics say that no row of theirs is wanted.
    package var rowGroupsSkipped = 0
    /// The rows of those.
    package var rowsSkipped = 0
    /// In the order in which rows are asked after; `rowsSkipped` are not among them.
    package var removals: [Removal] = []

    package init() {}

    /// Rows of the list that were decided on, read or not.
    package var rowsDecided: Int { rowsRead + rowsSkipped }
}
