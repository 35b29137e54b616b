// The rows of a file that are wanted.

internal import RowSelection
internal import Tables

/// Asks a stage about the rows of a file, and gives those that are kept, as if the file had no others.
///
/// Rows that are skipped were asked after like all others: what selectors remember does not depend on which shards are
/// done already. Of parquet files the columns that rows are chosen by are read for themselves, those of the dataset only
/// where rows are given.
final class SelectedSource: RowSource {
    /// Rows decided on together.
    static let windowRows = 16_384

    /// Rows that were decided on, and of which not all were given yet.
    private struct Window {
        let mask: RowMask
        /// The first of its rows in the file.
        let start: Int
        let kept: Int
        /// Kept rows that were given or skipped.
        var given = 0
        /// What the dataset takes of its rows; nil where that was not read yet.
        var own: ColumnBatch?
        /// The kept rows of `own`, once they were asked for.
        var filtered: ColumnBatch?
    }

    private let stage: SelectionStage
    /// Gives what selectors read; where `rows` is nil what the dataset takes, too, in the first columns.
    private let scout: any RowSource
    private let rows: (any RowSource)?
    private let ownColumnCount: Int
    /// Place of the file in the list.
    private let file: Int
    private var window: Window?
    /// Place of the scout in the file.
    private var scoutPosition = 0
    /// Place of `rows` in the file.
    private var rowsPosition = 0

    /// - Parameters:
    ///   - scout: gives the columns that selectors read.
    ///   - rows: gives the dataset's columns of the same file; nil where the scout's first columns are these.
    ///   - ownColumnCount: how many of the scout's columns those are.
    ///   - file: place of the file in the list.
    ///   - firstRow: place in the file of the first row that the sources give.
    init(
        _ stage: SelectionStage, scout: any RowSource, rows: (any RowSource)?, ownColumnCount: Int, file: Int,
        firstRow: Int = 0
    ) {
        self.stage = stage
        self.scout = scout
        self.rows = rows
        self.ownColumnCount = ownColumnCount
        self.file = file
        scoutPosition = firstRow
        rowsPosition = firstRow
    }

    func skip(_ count: Int) throws(TableError) -> Int {
        var skipped = 0
        while skipped < count, var window = try windowWithRows() {
            let more = min(count - skipped, window.kept - window.given)
            window.given += more
            skipped += more
            self.window = window
        }
        return skipped
    }

    func take(_ count: Int) throws(TableError) -> RowFileReader.Rows? {
        var parts: [ColumnBatch] = []
        var missing = count
        while missing > 0, var window = try windowWithRows() {
            let batch = try filtered(&window)
            let more = min(missing, window.kept - window.given)
            parts.append(more == batch.rowCount ? batch : batch.slice(from: window.given, count: more))
            window.given += more
            missing -= more
            self.window = window
        }
        guard !parts.isEmpty else { return nil }
        return RowFileReader.Rows(batch: try ColumnBatch.concatenate(parts), broken: [:])
    }

    /// The window with the next kept row; nil at the end of the file, or where no further row can be kept.
    private func windowWithRows() throws(TableError) -> Window? {
        while true {
            if let window, window.given < window.kept { return window }
            window = nil
            guard !stage.isExhausted else { return nil }
            let passed = scout.passOver()
            stage.passedOver(rowGroups: passed.rowGroups, rows: passed.rows, excluded: passed.excluded)
            scoutPosition += passed.rows
            guard let found = try scout.take(Self.windowRows) else { return nil }
            let mask = try stage.decide(
                on: found.batch, broken: found.broken, at: RowPlace(file: file, row: scoutPosition))
            window = Window(
                mask: mask, start: scoutPosition, kept: mask.keptCount, own: rows == nil ? found.batch : nil)
            scoutPosition += found.batch.rowCount
        }
    }

    private func filtered(_ window: inout Window) throws(TableError) -> ColumnBatch {
        if let filtered = window.filtered { return filtered }
        let own: ColumnBatch
        if let batch = window.own {
            own = try batch.firstColumns(ownColumnCount)
        } else {
            own = try rowsOf(window)
        }
        let filtered = try own.filtered(by: window.mask.bytes)
        window.own = nil
        window.filtered = filtered
        return filtered
    }

    /// Reads the dataset's columns of the window's rows.
    private func rowsOf(_ window: Window) throws(TableError) -> ColumnBatch {
        let count = window.mask.bytes.count
        if let rows, try rows.skip(window.start - rowsPosition) == window.start - rowsPosition,
            let found = try rows.take(count), found.batch.rowCount == count
        {
            rowsPosition = window.start + count
            return found.batch
        }
        throw TableError(category: .changed, detail: "the file changed during the run")
    }

    var fractionRead: Double { stage.isExhausted ? 1 : scout.fractionRead }
    var misfits: [String: Int] { scout.misfits }
    var repaired: [String: Int] { (rows ?? scout).repaired }
    var hasJunk: Bool { scout.hasJunk }
}
