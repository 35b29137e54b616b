// The output folders before the first fetch: one dataset, or one for each size.

package import DatasetFolder
package import DatasetModel
internal import Hashing
package import Planning
package import Reporting
internal import ShardFormats
internal import URLLists

/// What a run writes to: datasets that differ in the size of their images only, and what earlier starts left in them.
package struct PreparedDatasets: Sendable {
    /// One for each size, smallest first; a run has one at least.
    let sizes: [PreparedDataset]
    /// As typed, for messages.
    let name: String
    /// The numbers that shards of the run that is under way may have.
    let shards: Range<Int>
    /// Shards that are done in all sizes.
    let finished: Set<ShardID>
    /// The shards of this one of several processes; nil for a run of its own.
    let workerShards: WorkerShards?
    let worker: DatasetWorker?
    package let earlier: EarlierStarts
    package let journal: DecodeJournal

    /// Whether `extend` was given and its own unfinished run is resumed.
    package let goesOnWithExtension: Bool

    /// Those of the first, which are those of all but for the folder.
    var settings: ShardSettings { sizes[0].settings }
    /// Whether no other run can write to any of the folders.
    package var isLocked: Bool { sizes.allSatisfy(\.folder.isLocked) }
    /// Whether a later run tried failed rows of one of them again.
    package var wasRetried: Bool { sizes.contains(where: \.wasRetried) }

    /// Locks all folders and refuses to mix two datasets before it changes anything in one of them.
    ///
    /// - Parameters:
    ///   - held: the folder of a run with one size, where it is locked already.
    ///   - embedding: what the plan's models make of each image; nil without models.
    ///   - goesOn: asked while a worker waits for its name; false ends that.
    package init(
        _ plan: DownloadPlan, held: DatasetFolder? = nil, embedding: EmbeddingLayout? = nil,
        goesOn: @escaping @Sendable () -> Bool = { true }
    ) throws(ShardError) {
        name = plan.outputFolder
        if plan.sizes.count == 1 {
            try Self.refuseSizes(in: plan)
        } else {
            try Self.refuseDataset(in: plan)
        }
        let folders = try Self.folders(plan, held: held, goesOn: goesOn)
        worker = folders[0].worker
        let turn = try worker?.turn()
        defer { turn?.end() }
        for folder in folders {
            try folder.adoptPlaced(replaces: plan.resumePolicy == .overwrite)
            if let worker { try Self.dropOthers(folder, worker, plan.output) }
        }
        for folder in folders { try folder.completeRemoval() }
        let policy = try Self.policy(plan, folders)
        goesOnWithExtension = plan.resumePolicy == .extend && policy == .incremental
        if plan.sizes.count > 1 {
            var firsts: [Int] = []
            for (folder, size) in zip(folders, plan.sizes) {
                firsts.append(
                    try DatasetStart.firstShard(
                        in: folder, identity: size.identity, policy: policy, keyFormat: plan.keys,
                        format: plan.output))
            }
            try Self.checkAlike(firsts, plan)
        }
        var sizes: [PreparedDataset] = []
        for (folder, size) in zip(folders, plan.sizes) {
            sizes.append(try PreparedDataset(plan, size, folder: folder, policy: policy, embedding: embedding))
        }
        self.sizes = sizes
        shards = sizes.dropFirst().reduce(sizes[0].shards) { $0.clamped(to: $1.shards) }
        let finished = sizes.dropFirst().reduce(sizes[0].finished) { $0.intersection($1.finished) }
        earlier = sizes.count == 1 ? sizes[0].earlier : try Self.earlier(sizes, finished: finished, own: shards)
        self.finished = finished
        workerShards =
            if let worker, let share = plan.share {
                WorkerShards(worker, share: share, datasets: sizes, shards: shards, finished: finished)
            } else { nil }
        journal = DecodeJournal(paths: sizes.map(\.crashesPath) + sizes.flatMap(\.otherCrashesPaths))
    }

    /// What the start does: the same in all sizes.
    private static func policy(_ plan: DownloadPlan, _ folders: [DatasetFolder]) throws(ShardError) -> ResumePolicy {
        // What is overwritten may be damaged. A retry takes what its dataset records.
        guard plan.resumePolicy != .overwrite, plan.retry == nil, plan.share == nil else { return plan.resumePolicy }
        var policies: [ResumePolicy] = []
        for (folder, size) in zip(folders, plan.sizes) {
            let history = try RunHistory.read(from: folder)
            policies.append(
                RunHistory.policy(
                    plan.resumePolicy, size.identity, after: history, dataset: folder.path, formats: folder.formats))
        }
        // Nothing is replaced in one size while another one has rows.
        let others = Set(policies).subtracting([plan.resumePolicy])
        guard let other = others.first, other == .incremental || policies.allSatisfy({ $0 == other }) else {
            return plan.resumePolicy
        }
        return other
    }

    /// What an earlier start left of a shard in each size; each is handed out once.
    ///
    /// - Returns: nil if another worker has just finished it.
    func take(_ id: ShardID) throws(ShardError) -> [FoundShard]? {
        if let workerShards { return try workerShards.open(id) }
        return sizes.map { dataset in
            if dataset.finished.contains(id) { return .finished }
            return dataset.left.take(id).map { .open($0) } ?? .nothing
        }
    }

    /// By what rows are recognised that a retry has: the sizes have one list.
    var rowIdentity: RowIdentity { sizes[0].rowIdentity }

    /// Whether a retry has rows of shards that are written again.
    var hasRetried: Bool { sizes.contains { !$0.retriedRows.isEmpty } }

    /// Whether a retry has a row in all of `missing`.
    func haveRetried(_ row: RowKey, in missing: SizeSet) -> Bool {
        missing.places.allSatisfy { sizes[$0].retriedRows.contains(row) }
    }

    /// Records that all rows of the list are settled.
    ///
    /// - Parameter end: behind the list's last shard.
    package func recordComplete(end: ShardID, selection: SelectionTally?) throws(ShardError) {
        for dataset in sizes { try dataset.recordComplete(end: end, selection: selection) }
    }

    /// Forgets the run where it has written nothing, so that the next start may have other options.
    package func forgetRun() throws(ShardError) {
        // Others may work at it.
        guard worker == nil else { return }
        for dataset in sizes { try dataset.forgetRun() }
    }

    /// Writes what lists all shards.
    package func writeIndices() throws(ShardError) {
        for dataset in sizes {
            try WidsIndex.write(to: dataset.folder, settings: dataset.settings)
            try dataset.folder.sendList(WidsIndex.name)
        }
    }

    /// The folders in a few words: `out/{256,512}`.
    package var shownName: String {
        guard sizes.count > 1 else { return name }
        return name + (name.hasSuffix("/") ? "{" : "/{") + sizes.map { String($0.sizePixels) }.joined(separator: ",")
            + "}"
    }

    /// What each size's dataset holds at the end.
    ///
    /// - Parameter own: this start's sums, for each size; empty where there is one.
    package func lines(_ own: [SettledCounts]) -> [RunSummary.SizeLine] {
        zip(sizes, own).map { dataset, own in
            RunSummary.SizeLine(
                pixels: dataset.sizePixels, folder: dataset.folder.name, counts: dataset.earlier.counts + own)
        }
    }

    /// Rows count that every size has.
    private static func earlier(
        _ sizes: [PreparedDataset], finished: Set<ShardID>, own: Range<Int>
    ) throws(ShardError) -> EarlierStarts {
        let counted = finished.filter { own.contains($0.number) }
        var dataBytes = 0
        var totals = ShardTotals()
        for (place, dataset) in sizes.enumerated() {
            let sums = try dataset.folder.totals(of: counted, dataset.settings)
            dataBytes += sums.dataBytes
            if place == 0 { totals = sums }
        }
        let open = sizes.map { Dictionary($0.left.all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }) }
        let kept = Set(open.flatMap(\.keys)).compactMap { id in
            KeptRows(
                zip(sizes, open).map { dataset, open in
                    if dataset.finished.contains(id) { return .finished }
                    return open[id].map { .open($0) } ?? .nothing
                })
        }
        var earlier = EarlierStarts(totals, left: kept)
        earlier.counts.bytesOut += dataBytes - totals.dataBytes
        return earlier
    }

    /// A folder that is a dataset does not become the parent of others.
    private static func refuseDataset(in plan: DownloadPlan) throws(ShardError) {
        let isDataset = try plan.store.map { store throws(ShardError) in try store.whole(in: plan).hasRecord() }
        guard isDataset ?? DatasetFolder.hasRecord(plan.outputFolder) else { return }
        throw ShardError(
            .identityDiffers, "\(plan.outputFolder) is a dataset of one size; several sizes cannot be written into it",
            hint: "choose another --output-folder")
    }

    /// What was begun with several sizes does not get a dataset of its own beside them.
    private static func refuseSizes(in plan: DownloadPlan) throws(ShardError) {
        let own = plan.sizes[0]
        guard !DatasetFolder.hasRecord(own.folder) else { return }
        let sizes = try plan.store.map { store throws(ShardError) in
            let place = store.whole(in: plan)
            return try place.hasRecord() ? [] : try place.sizes()
        }
        let known = sizes ?? DatasetFolder.sizes(in: own.folder)
        guard !known.isEmpty else { return }
        let typed = known.map(String.init).joined(separator: ",")
        let folder = own.shownFolder
        let inside = folder + (folder.hasSuffix("/") ? "" : "/") + "\(own.pixels)"
        throw ShardError(
            .identityDiffers, "\(folder) was begun with several sizes, each in a separate folder",
            hint: "resume only this one: --output-folder \(inside) · resume all: --image-size \(typed)")
    }

    /// Keys are the same in all sizes, so that shards must be.
    private static func checkAlike(_ firsts: [Int], _ plan: DownloadPlan) throws(ShardError) {
        guard let first = firsts.first,
            let other = zip(firsts, plan.sizes).first(where: { $0.0 != first })
        else { return }
        throw ShardError(
            .identityDiffers,
            "\(plan.sizes[0].folder) would resume at shard \(first), \(other.1.folder) at shard \(other.0)",
            hint:
                "sizes that were extended separately must be resumed separately: one --image-size, with its folder as --output-folder"
        )
    }
}
