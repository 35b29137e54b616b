// What the entries of a journal add up to.

package import DatasetModel

/// The rows of an open shard as recorded in its journal. A plain value: no files, no clock.
package struct JournaledRows {
    let header: JournalHeader
    private let layout: DataLayout
    private var records: [Int: SampleRecord] = [:]
    /// Samples in the order in which they were written; in a data file they lie without gaps.
    private(set) var stored: [StoredRow] = []

    package init(_ header: JournalHeader, layout: DataLayout) {
        self.header = header
        self.layout = layout
    }

    /// Where the last sample ends in the data file; 0 where there is none.
    package var endOffset: Int { layout == .file ? stored.last?.sample.endOffset ?? 0 : 0 }

    /// The settled rows, in list order.
    package var settled: [SampleRecord] { records.values.sorted { $0.index < $1.index } }

    /// Takes an entry.
    ///
    /// - Returns: false when it contradicts the entries before it: then the journal ends before it.
    package mutating func add(_ entry: JournalEntry) -> Bool {
        switch entry {
        case .cut(let endOffset):
            guard layout == .file else { return false }
            let whole = stored.lastIndex { $0.sample.endOffset <= endOffset }.map { $0 + 1 } ?? 0
            drop(stored[whole...])
            return self.endOffset == endOffset
        case .settled(let record, let sample):
            guard record.index < header.plan.rowCount else { return false }
            let isStored = record.outcome.status == .success && layout != .none
            guard isStored == (sample != nil) else { return false }
            if records[record.index] != nil {
                // Files of their own can be lost one by one; then their row comes once more, and this one counts.
                guard layout == .folder else { return false }
                drop(stored.filter { $0.row == record.index }[...])
            }
            if let sample {
                guard sample.offset == endOffset, sample.byteCount > 0 else { return false }
                stored.append(StoredRow(row: record.index, sample: sample))
            }
            records[record.index] = record
            return true
        }
    }

    /// Takes stored samples back: their rows are not settled any more.
    mutating func drop(_ lost: ArraySlice<StoredRow>) {
        guard !lost.isEmpty else { return }
        let rows = Set(lost.map(\.row))
        for row in rows { records[row] = nil }
        stored.removeAll { rows.contains($0.row) }
    }
}
