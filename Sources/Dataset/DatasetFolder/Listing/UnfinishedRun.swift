// A run that has not come to its end, as those say it who look at its dataset.

internal import Files
internal import Ground

/// What the newest run of a dataset has left open.
package struct UnfinishedRun: Hashable, Sendable {
    /// The command that made it: `download`, `reshape` or `retry`.
    package let command: String
    package let openShards: Int
    /// Rows of them that are settled.
    package let openRows: Int
    /// Whether it is, or was, one of several workers.
    package let hasWorkers: Bool

    /// What it is and what to do, as a sentence without a full stop.
    ///
    /// - Parameter dataset: the run's.
    package func words(_ dataset: TypedDataset) -> String {
        var open = ""
        if openShards > 0 {
            open = " (\(openShards.counted("open shard")) with \(openRows.counted("finished row")))"
        }
        let run = command == "retry" ? "retry" : "run"
        let more = hasWorkers ? "; what is missing: \(dataset.command("finish"))" : ""
        return "its \(run) is not complete\(open); start the same \(command) command again\(more)"
    }
}

extension DatasetListing {
    /// The newest run, where it is not complete; nil as well where nothing is recorded, and for one shard.
    package var unfinishedRun: UnfinishedRun? {
        guard isWhole, bucketOf == nil, let run = runs.last, run.end == nil else { return nil }
        let open = DatasetFolder.openRows(dataset: folder)
        return UnfinishedRun(
            command: run.retry != nil ? "retry" : run.identity.sets(.reshape) ? "reshape" : "download",
            openShards: open.shards,
            openRows: open.rows,
            hasWorkers: [DatasetWorker.workersName, DatasetWorker.claimsName].contains {
                FileStatus(folder + "/" + DatasetFolder.stateName + "/" + $0) != nil
            })
    }
}
