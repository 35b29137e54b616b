// What earlier starts left of shards that have parts, put together shard by shard.

internal import DatasetModel

/// Collects the parts of shards. A plain value: no files, no clock.
package struct LeftParts {
    private struct Parts {
        var finished: [Int: (header: JournalHeader, rows: RowSet)] = [:]
        var open: [LeftShard] = []
    }

    private var parts: [ShardID: Parts] = [:]

    /// Adds a finished part, as recorded in its journal.
    mutating func addFinished(_ part: (header: JournalHeader, rows: RowSet), part number: Int) {
        parts[part.header.plan.id, default: Parts()].finished[number] = part
    }

    /// Adds a part that is not done.
    mutating func addOpen(_ shard: LeftShard) { parts[shard.id, default: Parts()].open.append(shard) }

    /// The finished parts of a shard.
    func finished(of id: ShardID) -> Set<Int> { Set(parts[id]?.finished.keys.map { $0 } ?? []) }

    /// One for each shard: its last open part, which knows of all others. Where all parts are done that were begun,
    /// it is one without rows.
    var shards: [LeftShard] {
        parts.sorted { $0.key < $1.key }.compactMap { _, parts in
            var full = parts.open.sorted { $0.part < $1.part }
            let lastFinished = parts.finished.keys.max()
            var last: LeftShard
            if let open = full.last, open.part > lastFinished ?? -1 {
                last = open
                full.removeLast()
            } else if let lastFinished, let header = parts.finished[lastFinished]?.header {
                last = LeftShard(
                    header: header, records: [], stored: [], kept: .none, journalBytes: 0, isCut: false)
                last.part = lastFinished + 1
            } else {
                return nil
            }
            for part in parts.finished.values { last.elsewhere.formUnion(part.rows) }
            for part in full { last.elsewhere.formUnion(part.settledRows) }
            last.fullParts = full
            return last
        }
    }
}
