// Which rows of a run later retries have: their images must not come into the run's own shards as well.

package import DatasetFolder
package import DatasetModel
internal import ShardFormats
internal import Tables

/// Finds the rows that a shard must leave out when it is written again after a retry.
package enum RetriedKeys {
    private static let batchRows = 4096

    /// The keys of all rows of a run that finished shards of retries hold, or that a retry under way will hold.
    ///
    /// Empty without reading a table unless a shard of the run is missing that was there when the run was complete.
    /// - Parameters:
    ///   - run: its place in the history.
    ///   - finished: shards that are done.
    /// - Throws: `unreadable` when a table or list cannot be read.
    package static func keys(
        ofRun run: Int, in folder: DatasetFolder, history: RunHistory, finished: Set<ShardID>
    ) throws(RetryError) -> Set<String> {
        let retries = history.runs.indices.filter { history.runs[$0].retry?.takenRuns.contains(run) ?? false }
        let begun = history.runs[run]
        guard !retries.isEmpty, let end = begun.end,
            (begun.firstShard.number..<max(begun.firstShard.number, end.number))
                .contains(where: { !finished.contains(ShardID($0)) })
        else { return [] }
        var keys: Set<String> = []
        do throws(ShardError) {
            let listing = try DatasetListing(path: folder.path)
            for index in retries {
                let numbers = history.shards(ofRun: index)
                for shard in listing.shards where numbers.contains(shard.id.number) && finished.contains(shard.id) {
                    if let table = shard.metadata { try addKeys(of: table, to: &keys) }
                }
                guard history.runs[index].end == nil, let retry = history.runs[index].retry else { continue }
                for list in try folder.retryLists(retry.number) { try addKeys(of: list, to: &keys) }
            }
        } catch {
            // No shard at all is no shard of a retry.
            guard error.category == .noShards else { throw RetryError(.unreadable, error.description) }
        }
        return keys
    }

    private static func addKeys(of path: String, to keys: inout Set<String>) throws(ShardError) {
        do throws(TableError) {
            let reader = try ParquetReader(path: path)
            // In a list the keys stand last, in a table there is one column of this name.
            guard !reader.rowGroupRows.isEmpty,
                let column = reader.schema.fields.lastIndex(where: { $0.name == FailedRows.keyColumn })
            else { return }
            try reader.start(
                atRowGroup: 0, batchRows: batchRows,
                columns: [ColumnChoice(column: column, name: FailedRows.keyColumn, isText: true)])
            while let batch = try reader.next() {
                guard let texts = batch.text(FailedRows.keyColumn) else { continue }
                for row in 0..<batch.rowCount { if let key = texts.string(row) { keys.insert(key) } }
            }
        } catch {
            throw ShardError(.io, "\(path): \(error.detail)", hint: "see what is whole: img2shards verify")
        }
    }
}
