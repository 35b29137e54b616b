// Where a row stands in the list.

/// A row by its place. It is the same whatever is asked for and in whatever order rows are read.
package struct RowPlace: Hashable, Sendable {
    /// Place of the file in the list.
    package var file: Int
    /// Place of the row in its file.
    package var row: Int

    package init(file: Int, row: Int) {
        self.file = file
        self.row = row
    }
}
