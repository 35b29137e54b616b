// Which columns of a file are read, and what they are called from then on.

/// One column asked for.
package struct ColumnChoice: Hashable, Sendable {
    /// Its place in the file's columns.
    package let column: Int
    /// Its name in the batches.
    package let name: String
    /// Whether it is text, whatever it looks like: bytes in parquet, numbers in CSV.
    package let isText: Bool

    package init(column: Int, name: String, isText: Bool = false) {
        self.column = column
        self.name = name
        self.isText = isText
    }
}
