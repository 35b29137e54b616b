// A shard that an earlier start left open, checked: what of it is kept.

package import DatasetModel

/// The kept part of an open shard: of its last part, where it has several.
package struct LeftShard: Sendable {
    package let header: JournalHeader
    /// The settled rows, in list order.
    package let records: [SampleRecord]
    /// The samples whose bytes are whole, in the order in which they were written.
    package let stored: [StoredRow]
    /// The same, for the writer.
    package let kept: KeptSamples
    /// End of the journal's last whole record.
    package let journalBytes: Int
    /// Whether the journal has samples in the data file after `kept`, which are lost.
    package let isCut: Bool

    /// Which part of the shard this is.
    package internal(set) var part = 0
    /// Parts that take no more rows and were not finished yet, by number.
    package internal(set) var fullParts: [LeftShard] = []
    /// Rows that other parts have, finished ones included.
    package internal(set) var elsewhere = RowSet()

    package var id: ShardID { header.plan.id }

    /// This part and the full ones.
    package var openParts: [LeftShard] { fullParts + [self] }

    /// Whether the shard has other parts.
    package var hasParts: Bool { part > 0 }

    /// Rows of the shard that are settled.
    package var settledCount: Int { records.count + elsewhere.count }

    /// Whether every row is settled: nothing is to be fetched, the shard is only to be finished.
    package var isComplete: Bool { settledCount == header.plan.rowCount }

    /// The rows of the shard that are settled.
    package var settledRows: RowSet {
        var rows = elsewhere
        for record in records { rows.insert(record.index) }
        return rows
    }

    init(
        header: JournalHeader, records: [SampleRecord], stored: [StoredRow], kept: KeptSamples, journalBytes: Int,
        isCut: Bool
    ) {
        self.header = header
        self.records = records
        self.stored = stored
        self.kept = kept
        self.journalBytes = journalBytes
        self.isCut = isCut
    }

    /// Rows with an image.
    package var sampleCount: Int { records.count { $0.outcome.status == .success } }

    /// Whether this is about the rows of `plan`. A list may have moved to another folder.
    package func matches(_ plan: ShardPlan) -> Bool {
        header.plan == JournalHeader.plan(plan)
    }

    /// Of the rows that the shard was begun with.
    package var rowsDigest: RowsDigest { header.rows }
}

extension JournalHeader {
    /// A plan as a journal has it: the list's file by its name alone.
    package static func plan(_ plan: ShardPlan) -> ShardPlan {
        ShardPlan(
            id: plan.id, file: plan.file.split(separator: "/").last.map(String.init) ?? plan.file,
            firstRow: plan.firstRow, rowCount: plan.rowCount)
    }
}
