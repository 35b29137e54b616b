// What the entries of a journal add up to.

internal import DatasetModel

/// The rows of an open shard as its journal tells them. A plain value: no files, no clock.
struct JournaledRows {
    let header: JournalHeader
    /// Whether samples lie one behind the other in a data file.
    private let hasData: Bool
    private var records: [Int: SampleRecord] = [:]
    /// Samples in the order of the data file, without gaps.
    private(set) var stored: [StoredSample] = []
    /// The row of each of `stored`.
    private var rowsOfStored: [Int] = []

    init(_ header: JournalHeader, hasData: Bool) {
        self.header = header
        self.hasData = hasData
    }

    /// Where the last sample ends in the data file.
    var endOffset: Int { stored.last?.endOffset ?? 0 }

    /// Where the sample of each row lies in the data file.
    var places: [Int: Range<Int>] {
        Dictionary(
            zip(rowsOfStored, stored.map { $0.offset..<$0.endOffset }), uniquingKeysWith: { first, _ in first })
    }

    /// The settled rows, in list order.
    var settled: [SampleRecord] { records.values.sorted { $0.index < $1.index } }

    /// Takes an entry.
    ///
    /// - Returns: false when it contradicts the entries before it: then the journal ends before it.
    mutating func add(_ entry: JournalEntry) -> Bool {
        switch entry {
        case .cut(let endOffset):
            keepStored(stored.lastIndex { $0.endOffset <= endOffset }.map { $0 + 1 } ?? 0)
            return self.endOffset == endOffset
        case .settled(let record, let sample):
            guard record.index < header.plan.rowCount, records[record.index] == nil else { return false }
            let isStored = record.outcome.status == .success && hasData
            guard isStored == (sample != nil) else { return false }
            if let sample {
                guard sample.offset == endOffset, sample.byteCount > 0 else { return false }
                stored.append(sample)
                rowsOfStored.append(record.index)
            }
            records[record.index] = record
            return true
        }
    }

    /// Keeps the first `count` stored samples; the rows of the others are not settled any more.
    mutating func keepStored(_ count: Int) {
        for row in rowsOfStored.dropFirst(count) { records[row] = nil }
        rowsOfStored.removeLast(rowsOfStored.count - min(count, rowsOfStored.count))
        stored.removeLast(stored.count - rowsOfStored.count)
    }
}
