// A shard as a plain value: any machine that has the list can take it.

/// What one shard will contain: a slice of one file of the URL list.
package struct ShardPlan: Hashable, Codable, Sendable {
    package let id: ShardID
    /// The list file's path, as given.
    package let file: String
    /// First row of the slice, counted from 0 in that file.
    package let firstRow: Int
    /// Rows in the slice; the last shard of a file may be short.
    package let rowCount: Int

    package init(id: ShardID, file: String, firstRow: Int, rowCount: Int) {
        self.id = id
        self.file = file
        self.firstRow = firstRow
        self.rowCount = rowCount
    }
}
