// One table, or a part of it, into figures.

internal import DatasetFolder
internal import Inspection
internal import Tables

/// Reads tables and counts their rows. One thread at a time.
final class TableCounting {
    private static let batchRows = 8192

    private let listing: DatasetListing
    private let readsEXIF: Set<Int>
    private var counting: RowCounting
    private(set) var unreadable: [String] = []
    private(set) var hasCaptions = false
    private(set) var hasHashes = false
    private(set) var hasFetchColumns = false
    private(set) var hasEXIF = false

    /// - Parameter readsEXIF: places of the shards whose EXIF is read.
    init(_ listing: DatasetListing, readsEXIF: Set<Int>, limits: RowTally.Limits) {
        self.listing = listing
        self.readsEXIF = readsEXIF
        counting = RowCounting(limits)
    }

    /// Counts rows; a table that cannot be read is noted, with the rows before the damage counted.
    func read(_ work: TableWork, _ retried: inout RetriedRows) {
        let shard = listing.shards[work.shard]
        guard let path = shard.metadata else { return }
        do throws(TableError) {
            try read(work, path, shard, &retried)
        } catch {
            unreadable.append("\(path): \(error.detail)")
        }
    }

    private func read(
        _ work: TableWork, _ path: String, _ shard: DatasetListing.Shard, _ retried: inout RetriedRows
    ) throws(TableError) {
        let reader = try ParquetReader(path: path)
        let columns = try ReportColumns(
            reader.schema, hasErrorClasses: listing.hasErrorClasses(shard), readsEXIF: readsEXIF.contains(work.shard),
            readsKeys: retried.isNeeded)
        hasCaptions = hasCaptions || columns.hasCaption
        hasHashes = hasHashes || columns.hasHash
        hasFetchColumns = hasFetchColumns || columns.hasFetchColumns
        hasEXIF = hasEXIF || columns.hasEXIF
        guard !reader.rowGroupRows.isEmpty else { return }
        let groups = work.groups ?? reader.rowGroupRows.indices
        var left = reader.rowGroupRows[groups].reduce(0, +)
        var row = work.firstRow
        let hasRowKeys = listing.keysAreRows(shard)
        try reader.start(atRowGroup: groups.lowerBound, batchRows: Self.batchRows, columns: columns.choices)
        while left > 0, var batch = try reader.next() {
            // A batch may have rows of the group behind the last.
            if batch.rowCount > left { batch = batch.slice(from: 0, count: left) }
            let cells = RowCells(batch)
            let place = Place(shard: work.shard, row: row)
            if retried.isNeeded {
                counting.add(cells, from: place, columns) { row, isSuccess in
                    let identity = (hasRowKeys ? cells.urls : cells.keys)?.string(row) ?? ""
                    return retried.counts(identity, isSuccess: isSuccess, in: shard)
                }
            } else {
                counting.add(cells, from: place, columns) { _, _ in true }
            }
            row += batch.rowCount
            left -= batch.rowCount
        }
    }

    /// What was found, with equal hashes joined on this thread.
    struct Result: Sendable {
        var tally: RowTally
        let unreadable: [String]
        let hasCaptions, hasHashes, hasFetchColumns, hasEXIF: Bool

        func add(to figures: inout DatasetFigures) {
            figures.rows.merge(tally)
            figures.unreadable += unreadable
            figures.hasCaptions = figures.hasCaptions || hasCaptions
            figures.hasHashes = figures.hasHashes || hasHashes
            figures.hasFetchColumns = figures.hasFetchColumns || hasFetchColumns
            figures.hasEXIF = figures.hasEXIF || hasEXIF
        }
    }

    /// Call once, at the end.
    func result() -> Result {
        var tally = counting.take()
        tally.contents.join()
        tally.texts.join()
        return Result(
            tally: tally, unreadable: unreadable, hasCaptions: hasCaptions, hasHashes: hasHashes,
            hasFetchColumns: hasFetchColumns, hasEXIF: hasEXIF)
    }
}
