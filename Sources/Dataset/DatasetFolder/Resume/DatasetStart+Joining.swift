// The start of one of several processes in a folder: what others make is left alone.

package import DatasetModel

extension DatasetStart {
    /// Compares and records, and removes nothing: what lies in the folder may be another worker's. What is left of a
    /// shard is looked at when its lease is taken. Call it while no other worker starts.
    ///
    /// - Parameter share: the shards that this worker may make; those of others are not looked at.
    /// - Throws: as the start of a run of its own.
    package init(
        joining folder: DatasetFolder, identity: RunIdentity, format: some FolderFormat, keyFormat: KeyFormat,
        share: (ShardID) -> Bool
    ) throws(ShardError) {
        try folder.completeRemoval()
        let recorded = try RunHistory.read(from: folder)
        let policy = ResumePolicy.incremental
        var ownShards = 0..<Int.max
        if let recorded, let index = RunHistory.index(in: recorded, policy: policy, retry: nil) {
            ownShards = recorded.shards(ofRun: index)
        }
        let scan = try ResumeScan(folder, format: format, keyFormat: keyFormat, totalsOf: ownShards) {
            // Without a record everything that is there decides whose folder it is.
            recorded == nil || share($0)
        }
        let history = try RunHistory.start(
            identity, policy: policy, after: recorded, highest: scan.highest, dataset: folder.name)
        let index = RunHistory.index(in: recorded, policy: policy, retry: nil) ?? history.runs.count - 1
        if recorded == nil && scan.finished.isEmpty, let file = scan.leftovers.first {
            throw ShardError.foreign(
                file, in: folder.name,
                hint: "choose another --output-folder, or replace what is there: --incremental-mode overwrite")
        }
        guard scan.gone.isEmpty else { throw ShardError.gone(scan.gone, from: folder.name) }
        if history != recorded || folder.lacksPlacedRecord { try history.write(to: folder) }
        self.init(
            history: history, scan: scan, run: try RunFingerprint(history.runs[index]), left: [], runIndex: index,
            shards: history.shards(ofRun: index))
    }
}
