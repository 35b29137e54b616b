// Removing what this tool wrote, and never anything else.

internal import Files
internal import Glibc

extension DatasetFolder {
    /// Names in a folder, without `.` and `..`, in no order.
    package func names(in folder: String) throws(ShardError) -> [String] {
        try asShardError(Durable.list(folder))
    }

    /// Removes what was written of a shard that is given up, as far as the system lets us.
    package func discardTemporary(_ files: ShardFiles) {
        // What cannot be removed now is removed by the next start.
        for file in [files.journal] + files.temporary { try? remove(temporaryPath(file)) }
    }

    /// The same without the journal, which records rows that the shard's other parts must not have.
    package func discardTemporaryData(_ files: ShardFiles) {
        for file in files.temporary { try? remove(temporaryPath(file)) }
    }

    /// Removes the journal of a finished shard; one that stays is removed by the next start.
    package func discardJournal(_ files: ShardFiles) { Durable.tryToRemoveFile(temporaryPath(files.journal)) }

    /// Removes files at the top level; one that is gone already is no error.
    ///
    /// - Parameter files: names, stats files first, so that no shard ever looks finished without its data.
    package func removeFiles(_ files: [String]) throws(ShardError) {
        let stems = Set(files.compactMap { ShardFileName.stem(of: $0, formats) })
        try removePlaced(stems.filter { receipt(of: $0) != nil })
        for file in files { try remove(finalPath(file)) }
    }

    /// Removes the dataset, so that a run can start over: the files of all shards and the record of the run.
    /// Everything else in the folder stays. Interrupted, it is completed by `completeRemoval`.
    ///
    /// - Parameters:
    ///   - shardIDWidth: digits of the run's shard names.
    ///   - dataSuffix: of the format that the next run writes. What it would find in its way and may not remove is refused
    ///     before anything is removed.
    /// - Throws: `foreignFiles`; `diskFull`, `permission`, `io`.
    package func removeDataset(shardIDWidth: Int, dataSuffix: String? = nil) throws(ShardError) {
        var stems: [String: [ShardFileName.Kind: String]] = [:]
        for name in try shardNames() {
            if let file = ShardFileName(name, formats) { stems[file.stem, default: [:]][file.kind] = name }
        }
        // A record that cannot be read is replaced, whatever it was.
        var removing = Set(((try? removalRecord()) ?? nil)?.removing ?? [])
        for (stem, files) in stems {
            // A shard's name alone does not make a file ours: `20240101.parquet` may be somebody's table. Its
            // stats make it ours, or its data under a name of the right width.
            let hasStats =
                files[.stats].map { readStats($0) != nil } ?? false || hasOpen(stem + ShardFiles.journalSuffix)
            let hasData = files.keys.contains { if case .data(let suffix) = $0 { !suffix.isEmpty } else { false } }
            if hasStats || (hasData && stem.utf8.count >= shardIDWidth) { removing.insert(stem) }
        }
        if let dataSuffix {
            let foreign = stems.filter { !removing.contains($0.key) }.compactMap { $0.value[.data(suffix: dataSuffix)] }
            if let file = foreign.min() {
                throw ShardError.foreign(file, in: name, hint: "choose another --output-folder, or move it away")
            }
        }
        try writeState(RemovalRecord(removing: removing.sorted()).json, to: runPath)
        try completeRemoval()
    }

    /// Removes what an interrupted `removeDataset` has left; does nothing where there was none.
    ///
    /// - Throws: `permission`, `io`: then the next start continues the removal.
    package func completeRemoval() throws(ShardError) {
        guard let stems = try removalRecord()?.removing.filter({ ShardFileName.stem(of: $0, formats) == $0 }) else {
            return
        }
        try place(record: RemovalRecord(removing: stems).json)
        try removePlaced(Set(stems))
        try place?.remove([ShardIndexFolder.widsList])
        try removeTree(receiptsPath)
        try remove(crashesPath)
        removeListState()
        removeListEnd()
        try removeOpenFiles()
        if worker == nil { try forgetWorkers() }
        // Readers take a shard for finished by its stats.
        for stem in stems { try remove(finalPath(stem + "_stats.json")) }
        try syncFolder(path)
        try remove(finalPath(ShardIndexFolder.widsList))
        try removeTree(widsEntriesPath)
        try removeTree(finalPath(ShardChecksums.folder))
        try removeAllBuckets()
        try removeTree(retriesPath)
        let doomed = Set(stems)
        for name in try shardNames() {
            if let file = ShardFileName(name, formats), doomed.contains(file.stem) { try remove(finalPath(name)) }
        }
        for stem in stems {
            try remove(finalPath(ShardIndexFolder.webshart + "/" + stem + ".json"))
            for file in EmbeddingFiles.all(of: stem) { try remove(finalPath(file)) }
        }
        try syncFolder(path)
        try removePlacedRecord()
        try remove(runPath)
        try syncFolder(statePath)
    }

    private func removalRecord() throws(ShardError) -> RemovalRecord? {
        try readFile(runPath).flatMap { RemovalRecord(parsing: $0) }
    }

    private func remove(_ path: String) throws(ShardError) {
        guard try removeFile(path) else { return }
        // A shard of files is a flat folder. A folder inside it is not ours, and must not keep the shard there.
        for name in try names(in: path) where try removeFile(path + "/" + name) { try putAside(path, name) }
        try asShardError(Durable.removeFolder(path))
    }

    /// Removes a file; one that is gone already is no error.
    ///
    /// - Returns: whether a folder is there, which stays.
    private func removeFile(_ path: String) throws(ShardError) -> Bool {
        do {
            try Durable.removeFile(path)
            return false
        } catch {
            guard error.systemError == EISDIR else { throw ShardError(error) }
            return true
        }
    }

    /// Moves what is not ours out of a shard's folder to `.img2shards/foreign`, where it stays.
    private func putAside(_ folder: String, _ name: String) throws(ShardError) {
        let foreign = statePath + "/foreign"
        try makeFolder(foreign)
        let shard = folder.split(separator: "/").last.map(String.init) ?? ""
        var place = "\(foreign)/\(shard)-\(name)"
        var number = 0
        while FileStatus(place, followsLinks: false) != nil {
            number += 1
            place = "\(foreign)/\(shard)-\(name)-\(number)"
        }
        try move(folder + "/" + name, to: place)
    }
}
