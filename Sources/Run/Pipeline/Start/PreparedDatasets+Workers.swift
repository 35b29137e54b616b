// The end of one of several processes that write to the same folders.

package import DatasetFolder
package import DatasetModel
internal import ShardFormats

extension PreparedDatasets {
    /// Runs `body` while no other worker looks at the dataset as a whole.
    func alone<R>(_ body: () throws(ShardError) -> R) throws(ShardError) -> R {
        guard let worker else { return try body() }
        return try worker.alone(body)
    }

    /// Completes the dataset if the shards of all workers are done: the indices of all shards, and the record that the run
    /// is complete. Only one worker does it at a time; done again it changes nothing.
    ///
    /// - Parameter end: behind the list's last shard.
    /// - Returns: whether the dataset is complete.
    package func finishIfLast(end: ShardID, selection: SelectionTally?) throws(ShardError) -> Bool {
        guard let worker else { return false }
        return try worker.alone { () throws(ShardError) in
            for dataset in sizes { try dataset.record(end: end, selection: selection) }
            for dataset in sizes where try !dataset.hasAllShards(before: end) { return false }
            // What others have sent is listed, too.
            for dataset in sizes where dataset.settings.format.indices.contains(.wids) {
                try dataset.folder.adoptPlaced(replaces: false)
            }
            try writeIndices()
            try recordComplete(end: end, selection: selection)
            return true
        }
    }

    /// Where the list ends, if that is known and all shards of this worker's share were done when it started: then the
    /// list need not be read. Nil for a run of its own.
    var endOfDoneShare: ListEnd? {
        guard let workerShards, let end = sizes.first?.listEnd, workerShards.wereDone(before: end.end) else {
            return nil
        }
        return end
    }

    /// What lies among the workers' leases and is none, since the last call.
    package func takeWorkerNotices() -> [String] { worker?.leases.takeOddities() ?? [] }

    /// Gives this worker's leases back, so that others need not wait for them, and removes what it no longer needs.
    ///
    /// - Parameter isComplete: whether the dataset is: then nothing of any worker that has ended is needed.
    package func endWorker(isComplete: Bool) {
        guard let worker else { return }
        worker.end()
        // What cannot be removed now stays; nothing depends on it.
        for dataset in sizes { dataset.folder.forgetWorkers(isComplete: isComplete) }
    }
}

extension PreparedDataset {
    /// Whether all shards of the run before `end` are done.
    fileprivate func hasAllShards(before end: ShardID) throws(ShardError) -> Bool {
        try folder.hasAllShards(
            shards.lowerBound..<max(shards.lowerBound, end.number), format: settings.format,
            keyFormat: settings.keyFormat, hasParts: settings.maximumShardBytes != nil)
    }
}
