// Columns that other files have for the rows of a list's files.

package import Tables

/// For parquet lists: which rows of which table belong to a file of the list, and which of their columns are taken as if
/// they were the file's. One with the name of a column of the file replaces it.
package struct JoinedColumns: Sendable {
    /// The rows that belong to one file of the list, one after the other.
    package struct Part: Hashable, Sendable {
        /// Of a parquet file.
        package let path: String
        package let firstRow: Int
        package let rowCount: Int

        package init(path: String, firstRow: Int, rowCount: Int) {
            self.path = path
            self.firstRow = firstRow
            self.rowCount = rowCount
        }
    }

    /// By the path of the list's file, in order. Rows of a file without one have nulls in all columns.
    package let parts: [String: [Part]]
    /// The columns that are taken, in every part's file.
    package let fields: [ColumnField]
    /// The column by which a row of a file is recognised in its part: unique there.
    package let keyColumn: String
    /// What the parts call it.
    package let partKeyColumn: String

    package init(parts: [String: [Part]], fields: [ColumnField], keyColumn: String, partKeyColumn: String) {
        self.parts = parts
        self.fields = fields
        self.keyColumn = keyColumn
        self.partKeyColumn = partKeyColumn
    }

    /// The columns of a file with those that are taken: these in the places of those they replace, the others behind all.
    func columns(with own: [ColumnField]) -> [ColumnField] {
        let names = Set(own.map(\.name))
        return own.map { field in fields.first { $0.name == field.name } ?? field }
            + fields.filter { !names.contains($0.name) }
    }

    func has(_ column: String) -> Bool { fields.contains { $0.name == column } }
}
