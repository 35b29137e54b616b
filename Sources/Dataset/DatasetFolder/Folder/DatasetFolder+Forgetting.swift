// Forgetting a run that came to nothing: the next start may then have other options.

internal import DatasetModel
internal import Files

extension DatasetFolder {
    /// Takes a run out of the record, if it is the last and nothing of it was written.
    ///
    /// - Parameters:
    ///   - index: the run's place in the history.
    ///   - shards: the numbers its shards may have.
    package func forgetRun(_ index: Int, shards: Range<Int>) throws(ShardError) {
        guard let history = try RunHistory.read(from: self), index == history.runs.count - 1 else { return }
        for name in try shardNames() + names(in: openPath) {
            if let file = ShardFileName(name, formats), shards.contains(file.shard.number) { return }
        }
        guard try names(in: openPath).isEmpty else { return }
        if let shorter = history.withoutLast {
            try shorter.write(to: self)
        } else {
            try removePlacedRecord()
            try asShardError(Durable.removeFile(runPath))
        }
        // The record comes first: a retry without its list could not be continued.
        if history.runs[index].retry != nil { try removeRetryFolders() }
    }
}
