// A run that is one of several workers: what it shares with the others.

internal import DatasetFolder
internal import DatasetModel
internal import Fetching
internal import Ground
internal import Pipeline
internal import Planning
internal import Reporting
internal import URLLists

extension Download {
    /// Divides the limits of hosts among the workers that there are, and waits until the others have made room.
    func shareLimits(_ datasets: PreparedDatasets, control: RunControl, display: RunDisplay) {
        guard let share = plan.fetching.hostShare else { return }
        let isShared = datasets.shareLimits(share) { !control.isAskedToStop }
        guard !isShared, !control.isAskedToStop else { return }
        display.notice(
            "another worker does not say that it makes room at the hosts: their limits may be exceeded for a while",
            time: WallClock.timestamp)
    }

    /// - Throws: `command` for shards that certainly do not exist.
    func checkShards(_ datasets: PreparedDatasets) throws(DownloadError) {
        let listed =
            plan.list.isSelected
            ? nil
            : plan.list.shardCount(rowsPerShard: plan.samplesPerShard, spansFiles: plan.layout.shardsSpanFiles)
        guard let end = datasets.knownEnd?.number ?? listed.map({ datasets.firstShard + $0 }) else { return }
        try plan.share?.check(shardCount: end)
    }

    /// What to know before a worker begins.
    func workerNotes(_ datasets: PreparedDatasets) -> [String] {
        plan.share?.note(otherWorldSizes: datasets.worldSizes).map { [$0] } ?? []
    }

    /// What one of several workers leaves to the others.
    func tellDataset(_ shards: WorkersDataset, _ datasets: PreparedDatasets, display: RunDisplay) {
        guard let share = plan.share else { return }
        let wereDone = datasets.wereDone(before: ShardID(shards.shards.upperBound))
        if let why = share.explanation(of: shards, wereDone: wereDone) {
            display.notice(why, time: WallClock.timestamp)
        }
        let done = "\(shards.doneCount.grouped) of \(shards.shards.count.counted("shard"))"
        display.notice(
            share.missingWords(of: shards).map {
                "\(done) of the dataset \(shards.doneCount == 1 ? "is" : "are") done, \($0): "
                    + "the worker that finishes last completes it"
            } ?? "all shards are done: the dataset is complete",
            time: WallClock.timestamp)
    }

    func workersLine(_ share: WorkerShare, _ shards: WorkersDataset?) -> RunSummary.WorkersLine {
        guard let shards else { return RunSummary.WorkersLine() }
        return RunSummary.WorkersLine(
            shards: shards.shards.count, done: shards.doneCount, missingShards: shards.missing?.text,
            missingParts: share.missingParts(of: shards)?.text, isComplete: shards.isComplete)
    }
}
