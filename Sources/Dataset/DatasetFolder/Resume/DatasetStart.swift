// From a folder as it was found to a folder in which a run can begin.

package import DatasetModel

/// What a run resumes from.
package struct DatasetStart: Sendable {
    /// Recorded in the folder already.
    package let history: RunHistory
    /// What is done; its leftovers are removed already.
    package let scan: ResumeScan
    /// Names the run in the journals of its shards.
    package let run: RunFingerprint
    /// Open shards to be resumed, by number.
    package let left: [LeftShard]
    /// Place of this run in the history.
    package let runIndex: Int
    /// The numbers its shards may have; the list's rows are planned from the first.
    package let shards: Range<Int>

    init(
        history: RunHistory, scan: ResumeScan, run: RunFingerprint, left: [LeftShard], runIndex: Int,
        shards: Range<Int>
    ) {
        self.history = history
        self.scan = scan
        self.run = run
        self.left = left
        self.runIndex = runIndex
        self.shards = shards
    }

    /// Compares, cleans and records, in the order in which nothing is lost: nothing is removed before it is sure
    /// that the run may resume.
    ///
    /// - Parameter retry: set for a run that fetches failed rows again; its policy is incremental.
    /// - Throws: `identityDiffers`, `damagedState`, `foreignFiles`; `diskFull`, `permission`, `io`.
    package init(
        _ folder: DatasetFolder, identity: RunIdentity, policy: ResumePolicy, format: some FolderFormat,
        keyFormat: KeyFormat, retry: RunHistory.Retry? = nil
    ) throws(ShardError) {
        if policy == .overwrite {
            try folder.removeDataset(shardIDWidth: keyFormat.shardIDWidth, dataSuffix: format.dataSuffix)
        }
        try folder.completeRemoval()
        let recorded = try RunHistory.read(from: folder)
        // A run that begins after everything that is there owns none of it.
        var ownShards = recorded == nil && policy != .extend ? 0..<Int.max : Int.max..<Int.max
        if let recorded, let index = RunHistory.index(in: recorded, policy: policy, retry: retry) {
            ownShards = recorded.shards(ofRun: index)
        }
        let scan = try ResumeScan(
            folder, format: format, keyFormat: keyFormat, totalsOf: ownShards)
        let history = try RunHistory.start(
            identity, policy: policy, after: recorded, highest: scan.highest, dataset: folder.name, retry: retry)
        let runIndex = RunHistory.index(in: recorded, policy: policy, retry: retry) ?? history.runs.count - 1
        let shards = history.shards(ofRun: runIndex)
        // A folder without our record and without one finished shard is not ours to clean.
        if recorded == nil && scan.finished.isEmpty, let file = scan.leftovers.first {
            throw ShardError.foreign(
                file, in: folder.name,
                hint: "choose another --output-folder, or replace what is there: --incremental-mode overwrite")
        }
        guard scan.gone.isEmpty else {
            throw folder.place == nil
                ? ShardError.gone(scan.gone, from: folder.name) : ShardError.gone(scan.gone, fromPlaceOf: folder)
        }
        let run = try RunFingerprint(history.runs[runIndex])
        if folder.worker == nil { try folder.takeOverWorkers() }
        // A shard that was killed between its data and its stats is open again; so this comes before the cleaning.
        left = try folder.takeLeftShards(
            of: run, format: format, keyFormat: keyFormat, finished: scan.finished, finishedParts: scan.finishedParts,
            keepsFrom: shards.upperBound)
        // What a later run left belongs to that run.
        try folder.removeFiles(scan.leftovers.filter { ShardFileName.number(in: $0) < shards.upperBound })
        try history.write(to: folder)
        self.history = history
        self.scan = scan
        self.run = run
        self.runIndex = runIndex
        self.shards = shards
    }
}
