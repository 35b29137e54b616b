// From a dataset's tables to the list of what is fetched again.

package import DatasetFolder
internal import DatasetModel
internal import Hashing
package import Reporting
internal import ShardFormats
internal import Tables

/// Looks through the metadata of a dataset for rows that failed and did not succeed in a retry.
///
/// Held in memory are one batch of rows, and the keys of all rows that were tried again before.
package struct RetryScan {
    /// Kinds of columns a dataset's tables may have: each has a file of its own, open until the end.
    private static let mostFiles = 256

    private let listing: DatasetListing
    private let history: RunHistory
    private let choice: FailureChoice

    /// - Parameter dataset: its path is a folder.
    package init(_ dataset: TypedDataset, history: RunHistory, choice: FailureChoice) throws(RetryError) {
        do {
            listing = try DatasetListing(dataset)
        } catch {
            throw RetryError(error)
        }
        self.history = history
        self.choice = choice
    }

    /// Writes the rows of a group to files in `folder`, which is empty.
    ///
    /// - Returns: rows written; without any, no file is there.
    package func write(_ group: RetryGroup, to folder: String) throws(RetryError) -> Int {
        // Whether a row that was tried again is to be tried once more. The newest outcome is that of the last retry.
        let identity = RowIdentity(group.identity)
        var isTaken: [RowKey: Bool] = [:]
        for run in group.retries(in: history) {
            for path in tables(of: run) {
                try rows(path, group).forEachOutcome { key, url, outcome in
                    let row = identity.of(key: key, url: url)
                    switch outcome {
                    case .succeeded: isTaken[row] = false
                    case .failed(let sign): isTaken[row] = choice.takes(sign)
                    }
                }
            }
        }
        // Two rows of one key cannot be in one list: the second is left for the next retry.
        var keys: Set<String> = []
        var files: [ColumnSchema: RetryListFile] = [:]
        var count = 0
        for run in group.runs {
            for path in tables(of: run) {
                let chooses = { (key: String, url: String?, sign: FailureSign) in
                    guard isTaken[identity.of(key: key, url: url)] ?? choice.takes(sign) else { return false }
                    return group.identity.keysArePlaced || group.identity.keysAreRows || keys.insert(key).inserted
                }
                try rows(path, group).forEachChosen(chooses) { batch throws(TableError) in
                    let file: RetryListFile
                    if let open = files[batch.schema] {
                        file = open
                    } else {
                        guard files.count < Self.mostFiles else {
                            throw TableError(category: .unsupported, detail: "too many kinds of tables in one dataset")
                        }
                        file = try RetryListFile(
                            path: "\(folder)/rows-\(files.count).parquet", schema: batch.schema)
                        files[batch.schema] = file
                    }
                    try file.append(batch)
                    count += batch.rowCount
                }
            }
        }
        for file in files.values {
            do {
                try file.finish()
            } catch {
                throw RetryError(.unwritable, error.detail)
            }
        }
        return count
    }

    /// The metadata of a run's finished shards, in the order of their numbers.
    private func tables(of run: Int) -> [String] {
        let numbers = history.shards(ofRun: run)
        return listing.shards.compactMap { shard in
            numbers.contains(shard.id.number) && shard.stats != nil ? shard.metadata : nil
        }
    }

    private func rows(_ path: String, _ group: RetryGroup) -> FailedRows {
        FailedRows(
            path: path, dataset: listing.dataset, columns: group.identity.columns,
            hasErrorClasses: group.hasErrorClasses)
    }

    /// Shards of complete runs that are not there any more: `verify --repair` takes broken ones out.
    package var missingShards: [Int] {
        let finished = Set(listing.shards.lazy.filter { $0.stats != nil }.map(\.id.number))
        return history.runs.flatMap { run -> [Int] in
            guard run.retry == nil, let end = run.end?.number, end > run.firstShard.number else { return [] }
            return (run.firstShard.number..<end).filter { !finished.contains($0) }
        }
    }

    /// Whether there is any metadata at all: `dummy` writes none.
    package var hasMetadata: Bool { listing.shards.contains { $0.metadata != nil } }
}
