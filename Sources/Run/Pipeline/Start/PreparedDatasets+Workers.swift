// The end of one of several processes that write to the same folders.

package import DatasetFolder
package import DatasetModel
package import Planning
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
    /// - Returns: the shards of all workers; nil for a run of its own.
    package func finishIfLast(end: ShardID, selection: SelectionTally?) throws(ShardError) -> WorkersDataset? {
        guard let worker else { return nil }
        return try worker.alone { () throws(ShardError) in
            for dataset in sizes { try dataset.record(end: end, selection: selection) }
            var missing: Set<Int> = []
            for dataset in sizes { missing.formUnion(try dataset.missingShards(before: end)) }
            let shards = self.shards.lowerBound..<max(self.shards.lowerBound, end.number)
            guard missing.isEmpty else { return WorkersDataset(shards: shards, missing: missing) }
            // What others have sent is listed, too.
            for dataset in sizes where dataset.settings.format.indices.contains(.wids) {
                try dataset.folder.adoptPlaced(replaces: false)
            }
            try writeIndices()
            try recordComplete(end: end, selection: selection)
            return WorkersDataset(shards: shards, missing: [])
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

    /// Behind the last shard of the list, where a start has read it to its end.
    package var knownEnd: ShardID? { sizes.first?.listEnd?.end }

    /// The number of the run's first shard.
    package var firstShard: Int { shards.lowerBound }

    /// Whether all shards of this worker's share were done when this start began.
    package func wereDone(before end: ShardID) -> Bool { workerShards?.wereDone(before: end) ?? false }

    /// Into how many parts workers of the dataset divide it, as far as they have left leases.
    package var worldSizes: Set<Int> {
        // What cannot be read now is in the last lines of the run.
        worker.flatMap { try? $0.worldSizes() } ?? []
    }

    /// Gives this worker's leases back, so that others need not wait for them, and removes what it no longer needs.
    ///
    /// - Parameter isComplete: whether the dataset is: then nothing of any worker that has ended is needed.
    package func endWorker(isComplete: Bool) {
        guard let worker else { return }
        worker.end()
        // What cannot be removed now stays; nothing depends on it.
        // The first size has the leases of all.
        for dataset in sizes.reversed() { dataset.folder.forgetWorkers(isComplete: isComplete) }
    }
}

extension PreparedDataset {
    /// The shards of the run before `end` that are not done.
    fileprivate func missingShards(before end: ShardID) throws(ShardError) -> [Int] {
        try folder.missingShards(
            of: shards.lowerBound..<max(shards.lowerBound, end.number), format: settings.format,
            keyFormat: settings.keyFormat, hasParts: settings.maximumShardBytes != nil)
    }
}
