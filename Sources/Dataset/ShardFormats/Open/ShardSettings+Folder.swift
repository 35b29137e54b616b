// The folder of a dataset whose shards are written by these settings.

package import DatasetFolder
package import DatasetModel

extension DatasetStart {
    /// Compares, cleans and records, as the folder does for a format; then writes the list of all shards where there is
    /// one.
    ///
    /// - Throws: as the folder's own.
    package init(
        _ folder: DatasetFolder, identity: RunIdentity, policy: ResumePolicy, settings: ShardSettings,
        retry: RunHistory.Retry? = nil
    ) throws(ShardError) {
        try self.init(
            folder, identity: identity, policy: policy, format: settings.format, keyFormat: settings.keyFormat,
            retry: retry)
        // A start that was killed has finished shards that the list of all does not name yet.
        if !scan.finished.isEmpty { try WidsIndex.write(to: folder, settings: settings) }
    }
}

extension DatasetFolder {
    /// As the folder's own, for the format and the keys of the settings.
    package func takeLeftShards(
        of run: RunFingerprint, settings: ShardSettings, finished: Set<ShardID>,
        finishedParts: [ShardID: Set<Int>] = [:], keepsFrom: Int = .max
    ) throws(ShardError) -> [LeftShard] {
        try takeLeftShards(
            of: run, format: settings.format, keyFormat: settings.keyFormat, finished: finished,
            finishedParts: finishedParts, keepsFrom: keepsFrom)
    }

    /// The sum of some finished shards.
    package func totals(of shards: Set<ShardID>, _ settings: ShardSettings) throws(ShardError) -> ShardTotals {
        var totals = ShardTotals()
        for id in shards {
            let name = settings.keyFormat.name(of: id)
            let files = ShardFiles(name: name, format: settings.format)
            guard let stats = readStats(files.stats) else { continue }
            totals.add(
                FinishedShard(id: id, stats: stats, dataBytes: files.data.flatMap { dataBytes($0, of: name) } ?? 0))
        }
        return totals
    }
}
