// The records of an open shard's journal, as values.

package import DatasetModel

/// One record of a journal.
package enum JournalEntry: Sendable {
    /// A row was settled; `stored` is nil for a failure, and for a format that keeps nothing.
    case settled(SampleRecord, stored: StoredSample?)
    /// The data file was cut here: samples that ended behind this are not there any more.
    case cut(endOffset: Int)
}

/// A journal's first record: which rows it is about.
package struct JournalHeader: Hashable, Sendable {
    package let plan: ShardPlan
    /// Of the run's record: a journal of another run says nothing.
    package let run: RunFingerprint
    /// Seconds since 1970 when the shard's first row was begun.
    package let startTime: Double
    /// Of the list's rows: the list may have been edited without a change of its size.
    package let rows: RowsDigest

    package init(plan: ShardPlan, run: RunFingerprint, startTime: Double, rows: RowsDigest) {
        self.plan = plan
        self.run = run
        self.rows = rows
        self.startTime = startTime
    }
}
