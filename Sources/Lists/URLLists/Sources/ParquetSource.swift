// The rows of a parquet file.

internal import Tables

/// Streams a parquet file by row groups; those that hold skipped rows only are never read.
final class ParquetSource: RowSource {
    /// Rows decoded at once.
    private static let maximumBatchRows = 16_384

    private let reader: ParquetReader
    private let choices: [ColumnChoice]
    private let batchRows: Int
    /// The row groups in which a row may be wanted; nil where all may.
    private let wantedGroups: RowGroupChoice?
    /// First row of each row group, and behind the last the number of rows.
    private let groupStarts: [Int]
    /// The next row to give.
    private var position: Int
    /// Behind the last row to give.
    private let end: Int
    /// The row the stream gives next; nil before it was started.
    private var streamPosition: Int?
    /// The batch that holds the row at `position`, or ends before it, and its first row.
    private var pending: (batch: ColumnBatch, start: Int)?

    /// - Parameters:
    ///   - choices: the columns that are read.
    ///   - group: the row group whose rows are given; nil for all.
    ///   - wantedGroups: the row groups in which a row may be wanted; nil where all may.
    init(
        _ file: URLListFile, choices: [ColumnChoice], rowsPerShard: Int, group: Int? = nil,
        wantedGroups: RowGroupChoice? = nil
    ) throws(TableError) {
        reader = try .of(file.path, file.stored)
        self.choices = choices
        self.wantedGroups = wantedGroups?.count == reader.rowGroupRows.count ? wantedGroups : nil
        batchRows = min(rowsPerShard, Self.maximumBatchRows)
        var starts = [0]
        for rows in reader.rowGroupRows { starts.append(starts[starts.count - 1] + rows) }
        groupStarts = starts
        position = group.map { $0 < starts.count ? starts[$0] : 0 } ?? 0
        end = group.map { $0 + 1 < starts.count ? starts[$0 + 1] : 0 } ?? starts[starts.count - 1]
        firstRow = position
        guard file.rowCount == starts[starts.count - 1] else {
            throw TableError(category: .changed, detail: "the file changed during the run")
        }
    }

    var rowGroupCount: Int { groupStarts.count - 1 }

    /// Place in the file of the first row that is given.
    let firstRow: Int

    var rowCount: Int { end - firstRow }

    func skip(_ count: Int) throws(TableError) -> Int {
        let skipped = min(count, end - position)
        position += skipped
        return skipped
    }

    func passOver() -> PassedOver {
        var passed = PassedOver()
        guard let wantedGroups else { return passed }
        while position < end, let condition = wantedGroups.condition(excluding: group) {
            let behind = groupStarts[group + 1]
            passed.rowGroups += 1
            passed.rows += behind - position
            passed.excluded[condition, default: 0] += behind - position
            position = behind
        }
        return passed
    }

    /// Rows up to the next row group that is not wanted.
    private var rowsToUnwanted: Int {
        guard let wantedGroups, position < end else { return end - position }
        let next = wantedGroups.firstUnwanted(from: group)
        return min(end, groupStarts[next]) - position
    }

    func take(_ count: Int) throws(TableError) -> RowFileReader.Rows? {
        var missing = min(count, rowsToUnwanted)
        guard missing > 0 else { return nil }
        var parts: [ColumnBatch] = []
        while missing > 0 {
            let (batch, start) = try batchAtPosition()
            let from = position - start
            let taken = min(missing, batch.rowCount - from)
            parts.append(from == 0 && taken == batch.rowCount ? batch : batch.slice(from: from, count: taken))
            position += taken
            missing -= taken
        }
        return RowFileReader.Rows(batch: try ColumnBatch.concatenate(parts), broken: [:])
    }

    private func batchAtPosition() throws(TableError) -> (batch: ColumnBatch, start: Int) {
        while true {
            if let pending, position < pending.start + pending.batch.rowCount { return pending }
            pending = nil
            let start = try startedStream()
            guard let batch = try reader.next() else {
                throw TableError(category: .malformed, detail: "the file has fewer rows than its footer says")
            }
            streamPosition = start + batch.rowCount
            pending = (batch, start)
        }
    }

    /// The row group `position` lies in.
    private var group: Int {
        var low = 0
        var high = groupStarts.count - 1
        // The last group that begins at or before the position: empty groups before it hold no row.
        while low + 1 < high {
            let middle = (low + high) / 2
            if groupStarts[middle] <= position { low = middle } else { high = middle }
        }
        return low
    }

    /// Puts the stream at or before `position`, into the same row group, and says where it stands.
    private func startedStream() throws(TableError) -> Int {
        let group = group
        if let streamPosition, streamPosition >= groupStarts[group] { return streamPosition }
        try reader.start(atRowGroup: group, batchRows: batchRows, columns: choices)
        streamPosition = groupStarts[group]
        return groupStarts[group]
    }

    var fractionRead: Double { Double(position - firstRow) / Double(max(1, end - firstRow)) }
    var misfits: [String: Int] { [:] }
    var repaired: [String: Int] { reader.repaired }
}
