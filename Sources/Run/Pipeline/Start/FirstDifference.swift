// Where the rows of a list are not those of a finished shard.

internal import Tables

/// The first row of a shard whose URL or caption is another one in the list.
struct FirstDifference {
    private static let batchRows = 4096

    /// The row's place in the shard, from 0.
    let row: Int
    /// `url` or `caption`.
    let column: String

    /// nil if the shard's table does not show it: it has other rows, or cannot be read.
    ///
    /// - Parameters:
    ///   - rows: as the list has them.
    ///   - table: the shard's `S.parquet`.
    init?(of rows: ColumnBatch, from table: String) {
        // This only makes a message better.
        guard let found = try? Self.find(rows, table) else { return nil }
        self = found
    }

    private init(row: Int, column: String) {
        self.row = row
        self.column = column
    }

    private static func find(_ rows: ColumnBatch, _ table: String) throws(TableError) -> FirstDifference? {
        let reader = try ParquetReader(path: table)
        guard reader.rowCount == rows.rowCount, rows.rowCount > 0 else { return nil }
        let columns = ["url", "caption"].compactMap { name in
            reader.schema.index(of: name).map { ColumnChoice(column: $0, name: name, isText: true) }
        }
        try reader.start(atRowGroup: 0, batchRows: batchRows, columns: columns)
        var first = 0
        while let batch = try reader.next() {
            for row in 0..<batch.rowCount {
                for name in columns.map(\.name) {
                    let then = batch.text(name)?.string(row)
                    if then != rows.text(name)?.string(first + row) {
                        return FirstDifference(row: first + row, column: name)
                    }
                }
            }
            first += batch.rowCount
        }
        return nil
    }
}
