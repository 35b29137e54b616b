// How many rows of a list are wanted.

package import DatasetModel
internal import RowSelection
internal import Tables

/// Asks after all rows of a list, reading nothing but the columns it asks for.
package struct SelectionCounter {
    /// What a count comes to.
    package struct Counts: Sendable {
        package let tally: SelectionTally
        /// Of the wanted rows, how many meet each of `FilterCondition.sizes`; empty if the list has no sizes.
        package let sizes: [Int]
    }

    private let list: URLList

    /// - Parameter list: made with `countsOnly`.
    package init(_ list: URLList) { self.list = list }

    package func counts() throws(URLListError) -> Counts {
        let sizes = TallySelector(list.sizeFilters)
        let stage = list.selection.makeStage(with: list.sizeFilters.isEmpty ? [] : [sizes])
        stage.listBegins(rowCount: list.totalRows)
        for (place, file) in list.files.enumerated() where !stage.isExhausted {
            do throws(TableError) { try count(file, at: place, stage) } catch {
                throw URLListError(error, path: file.path)
            }
        }
        var tally = stage.tally
        if !list.sizeFilters.isEmpty { tally.removals.removeLast() }
        return Counts(tally: tally, sizes: sizes.counts)
    }

    /// Rows decided on together.
    private static let batchRows = 16_384

    private func count(_ file: URLListFile, at place: Int, _ stage: SelectionStage) throws(TableError) {
        var next = RowPlace(file: place, row: 0)
        let source: any RowSource
        if let format = URLListFile.rowFormat(of: file.format) {
            guard !file.selectorChoices.isEmpty else { return try countUnread(file, at: place, stage) }
            source = try RowFileSource(file, choices: file.selectorChoices, format: format)
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
            guard let rows = try source.take(Self.batchRows) else { return }
            // Where nothing is chosen a row that is broken stays one of the dataset's.
            _ = try stage.decide(on: rows.batch, broken: list.isSelected ? rows.broken : [:], at: next)
            next.row += rows.batch.rowCount
        }
    }

    /// Counts the rows of a text list of which no column is asked for.
    private func countUnread(_ file: URLListFile, at place: Int, _ stage: SelectionStage) throws(TableError) {
        var next = RowPlace(file: place, row: 0)
        guard let format = URLListFile.rowFormat(of: file.format) else { return }
        let source = try RowFileSource(file, choices: [], format: format)
        while !stage.isExhausted {
            let rows = try source.skip(Self.batchRows)
            if rows == 0 { return }
            _ = try stage.decide(on: ColumnBatch(rowCount: rows, columns: []), at: next)
            next.row += rows
        }
    }
}
