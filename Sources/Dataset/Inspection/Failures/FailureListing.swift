// `inspect --failed`: the rows of a dataset that have no image.

package import DatasetFolder
package import Reporting
internal import ShardFormats

/// Finds failed rows. Nothing is changed, and nothing is locked.
///
/// A row that was tried again is listed by its newest outcome, as `inspect` counts it. Held in memory are one batch of rows,
/// and the keys of the rows that were tried again.
package struct FailureListing {
    private let listing: DatasetListing
    private let history: RunHistory?
    private let choice: FailureChoice?

    /// - Parameters:
    ///   - dataset: its path is a dataset's folder, or one of its shards.
    ///   - choice: which failures; nil for all.
    /// - Throws: `noDataset`, also for a dataset without tables.
    package init(_ dataset: TypedDataset, choice: FailureChoice?) throws(InspectionError) {
        do {
            listing = try DatasetListing(dataset)
        } catch {
            throw InspectionError(.noDataset, error.description)
        }
        guard listing.shards.contains(where: { $0.metadata != nil }) else {
            throw InspectionError(
                .noDataset,
                """
                \(dataset.name) has no metadata tables (--output-format dummy writes none), so no failed row is recorded
                  failures by kind: \(dataset.command("inspect"))
                """)
        }
        self.choice = choice
        // Of one shard all rows count. Without a record that can be read, nothing was tried again.
        history = listing.folder == listing.path ? try? RunHistory.read(dataset: dataset.path) : nil
    }

    /// Gives `body` every failed row.
    ///
    /// - Returns: why tables could not be read; their rows are missing, or some of them.
    /// - Throws: what `body` throws.
    package func forEach(_ body: (FailedRow) throws -> Void) throws -> [String] {
        var retried = RetriedRows(history)
        var unreadable: [String] = []
        let shards = retried.isNeeded ? retried.ordered(listing.shards) : listing.shards
        for shard in shards where shard.stats != nil {
            let hasRowKeys = listing.keysAreRows(shard)
            do {
                try FailureReader(shard: shard, hasErrorClasses: listing.hasErrorClasses(shard)).forEach(
                    asksOfAll: retried.isNeeded,
                    where: { outcome in
                        if retried.isNeeded {
                            let row = (hasRowKeys ? outcome.url : outcome.key) ?? ""
                            guard retried.counts(row, isSuccess: outcome.sign == nil, in: shard) else { return false }
                        }
                        return outcome.sign.map { choice?.takes($0) ?? true } ?? false
                    }, body)
            } catch let error as InspectionError {
                unreadable.append(error.message)
            }
        }
        return unreadable
    }
}
