// What of a shard is in a part of it, where the others are in other parts.

internal import DatasetFolder
internal import DatasetModel
internal import Tables

extension OpenShard {
    /// The rows of the list that are in this part.
    func rows(of records: [SampleRecord]) throws(ShardError) -> ColumnBatch {
        guard records.count < rows.rowCount else { return rows }
        var runs: [ColumnBatch] = []
        var next = 0
        while next < records.count {
            let first = next
            while next + 1 < records.count, records[next + 1].index == records[next].index + 1 { next += 1 }
            next += 1
            runs.append(rows.slice(from: records[first].index, count: next - first))
        }
        do {
            return try ColumnBatch.concatenate(runs.isEmpty ? [rows.slice(from: 0, count: 0)] : runs)
        } catch {
            throw ShardError(.table, "the rows of shard \(plan.id.number) cannot be put together: \(error.detail)")
        }
    }

    /// The samples by the places of their rows in the part's table: that is how `verify` finds their checksums.
    func samplesByPlace(_ records: [SampleRecord]) -> [StoredRow] {
        guard records.count < rows.rowCount else { return data.samples }
        var places: [Int: Int] = [:]
        for (place, record) in records.enumerated() { places[record.index] = place }
        return data.samples.compactMap { stored in
            places[stored.row].map { StoredRow(row: $0, sample: stored.sample) }
        }
    }

    /// Bytes of a row's columns from the list, as JSON.
    func metadataBytes(of row: Int) throws(ShardError) -> Int {
        var count = 0
        try pages.withMembers(of: row) { count = $0.count }
        return count
    }
}
