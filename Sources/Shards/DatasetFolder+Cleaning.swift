// Removing what this tool wrote, and never anything else.

internal import Glibc

extension DatasetFolder {
    /// Names in a folder, without `.` and `..`, in no order.
    func names(in folder: String) throws(ShardError) -> [String] {
        try FolderNames.list(folder)
    }

    /// Removes what was written of a shard that is given up, as far as the system lets us.
    func discardTemporary(_ files: ShardFiles) {
        // What cannot be removed now is removed by the next start.
        for file in [files.journal] + files.temporary { try? remove(temporaryPath(file)) }
    }

    /// The same, but for the journal, which tells of rows that the shard's other parts must not have.
    func discardTemporaryData(_ files: ShardFiles) {
        for file in files.temporary { try? remove(temporaryPath(file)) }
    }

    /// Removes the journal of a finished shard; one that stays is removed by the next start.
    func discardJournal(_ files: ShardFiles) { unlink(temporaryPath(files.journal)) }

    /// Removes files at the top level; one that is gone already is no error.
    ///
    /// - Parameter files: names, stats files first, so that no shard ever looks finished without its data.
    package func removeFiles(_ files: [String]) throws(ShardError) {
        for file in files { try remove(finalPath(file)) }
    }

    /// Removes the dataset, so that a run can start anew: the files of all shards and the record of the run.
    /// Everything else in the folder stays.
    ///
    /// - Parameter shardIDWidth: digits of the run's shard names.
    package func removeDataset(shardIDWidth: Int) throws(ShardError) {
        try remove(runPath)
        try remove(crashesPath)
        try remove(finalPath(WidsIndex.name))
        try remove(finalPath(ShardChecksums.folder))
        try removeOpenFiles()
        try removeAllBuckets()
        try removeTree(retriesPath)
        var stems: [String: [ShardFileName.Kind: String]] = [:]
        for name in try names(in: path) {
            if let file = ShardFileName(name) { stems[file.stem, default: [:]][file.kind] = name }
        }
        for (stem, files) in stems {
            // A shard's name alone does not make a file ours: `20240101.parquet` may be somebody's table. Its
            // stats make it ours, or its data under a name of the right width.
            let hasStats = files[.stats].map { readStats($0) != nil } ?? false
            let hasData = files.keys.contains { if case .data(let suffix) = $0 { !suffix.isEmpty } else { false } }
            guard hasStats || (hasData && stem.utf8.count >= shardIDWidth) else { continue }
            if let stats = files[.stats] { try remove(finalPath(stats)) }
            for (kind, name) in files where kind != .stats { try remove(finalPath(name)) }
            try remove(finalPath(ShardIndexFolder.webshart + "/" + stem + ".json"))
        }
    }

    private func remove(_ path: String) throws(ShardError) {
        if unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR { return }
        guard errno == EISDIR else { throw ShardError(system: errno, doing: "remove", path: path) }
        // A shard of files is a flat folder. Another one is not ours: its folders stay, and this says so.
        for name in try FolderNames.list(path) where unlink(path + "/" + name) != 0 && errno != ENOENT {
            throw ShardError(system: errno, doing: "remove", path: path + "/" + name)
        }
        guard rmdir(path) == 0 || errno == ENOENT else { throw ShardError(system: errno, doing: "remove", path: path) }
    }
}
