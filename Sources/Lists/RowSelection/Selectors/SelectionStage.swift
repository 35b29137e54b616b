// All ways of choosing rows, one after another, and the count of what they took out.

package import DatasetModel
package import Tables

/// The selectors of a run. Used by one thread at a time; lives over all files of a list.
package final class SelectionStage {
    private let selectors: [any RowSelector]
    package private(set) var tally: SelectionTally

    /// - Parameter selectors: in the order in which rows are asked after.
    package init(_ selectors: [any RowSelector]) {
        self.selectors = selectors
        var tally = SelectionTally()
        tally.removals = selectors.map { SelectionTally.Removal(name: $0.name, rows: 0) }
        self.tally = tally
    }

    /// Asked before rows are decided on; false ends the reading, and what was read last is not the whole of a shard.
    package var goesOn: () -> Bool = { true }
    private var isStopped = false

    /// Whether no later row can be kept, or reading is to end.
    package var isExhausted: Bool { isStopped || selectors.contains { $0.isExhausted } }

    /// Passes to the selectors how many rows the list has, before the first of them; nil if that is not known.
    package func listBegins(rowCount: Int?) {
        for selector in selectors { selector.listBegins(rowCount: rowCount) }
    }

    /// Decides on the next rows of the list. Rows that are broken are not wanted, as nothing is known of them.
    ///
    /// - Parameter place: of the first row.
    package func decide(
        on batch: ColumnBatch, broken: [Int: String] = [:], at place: RowPlace = RowPlace(file: 0, row: 0)
    ) throws(TableError) -> RowMask {
        if !goesOn() { isStopped = true }
        var mask = RowMask(rowCount: batch.rowCount)
        for row in broken.keys { mask.clear(row) }
        var kept = batch.rowCount - broken.count
        tally.rowsRead += batch.rowCount
        tally.brokenRows += broken.count
        for (number, selector) in selectors.enumerated() where kept > 0 {
            selector.rowsBegin(at: place)
            try selector.select(batch, &mask)
            let left = mask.keptCount
            tally.removals[number].rows += kept - left
            tally.removals[number].likelyMistakes = selector.likelyMistakes
            kept = left
        }
        tally.rowsKept += kept
        return mask
    }

    /// Notes that of all rows that were kept only so many are given, because of the selector of that name.
    package func gave(rows: Int, because name: String) {
        let left = tally.rowsKept - rows
        tally.rowsKept = rows
        if let number = tally.removals.firstIndex(where: { $0.name == name }) { tally.removals[number].rows += left }
    }

    /// Notes the row groups of a file that is begun.
    package func began(rowGroups: Int) { tally.rowGroups += rowGroups }

    /// Notes row groups that are not read.
    ///
    /// - Parameter excluded: their rows, by the condition that none of them meets: its place among the filter's parts.
    package func passedOver(rowGroups: Int, rows: Int, excluded: [Int: Int] = [:]) {
        tally.rowGroupsSkipped += rowGroups
        tally.rowsSkipped += rows
        for (condition, rows) in excluded {
            tally.removals[condition].rowsUnread = (tally.removals[condition].rowsUnread ?? 0) + rows
        }
    }
}
