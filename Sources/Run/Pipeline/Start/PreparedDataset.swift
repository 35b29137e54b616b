// The output folder before the first fetch: ours alone, checked against what lies there, cleaned up.

internal import DatasetFolder
internal import DatasetModel
internal import Hashing
internal import Imaging
internal import Planning
internal import Reporting
internal import ShardFormats
internal import URLLists

/// A folder that is ready to be written to, and what earlier starts left in it.
struct PreparedDataset: Sendable {
    let folder: DatasetFolder
    let settings: ShardSettings
    /// The numbers that shards of the run that is under way may have.
    let shards: Range<Int>
    let finished: Set<ShardID>
    /// The run's place in the dataset's history.
    private let runIndex: Int
    /// Whether a later run tried failed rows of this dataset again.
    let wasRetried: Bool
    /// Where the run's list ends; nil if no start has read it to the end.
    let listEnd: ListEnd?
    /// `--image-size`, for the summary of a run with several.
    let sizePixels: Int
    /// Names the run in the journals of its shards.
    let run: RunFingerprint
    /// Open shards to be resumed.
    let left: LeftShards
    let earlier: EarlierStarts
    /// Shards with stats whose files are not whole: their stats say nothing.
    private let unsound: Set<ShardID>
    /// Finished shards that the dataset's place does not have yet.
    let staged: [WaitingShard]
    /// The run's options as they are recorded.
    private let identity: RunIdentity
    /// By what rows are recognised among `retriedRows`.
    var rowIdentity: RowIdentity { RowIdentity(identity) }
    /// Rows that a retry has: they stay failed in shards that are written again. Empty if nothing was repaired.
    let retriedRows: Set<RowKey>
    /// Where samples are noted whose image crashed its decoder.
    var crashesPath: String { folder.crashesPath }
    /// The same of other workers.
    var otherCrashesPaths: [String] { folder.otherCrashesPaths }

    /// Refuses to mix two datasets, keeps what is whole of open shards and removes the rest.
    ///
    /// - Parameters:
    ///   - folder: locked, of `size`.
    ///   - policy: what the start does, which is not always what was asked for.
    ///   - embedding: what models make of each image; nil without.
    /// A worker's share is of `plan`; then the folder is one that it shares.
    init(
        _ plan: DownloadPlan, _ size: OutputSize, folder: DatasetFolder, policy: ResumePolicy,
        embedding: EmbeddingLayout?
    ) throws(ShardError) {
        self.folder = folder
        sizePixels = size.pixels
        identity = size.identity
        var settings = ShardSettings(
            format: plan.output, keyFormat: plan.keys, imageExtension: plan.images.encodeFormat.rawValue,
            columns: plan.list.columns, hasCaptions: plan.list.columns.contains("caption"),
            includesEXIF: plan.extractsEXIF, hashName: plan.hash?.rawValue, hasFetchColumns: plan.addsExtraColumns,
            hasBucketColumn: plan.images.buckets != nil,
            // 1970: a time that is the same in every run.
            fixedModificationTime: plan.output.order == .input ? 0 : nil, sync: plan.sync,
            writesJSON: plan.layout.writesJSON, writesCaptions: plan.layout.writesCaptionFiles,
            keyColumn: plan.retry == nil && plan.reshaped == nil ? plan.layout.keyColumn : RetryFlags.keyColumn,
            usesImageStruct: plan.layout.usesImageStruct, maximumShardBytes: plan.layout.maximumShardBytes,
            renumbersKeys: (plan.retry != nil || plan.reshaped != nil) && plan.layout.keyStyle != nil)
        settings.embedding = embedding
        self.settings = settings
        let start =
            if let share = plan.share {
                try DatasetStart(
                    joining: folder, identity: size.identity, format: settings.format, keyFormat: settings.keyFormat,
                    share: share.contains)
            } else {
                try DatasetStart(
                    folder, identity: size.identity, policy: policy, settings: settings, retry: plan.retry)
            }
        unsound = Set(start.scan.leftoverShards)
        shards = start.shards
        runIndex = start.runIndex
        wasRetried = plan.retry == nil && start.history.runs.contains { $0.retry != nil }
        let begun = start.history.runs[start.runIndex]
        listEnd =
            begun.end.map { ListEnd(firstShard: begun.firstShard, end: $0, selection: begun.selection) }
            ?? folder.listEnd(ofRunAt: begun.firstShard)
        finished = start.scan.finished
        run = start.run
        left = LeftShards(start.left)
        staged = try folder.stagedShards(format: plan.output).map { WaitingShard(shard: $0, folder: folder) }
        earlier = EarlierStarts(start.scan.totals, left: start.left.flatMap(\.openParts).map(KeptRows.init))
        do {
            retriedRows =
                plan.retry == nil
                ? try RetriedRows.rows(
                    ofRun: start.runIndex, in: folder, history: start.history, finished: start.scan.finished,
                    dataset: { () throws(ShardError) in
                        try plan.store?.mirror(of: size) ?? TypedDataset(path: folder.path)
                    }) : []
        } catch {
            throw ShardError(.io, error.message)
        }
    }

    /// Whether a shard has all its final names, as of now.
    ///
    /// - Parameter isSure: whether the dataset's place is asked for this one shard now.
    func isDone(_ id: ShardID, isSure: Bool = true) throws(ShardError) -> Bool {
        if finished.contains(id) { return true }
        if isSure, try folder.placeHas(id, format: settings.format, keyFormat: settings.keyFormat) { return true }
        return try folder.isDone(
            id, format: settings.format, keyFormat: settings.keyFormat,
            isDoubted: settings.maximumShardBytes != nil || unsound.contains(id))
    }

    /// What is left of a shard that this worker has taken.
    func takeTakenShard(_ id: ShardID) throws(ShardError) -> LeftShard? {
        try folder.takeTakenShard(
            id, of: run, format: settings.format, keyFormat: settings.keyFormat,
            hasParts: settings.maximumShardBytes != nil)
    }

    /// Forgets the run where it has written nothing.
    func forgetRun() throws(ShardError) { try folder.forgetRun(runIndex, shards: shards) }

    /// Records where the list ends.
    func record(end: ShardID, selection: SelectionTally?) throws(ShardError) {
        try folder.write(ListEnd(firstShard: ShardID(shards.lowerBound), end: end, selection: selection))
    }

    /// Records that all rows of the list are settled.
    ///
    /// - Parameter end: behind the list's last shard.
    func recordComplete(end: ShardID, selection: SelectionTally?) throws(ShardError) {
        try folder.recordComplete(run: runIndex, end: end, selection: selection)
    }
}
