// The rows of a file that a plan says are wanted.

internal import Tables

/// Gives the kept rows of a file as if it had no others. Shards that are skipped cost nothing but the way to the next
/// row: a parquet file is opened at its row group.
final class PlannedRows: RowSource {
    /// Kept rows of a window that were read.
    private struct Held {
        let window: ListPlan.Window
        /// The first of them among the kept rows of the file.
        let firstRank: Int
        let rows: ColumnBatch
    }

    private let rows: any RowSource
    private let plan: ListPlan
    private let file: Int
    /// The rows that `rows` gives, as places in the file.
    private let range: Range<Int>
    /// The next kept row to give, among those of the file.
    private var rank: Int
    private let firstRank: Int
    private let endRank: Int
    /// Place of `rows` in the file.
    private var position: Int
    private var held: Held?

    /// - Parameters:
    ///   - rows: gives the dataset's columns.
    ///   - file: place of the file in the list.
    ///   - range: the rows that `rows` gives, as places in the file.
    init(_ rows: any RowSource, plan: ListPlan, file: Int, range: Range<Int>) throws(TableError) {
        self.rows = rows
        self.plan = plan
        self.file = file
        self.range = range
        position = range.lowerBound
        guard let first = plan.rank(ofRow: range.lowerBound, inFile: file),
            let end = plan.rank(ofRow: range.upperBound, inFile: file), first <= end
        else { throw Self.damaged(plan) }
        (rank, firstRank, endRank) = (first, first, end)
    }

    func skip(_ count: Int) throws(TableError) -> Int {
        let skipped = min(count, endRank - rank)
        rank += skipped
        return skipped
    }

    func take(_ count: Int) throws(TableError) -> RowFileReader.Rows? {
        var parts: [ColumnBatch] = []
        var missing = min(count, endRank - rank)
        guard missing > 0 else { return nil }
        while missing > 0 {
            let held = try heldRows()
            let start = rank - held.firstRank
            let more = min(missing, held.rows.rowCount - start)
            guard more > 0 else { throw Self.damaged(plan) }
            parts.append(more == held.rows.rowCount ? held.rows : held.rows.slice(from: start, count: more))
            rank += more
            missing -= more
        }
        return RowFileReader.Rows(batch: try ColumnBatch.concatenate(parts), broken: [:])
    }

    /// The window with the next row.
    private func heldRows() throws(TableError) -> Held {
        if let held, rank < held.firstRank + held.rows.rowCount { return held }
        guard let window = plan.window(ofFile: file, rank: rank), let mask = plan.mask(of: window, inFile: file) else {
            throw Self.damaged(plan)
        }
        let start = max(window.firstRow, range.lowerBound)
        let end = min(window.firstRow + window.rows, range.upperBound)
        guard start < end, position <= start else { throw Self.damaged(plan) }
        let own = Array(mask[(start - window.firstRow)..<(end - window.firstRow)])
        let before = mask[..<(start - window.firstRow)].reduce(0) { $0 + Int($1) }
        let held = Held(
            window: window, firstRank: window.keptBefore + before, rows: try read(start..<end).filtered(by: own))
        self.held = held
        return held
    }

    private func read(_ wanted: Range<Int>) throws(TableError) -> ColumnBatch {
        guard try skipRows(wanted.lowerBound - position) else { throw Self.changed }
        var parts: [ColumnBatch] = []
        var missing = wanted.count
        while missing > 0 {
            guard let found = try rows.take(missing), found.batch.rowCount > 0 else { throw Self.changed }
            parts.append(found.batch)
            missing -= found.batch.rowCount
        }
        position = wanted.upperBound
        return try ColumnBatch.concatenate(parts)
    }

    private func skipRows(_ count: Int) throws(TableError) -> Bool {
        var left = count
        while left > 0 {
            let skipped = try rows.skip(left)
            if skipped == 0 { return false }
            left -= skipped
        }
        return true
    }

    private static let changed = TableError(
        category: .changed, detail: "the file has fewer rows than when the plan was made")

    private static func damaged(_ plan: ListPlan) -> TableError {
        TableError(category: .malformed, detail: "the plan \(plan.path) is damaged")
    }

    var fractionRead: Double { Double(rank - firstRank) / Double(max(1, endRank - firstRank)) }
    var misfits: [String: Int] { rows.misfits }
    var repaired: [String: Int] { rows.repaired }
    var hasJunk: Bool { rows.hasJunk }
}
