// Whether the list is still the one that the finished shards were made of.

internal import DatasetFolder
internal import DatasetModel
internal import Glibc
internal import Planning
internal import Reporting
internal import ShardFormats
internal import Tables
internal import URLLists

/// Compares the rows of finished and of open shards with the list, before anything of it is fetched.
///
/// A list whose files, and the exclude lists with it, were not written to since the last comparison is not read. Else its rows up to the last of
/// these shards are read once more.
struct ListComparison {
    let list: URLList
    /// Files that decide about rows beside the list's own.
    let excludeLists: [String]
    /// Of those in stores, by their paths.
    let excludeVersions: [String: ListState.Stored]
    let rowsPerShard: Int
    let spansFiles: Bool
    let datasets: PreparedDatasets

    /// - Parameters:
    ///   - goesOn: asked again and again; false ends the comparison, which then says nothing.
    ///   - notice: takes a line for the person who waits.
    /// - Throws: `command` when rows of the list are others now or it cannot be read; `output`.
    func run(goesOn: @escaping () -> Bool, notice: (String) -> Void) throws(DownloadError) {
        let files = list.files.map(\.path) + excludeLists
        var stored = excludeVersions
        for file in list.files {
            stored[file.path] = file.storedVersion.map { ListState.Stored(sizeBytes: file.sizeBytes, version: $0) }
        }
        guard let now = ListState(files, stored: stored, firstShard: datasets.shards.lowerBound) else { return }
        let unsure = datasets.sizes.filter { $0.folder.listState()?.vouches(for: now) != true }
        guard !unsure.isEmpty else { return }
        let known = unsure.map(Self.known)
        if let last = known.flatMap(\.keys).max() {
            try compare(unsure, known, last: last, goesOn: goesOn, notice: notice)
            guard goesOn() else { return }
        }
        try asDownloadError(
            shards: datasets.alone { () throws(ShardError) in
                for dataset in unsure { try dataset.folder.write(now) }
            })
    }

    /// What is known of the rows of a shard.
    private struct Known {
        let digest: RowsDigest
        /// nil for a finished shard.
        let open: LeftShard?
    }

    private static func known(of dataset: PreparedDataset) -> [ShardID: Known] {
        var known: [ShardID: Known] = [:]
        for id in dataset.finished where dataset.shards.contains(id.number) {
            known[id] = dataset.folder.rowsDigest(of: dataset.settings.keyFormat.name(of: id))
                .map { Known(digest: $0, open: nil) }
        }
        for shard in dataset.left.all { known[shard.id] = Known(digest: shard.rowsDigest, open: shard) }
        return known
    }

    private func compare(
        _ datasets: [PreparedDataset], _ known: [[ShardID: Known]], last: ShardID,
        goesOn: @escaping () -> Bool, notice: (String) -> Void
    ) throws(DownloadError) {
        let all = Set(known.flatMap(\.keys))
        let reader = URLListReader(
            list, rowsPerShard: rowsPerShard, spansFiles: spansFiles,
            firstShard: ShardID(self.datasets.shards.lowerBound), skip: { $0 <= last && !all.contains($0) })
        reader.goesOn = goesOn
        let start = ContinuousClock.now
        var isTold = false
        var compared: Set<ShardID> = []
        var lastPlan: ShardPlan?
        while goesOn(), let planned = try asDownloadError(list: reader.next()), planned.plan.id <= last {
            // What was read when the run stopped may not be the whole of a shard.
            guard goesOn() else { return }
            for (dataset, known) in zip(datasets, known) {
                guard let shard = known[planned.plan.id], shard.open?.matches(planned.plan) ?? true else { continue }
                guard
                    shard.digest
                        == RowsDigest(
                            planned.rows, columns: dataset.settings.columns, keyColumn: dataset.settings.keyColumn)
                else {
                    throw DownloadError(difference(planned, in: dataset))
                }
            }
            compared.insert(planned.plan.id)
            lastPlan = planned.plan
            if !isTold, ContinuousClock.now - start > .seconds(2) {
                isTold = true
                notice("the list's files have changed or are new: comparing their rows with the finished shards")
            }
        }
        guard goesOn() else { return }
        for (dataset, known) in zip(datasets, known) {
            guard let gone = known.filter({ $0.value.open == nil }).keys.filter({ !compared.contains($0) }).min() else {
                continue
            }
            let name = dataset.settings.keyFormat.name(of: gone)
            throw DownloadError(
                ShardError.editedList(
                    lastPlan ?? ShardPlan(id: gone, file: list.files.last?.path ?? "", firstRow: 0, rowCount: 0),
                    dataset: dataset.folder.name, what: "it has no rows for shard \(name), which is finished"))
        }
    }

    private func difference(_ planned: PlannedShard, in dataset: PreparedDataset) -> ShardError {
        let (plan, folder) = (planned.plan, dataset.folder)
        guard dataset.finished.contains(plan.id) else { return .editedList(plan, dataset: folder.name) }
        let name = dataset.settings.keyFormat.name(of: plan.id)
        let table = folder.finalPath(name + ".parquet")
        let row = FirstDifference(of: planned.rows, from: table)
        return .editedList(
            plan, dataset: folder.name,
            what: row.map { "row \($0.row) of shard \(name), which is finished, has another \($0.column) now" }
                ?? "rows of shard \(name), which is finished, have other URLs, captions, keys or kept columns now")
    }
}
