// One pass over a list that decides about every row.

internal import RowSelection
internal import Tables

/// Asks after all rows of a list, in the list's order.
struct SelectionPass {
    /// Rows decided on together.
    private static let batchRows = 16_384

    let list: URLList
    let stage: SelectionStage
    /// Whether broken rows of text lists are looked for, as a download does: then all its columns are read.
    let findsBrokenRows: Bool

    /// - Parameters:
    ///   - decided: called with the choice of some rows and the first one's place, in order.
    ///   - ended: called after each file with the rows that it had, as far as they were looked at.
    func run(
        decided: (RowMask, RowPlace) throws -> Void, ended: (URLListFile, Int) throws -> Void
    ) throws {
        stage.listBegins(rowCount: list.totalRows)
        for (place, file) in list.files.enumerated() {
            var rows = 0
            if !stage.isExhausted {
                do {
                    rows = try run(file, at: place, decided)
                } catch let error as TableError {
                    throw URLListError(error, path: file.path)
                }
            }
            try ended(file, rows)
        }
    }

    private func run(_ file: URLListFile, at place: Int, _ decided: (RowMask, RowPlace) throws -> Void) throws -> Int {
        var next = RowPlace(file: place, row: 0)
        let source: any RowSource
        if let format = URLListFile.rowFormat(of: file.format) {
            let choices = findsBrokenRows ? file.allChoices : file.selectorChoices
            guard !choices.isEmpty else { return try runUnread(file, format, at: place, decided) }
            source = try RowFileSource(file, choices: choices, format: format)
        } else {
            let parquet = try file.parquetSource(
                file.selectorChoices, rowsPerShard: Self.batchRows, wantedGroups: file.wantedGroups)
            stage.began(rowGroups: parquet.rowGroupCount)
            source = parquet
        }
        while !stage.isExhausted {
            let passed = source.passOver()
            stage.passedOver(rowGroups: passed.rowGroups, rows: passed.rows, excluded: passed.excluded)
            next.row += passed.rows
            guard let rows = try source.take(Self.batchRows) else { break }
            // Where nothing is chosen a row that is broken stays one of the dataset's.
            let mask = try stage.decide(on: rows.batch, broken: list.isSelected ? rows.broken : [:], at: next)
            try decided(mask, next)
            next.row += rows.batch.rowCount
        }
        return next.row
    }

    /// Counts the rows of a text list of which no column is asked for.
    private func runUnread(
        _ file: URLListFile, _ format: RowFileFormat, at place: Int, _ decided: (RowMask, RowPlace) throws -> Void
    ) throws -> Int {
        var next = RowPlace(file: place, row: 0)
        let source = try RowFileSource(file, choices: [], format: format)
        while !stage.isExhausted {
            let rows = try source.skip(Self.batchRows)
            if rows == 0 { break }
            try decided(stage.decide(on: ColumnBatch(rowCount: rows, columns: []), at: next), next)
            next.row += rows
        }
        return next.row
    }
}
