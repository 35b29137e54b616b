// A parquet file with all its columns, as text.

internal import Tables

/// The cells of a table by column name; nulls are left out.
package struct TextTable {
    package let names: [String]
    package private(set) var rows: [[String: String]] = []

    package init(_ path: String) throws {
        let reader = try ParquetReader(path: path)
        let names = reader.schema.fields.map(\.name)
        self.names = names
        try reader.start(
            atRowGroup: 0, batchRows: 1000, columns: names.enumerated().map { ColumnChoice(column: $0, name: $1) })
        while let batch = try reader.next() {
            let columns = names.map { batch.text($0) }
            for row in 0..<batch.rowCount {
                rows.append(
                    zip(names, columns).reduce(into: [:]) { cells, column in cells[column.0] = column.1?.string(row) })
            }
        }
    }
}
