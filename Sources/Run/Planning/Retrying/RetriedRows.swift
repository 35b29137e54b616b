// Which rows of a run later retries have: their images must not come into the run's own shards as well.

package import DatasetFolder
package import DatasetModel
package import Hashing
internal import ShardFormats
internal import Tables

/// Finds the rows that a shard must leave out when it is written again after a retry.
package enum RetriedRows {
    private static let batchRows = 4096

    /// All rows of a run, as `RowIdentity` recognises them, that finished shards of retries hold, or that a retry under way will hold.
    ///
    /// Empty without reading a table unless a shard of the run is missing that was there when the run was complete.
    /// - Parameters:
    ///   - run: its place in the history.
    ///   - finished: shards that are done.
    ///   - dataset: what has the tables of the shards, if one is needed.
    /// - Throws: `unreadable` when a table or list cannot be read.
    package static func rows(
        ofRun run: Int, in folder: DatasetFolder, history: RunHistory, finished: Set<ShardID>,
        dataset: () throws(ShardError) -> TypedDataset
    ) throws(RetryError) -> Set<RowKey> {
        let retries = history.runs.indices.filter { history.runs[$0].retry?.takenRuns.contains(run) ?? false }
        let begun = history.runs[run]
        guard !retries.isEmpty, let end = begun.end,
            (begun.firstShard.number..<max(begun.firstShard.number, end.number))
                .contains(where: { !finished.contains(ShardID($0)) })
        else { return [] }
        let identity = RowIdentity(begun.identity)
        var rows: Set<RowKey> = []
        do throws(ShardError) {
            let listing = try DatasetListing(dataset())
            for index in retries {
                let numbers = history.shards(ofRun: index)
                for shard in listing.shards where numbers.contains(shard.id.number) && finished.contains(shard.id) {
                    if let table = shard.metadata { try addRows(of: table, listing.dataset, identity, to: &rows) }
                }
                guard history.runs[index].end == nil, let retry = history.runs[index].retry else { continue }
                for list in try folder.retryLists(retry.number) {
                    try addRows(of: list, listing.dataset, identity, to: &rows)
                }
            }
        } catch {
            // No shard at all is no shard of a retry.
            guard error.category == .noShards else { throw RetryError(.unreadable, error.description) }
        }
        return rows
    }

    private static func addRows(
        of path: String, _ dataset: TypedDataset, _ identity: RowIdentity, to rows: inout Set<RowKey>
    ) throws(ShardError) {
        do throws(TableError) {
            let reader = try ParquetReader(path: path)
            // In a list the keys stand last, in a table there is one column of this name.
            guard !reader.rowGroupRows.isEmpty,
                let keyColumn = reader.schema.fields.lastIndex(where: { $0.name == FailedRows.keyColumn }),
                let urlColumn = reader.schema.index(of: FailedRows.urlColumn)
            else { return }
            try reader.start(
                atRowGroup: 0, batchRows: batchRows,
                columns: [
                    ColumnChoice(column: keyColumn, name: FailedRows.keyColumn, isText: true),
                    ColumnChoice(column: urlColumn, name: FailedRows.urlColumn, isText: true),
                ])
            while let batch = try reader.next() {
                guard let keys = batch.text(FailedRows.keyColumn) else { continue }
                let urls = batch.text(FailedRows.urlColumn)
                for row in 0..<batch.rowCount {
                    if let key = keys.string(row) { rows.insert(identity.of(key: key, url: urls?.string(row))) }
                }
            }
        } catch {
            throw ShardError(.io, "\(path): \(error.detail)", hint: "see what is whole: \(dataset.command("verify"))")
        }
    }
}
