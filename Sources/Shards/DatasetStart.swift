// From a folder as it was found to a folder in which a run can begin.

package import DatasetModel

/// What a run goes on from.
package struct DatasetStart: Sendable {
    /// Recorded in the folder already.
    package let history: RunHistory
    /// What is done; its leftovers are removed already.
    package let scan: ResumeScan
    /// Names the run in the journals of its shards.
    package let run: RunFingerprint
    /// Open shards that are gone on with, by number.
    package let left: [LeftShard]

    /// First shard of this run; the list's rows are planned from here.
    package var firstShard: ShardID { history.firstShard }

    /// Compares, cleans and records, in the order in which nothing is lost: nothing is removed before it is sure
    /// that the run may go on.
    ///
    /// - Throws: `identityDiffers`, `damagedState`, `foreignFiles`; `diskFull`, `permission`, `io`.
    package init(
        _ folder: DatasetFolder, identity: RunIdentity, policy: ResumePolicy, settings: ShardSettings
    ) throws(ShardError) {
        if policy == .overwrite { try folder.removeDataset(shardIDWidth: settings.keyFormat.shardIDWidth) }
        let recorded = try RunHistory.read(from: folder)
        // A run that extends begins after everything that is there: none of it is its own.
        let ownShards = policy == .extend ? ShardID(Int.max) : recorded?.firstShard ?? ShardID(0)
        let scan = try ResumeScan(
            folder, format: settings.format, keyFormat: settings.keyFormat, totalsFrom: ownShards)
        let history = try RunHistory.start(
            identity, policy: policy, after: recorded, highest: scan.highest, dataset: folder.name)
        // A folder without our record and without one finished shard is not ours to clean.
        if recorded == nil && scan.finished.isEmpty, let file = scan.leftovers.first {
            throw ShardError(
                .foreignFiles,
                "\(folder.name) holds \(file), named as a shard's file, but no record of a run that made it",
                hint: "choose another --output-folder, or replace what is there: --incremental-mode overwrite")
        }
        let run = try RunFingerprint(history.runs.last)
        // A shard that was killed between its data and its stats is open again; so this comes before the cleaning.
        left = try folder.takeLeftShards(of: run, settings: settings, finished: scan.finished)
        try folder.removeFiles(scan.leftovers)
        try history.write(to: folder)
        self.history = history
        self.scan = scan
        self.run = run
    }
}
