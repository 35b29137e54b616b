// A folder for shards in the making, apart from the run's state.

internal import Files
internal import Ground

extension DatasetFolder {
    /// Below a staging folder: what `.img2shards/open` is in a dataset without one.
    static let stagedOpenName = "open"

    /// Whether a file stays in the state's folder: stats, checksums and our own records.
    static func isKeptHere(_ name: String) -> Bool { name.hasSuffix("_stats.json") || name.hasPrefix(stateName) }

    /// The names of files that lie here, those of the staging folder with them.
    func shardNames() throws(ShardError) -> [String] {
        guard let staging else { return try names(in: path) }
        return try names(in: path) + names(in: staging.folder)
    }

    /// Makes the staging folder, and takes it for this process.
    ///
    /// - Throws: `locked`, `permission`, `notAFolder`; `identityDiffers` if the last start had another folder that has
    ///   something of the dataset.
    static func takeStaging(
        _ staging: StagingPlace?, state: String, dataset: String, formats: KnownFormats
    ) throws(ShardError) -> FolderLock? {
        try refuseOther(staging, state: state, dataset: dataset, formats: formats)
        guard let staging else {
            try StagingPlace.record(nil, state: state)
            return nil
        }
        let lock: FolderLock
        do throws(FileError) {
            try Durable.makeFolder(staging.folder)
            lock = try FolderLock(path: staging.folder + "/lock")
        } catch {
            if case .held = error.reason {
                throw ShardError(
                    .locked, "another img2shards makes its shards in \(staging.folder)",
                    hint: "wait for it, stop it, or choose another --staging")
            }
            let failure = ShardError(error)
            throw ShardError(
                failure.category, failure.message, hint: "choose a --staging folder that you can write to")
        }
        try StagingPlace.record(staging, state: state)
        return lock
    }

    /// Refuses a start that would not find what the last one left: shards that are finished and not sent, and open ones.
    private static func refuseOther(
        _ staging: StagingPlace?, state: String, dataset: String, formats: KnownFormats
    ) throws(ShardError) {
        let last = StagingPlace.recorded(state: state)
        guard last?.folder != staging?.folder else { return }
        let (data, open) =
            last.map { ($0.folder, $0.folder + "/" + stagedOpenName) } ?? (Durable.parent(of: state), state + "/open")
        // A folder that is gone, or cannot be listed, has nothing that a start could continue.
        let files = ((try? Durable.list(data)) ?? []).filter {
            ShardFileName($0, formats) != nil && !isKeptHere($0)
        }
        let opened = ((try? Durable.list(open)) ?? []).filter {
            ShardFileName.stem(of: $0, formats) != nil || $0.hasSuffix(ShardFiles.journalSuffix)
        }
        let stems = Set((files + opened).map { $0.prefix { $0 != "." && $0 != "_" } })
        guard !stems.isEmpty else { return }
        let shards = stems.count.counted("shard")
        let refetch =
            last.map { " · or fetch their rows again: rm -r \(ShellWord.quoted($0.folder)), then the same command" }
            ?? ""
        throw ShardError(
            .identityDiffers,
            "the last start left \(shards) in \(last?.folder ?? data), which are not in the store yet",
            hint: (last.map { "continue with them: --staging \(ShellWord.quoted($0.option))" }
                ?? "continue with them: the same command without --staging") + refetch)
    }
}
