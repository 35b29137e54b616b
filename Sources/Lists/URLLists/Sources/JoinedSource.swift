// The rows of a parquet file with columns of another one.

internal import Tables

/// Gives the rows of a file, and for each of them the values that another table has under its key; nulls where it has
/// none. The keys and values of one file's rows are held in memory, from the first row that is given.
final class JoinedSource: RowSource {
    /// Behind all columns that are asked for; no list's column can have such a name in a batch.
    private static let keyName = "join:key"
    private static let batchRows = 16_384

    private struct Values {
        let rowsByKey: [String: Int]
        /// The columns that are taken, in the order of `joinedChoices`.
        let batch: ColumnBatch
    }

    private let own: ParquetSource
    private let joined: JoinedColumns
    private let parts: [JoinedColumns.Part]
    /// Columns as asked for that come from the other table: their names there, and in the batches.
    private let joinedChoices: [(column: String, choice: ColumnChoice)]
    /// For each column as asked for its place among the own ones, the key's and the joined ones.
    private let order: [Int]
    private var values: Values?

    /// - Parameters:
    ///   - columns: of the file together with those that are joined: `JoinedColumns.columns`.
    ///   - choices: places in `columns`.
    ///   - open: makes the source of the file's own columns.
    init(
        _ file: URLListFile, _ joined: JoinedColumns, columns: [ColumnField], choices: [ColumnChoice],
        open: ([ColumnChoice]) throws(TableError) -> ParquetSource
    ) throws(TableError) {
        self.joined = joined
        parts = joined.parts[file.path] ?? []
        guard let key = columns.firstIndex(where: { $0.name == joined.keyColumn }) else {
            throw TableError(category: .malformed, detail: "no column \"\(joined.keyColumn)\"")
        }
        let isJoined = { (choice: ColumnChoice) in joined.has(columns[choice.column].name) }
        let ownChoices = choices.filter { !isJoined($0) }
        joinedChoices = choices.filter(isJoined).map { (columns[$0.column].name, $0) }
        var (ownPlace, joinedPlace) = (0, ownChoices.count + 1)
        order = choices.map { choice in
            defer { if isJoined(choice) { joinedPlace += 1 } else { ownPlace += 1 } }
            return isJoined(choice) ? joinedPlace : ownPlace
        }
        own = try open(ownChoices + [ColumnChoice(column: key, name: Self.keyName, isText: true)])
    }

    func skip(_ count: Int) throws(TableError) -> Int { try own.skip(count) }
    func passOver() -> PassedOver { own.passOver() }

    func take(_ count: Int) throws(TableError) -> RowFileReader.Rows? {
        guard let rows = try own.take(count) else { return nil }
        let values = try loadedValues()
        let keys = try rows.batch.requiredText(Self.keyName)
        let places = (0..<rows.batch.rowCount).map { row in keys.string(row).flatMap { values.rowsByKey[$0] } }
        let batch = try rows.batch.beside(values.batch.taking(places), columns: order)
        return RowFileReader.Rows(batch: batch, broken: rows.broken)
    }

    private func loadedValues() throws(TableError) -> Values {
        if let values { return values }
        let loaded = try load()
        values = loaded
        return loaded
    }

    private func load() throws(TableError) -> Values {
        var batches: [ColumnBatch] = []
        for part in parts { batches += try self.batches(of: part) }
        guard !batches.isEmpty else { return Values(rowsByKey: [:], batch: try noValues()) }
        let all = try ColumnBatch.concatenate(batches)
        let keys = try all.requiredText(Self.keyName)
        var rowsByKey: [String: Int] = [:]
        for row in 0..<all.rowCount { if let key = keys.string(row) { rowsByKey[key] = row } }
        return Values(rowsByKey: rowsByKey, batch: try all.firstColumns(joinedChoices.count))
    }

    private func batches(of part: JoinedColumns.Part) throws(TableError) -> [ColumnBatch] {
        let reader = try ParquetReader(path: part.path)
        var choices: [ColumnChoice] = []
        for (column, choice) in joinedChoices {
            choices.append(
                ColumnChoice(column: try place(column, reader, part), name: choice.name, isText: choice.isText))
        }
        choices.append(
            ColumnChoice(column: try place(joined.partKeyColumn, reader, part), name: Self.keyName, isText: true))
        // The row group with the first row.
        var (group, skipped) = (0, part.firstRow)
        while group < reader.rowGroupRows.count, skipped >= reader.rowGroupRows[group] {
            skipped -= reader.rowGroupRows[group]
            group += 1
        }
        guard group < reader.rowGroupRows.count else { throw Self.changed(part) }
        try reader.start(atRowGroup: group, batchRows: Self.batchRows, columns: choices)
        var batches: [ColumnBatch] = []
        var missing = part.rowCount
        while missing > 0 {
            guard let batch = try reader.next() else { throw Self.changed(part) }
            let from = min(skipped, batch.rowCount)
            let count = min(missing, batch.rowCount - from)
            skipped -= from
            missing -= count
            if count > 0 { batches.append(batch.slice(from: from, count: count)) }
        }
        return batches
    }

    /// Columns without a row, of the types that the others have.
    private func noValues() throws(TableError) -> ColumnBatch {
        try ColumnBatch(
            rowCount: 0,
            columns: joinedChoices.map { column, choice in
                let type = joined.fields.first { $0.name == column }?.typeName ?? "string"
                return NewColumn(
                    name: choice.name, values: choice.isText ? .text([]) : .typed(type, jsonArray: "[]"))
            })
    }

    private func place(
        _ column: String, _ reader: ParquetReader, _ part: JoinedColumns.Part
    ) throws(TableError) -> Int {
        if let place = reader.schema.index(of: column) { return place }
        throw TableError(category: .malformed, detail: "\(part.path) has no column \"\(column)\"")
    }

    private static func changed(_ part: JoinedColumns.Part) -> TableError {
        TableError(category: .malformed, detail: "\(part.path) changed during the run")
    }

    var rowGroupCount: Int { own.rowGroupCount }
    var firstRow: Int { own.firstRow }
    var rowCount: Int { own.rowCount }
    var fractionRead: Double { own.fractionRead }
    var misfits: [String: Int] { own.misfits }
    var repaired: [String: Int] { own.repaired.filter { $0.key != Self.keyName } }
}
