// All columns of one row.

internal import Ground
internal import JSON
internal import Tables

enum RowReading {
    private static let batchRows = 1024

    /// The row as a JSON object; binary columns are left out.
    static func json(of row: Int, in table: String) throws(CommandFailure) -> String {
        do throws(TableError) {
            let reader = try ParquetReader(path: table)
            var first = 0
            for (group, rows) in reader.rowGroupRows.enumerated() {
                defer { first += rows }
                guard row < first + rows else { continue }
                let fields = reader.schema.fields.enumerated().filter {
                    !$1.typeName.hasSuffix("binary") && !$1.typeName.hasPrefix("struct<bytes")
                }
                let choices = fields.map { ColumnChoice(column: $0.offset, name: $0.element.name) }
                try reader.start(atRowGroup: group, batchRows: batchRows, columns: choices)
                var left = row - first
                while let batch = try reader.next() {
                    guard left >= batch.rowCount else {
                        let members = try batch.jsonMembers(of: fields.map(\.element.name))
                        return "{" + members.withBytes(left) { String(decoding: $0, as: UTF8.self) } + "}"
                    }
                    left -= batch.rowCount
                }
            }
            throw TableError(category: .misuse, detail: "it has no row \(row)")
        } catch {
            throw CommandFailure(.run, "\(table): \(error.detail)")
        }
    }
}
