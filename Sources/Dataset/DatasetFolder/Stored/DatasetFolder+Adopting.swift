// The first look at a dataset's place: whatever other machines, or this one before it lost its state, have finished there
// is finished.

internal import Files
internal import Ground
internal import Synchronization

extension DatasetFolder {
    private static let recordName = stateName + "/" + runName
    /// Threads that read stats files and what belongs to them: each is a few requests.
    private static let readers = 8

    /// Brings this machine's state up to what the place has: its record, and each shard that is finished there. Removes there
    /// what interrupted starts left of shards. Without a place it does nothing.
    ///
    /// - Parameter replaces: whether the dataset is to be removed anyway.
    /// - Throws: `identityDiffers` if the place has another dataset than this machine's state; `damagedShard` if files of
    ///   finished shards are gone from there; what the place throws.
    package func adoptPlaced(replaces: Bool) throws(ShardError) {
        guard let place else { return }
        let record = try place.read(Self.recordName, maximumBytes: SmallFile.maximumBytes)
        try adopt(record: record, replaces: replaces)
        let placed = try PlacedShards(place.files(in: ""), formats)
        let adopted = try newShards(placed, refusesGone: !replaces, hasRecord: record != nil)
        if record != nil {
            for (file, path) in [(Self.listStateName, listStatePath), (Self.listEndName, listEndPath)]
            where FileStatus(path) == nil {
                guard let bytes = try place.read(Self.stateName + "/" + file, maximumBytes: SmallFile.maximumBytes)
                else { continue }
                try writeState(bytes, to: path)
            }
        }
        if record != nil, worker != nil {
            // What has no stats may be what another worker sends at this moment.
        } else if record != nil {
            try removeInterrupted(placed.leftovers, from: place)
            try place.forgetUnfinished { name in ShardFileName.stem(of: name, formats) != nil || isOwnFolder(of: name) }
        } else if placed.shards.isEmpty, !replaces, let file = placed.leftovers.first {
            throw ShardError.foreign(
                file, in: name,
                hint: "choose another --output-folder, or replace what is there: --incremental-mode overwrite")
        }
        try adopt(adopted, placed, from: place)
    }

    /// Removes what a start that was stopped has sent of shards. Their checksums are sent first: a file without them is
    /// somebody else's.
    private func removeInterrupted(_ files: [String], from place: any DatasetPlace) throws(ShardError) {
        guard !files.isEmpty else { return }
        let begun = Set(try place.files(in: ShardChecksums.folder).map(\.name))
        let own = files.filter { file in ShardFileName.stem(of: file, formats).map { begun.contains($0) } ?? false }
        try place.remove(own)
    }

    private func isOwnFolder(of name: String) -> Bool {
        let folders = [
            Self.stateName, ShardIndexFolder.top, EmbeddingFiles.folders.image, EmbeddingFiles.folders.text,
            EmbeddingFiles.folders.metadata,
        ]
        return folders.contains { name.hasPrefix($0 + "/") }
    }

    private func adopt(record: [UInt8]?, replaces: Bool) throws(ShardError) {
        placedRecord.withLock { $0 = record != nil }
        guard let record else { return }
        if let removal = RemovalRecord(parsing: record) {
            // What this machine knows of that dataset goes with it.
            let own = try shardNames().compactMap { ShardFileName($0, formats)?.stem }
            return try writeState(
                RemovalRecord(removing: Set(removal.removing + own).sorted()).json, to: runPath)
        }
        guard let own = try readFile(runPath), own != record else {
            return try writeState(record, to: runPath)
        }
        // A removal that was interrupted on this machine is completed before anything else.
        guard RemovalRecord(parsing: own) == nil else { return }
        let placed = try RunHistory(record, from: name + "/" + Self.recordName, dataset: name)
        // What cannot be read is replaced.
        let known = replaces ? nil : try RunHistory(own, from: runPath, dataset: name)
        if known.map({ $0.isEarlier(than: placed) }) ?? true { return try writeState(record, to: runPath) }
        guard let known, placed.isEarlier(than: known) else {
            throw ShardError(
                .identityDiffers, "\(name) has another dataset than the state in \(path)",
                hint:
                    "continue what is there: rm -r \(ShellWord.quoted(path)), then the same command · or choose another "
                    + "--output-folder")
        }
    }

    /// The shards that are finished there and not known here.
    ///
    /// - Parameter hasRecord: whether the dataset itself is there.
    private func newShards(
        _ placed: PlacedShards, refusesGone: Bool, hasRecord: Bool
    ) throws(ShardError) -> [String] {
        var adopted: [String] = []
        for shard in placed.shards.keys.sorted() where receipt(of: shard).map({ !placed.has($0) }) ?? true {
            adopted.append(shard)
        }
        guard refusesGone else { return adopted }
        var gone: [String] = []
        for shard in try receivedShards().sorted() {
            guard let receipt = receipt(of: shard) else { continue }
            // Without its stats a shard is not finished there: `verify --repair` removes them first.
            if hasRecord, let stats = receipt.files.map(\.name).first(where: isStats), placed.sizes[stats] == nil {
                try forget(shard, stats: stats)
                continue
            }
            gone += receipt.files.map(\.name).filter { !$0.contains("/") && placed.sizes[$0] == nil }
        }
        guard gone.isEmpty else { throw ShardError.gone(gone, fromPlaceOf: self) }
        return adopted
    }

    private func isStats(_ name: String) -> Bool { ShardFileName(name, formats)?.kind == .stats }

    /// Forgets a shard: it is fetched again.
    private func forget(_ shard: String, stats: String) throws(ShardError) {
        Durable.tryToRemoveFile(finalPath(stats))
        Durable.tryToRemoveFile(finalPath(ShardChecksums.folder + "/" + shard))
        try removeReceipt(of: shard)
    }

    /// Reads the stats of shards from the place, and what is known of their bytes.
    private func adopt(
        _ shards: [String], _ placed: PlacedShards, from place: any DatasetPlace
    ) throws(ShardError) {
        guard !shards.isEmpty else { return }
        try makeFolder(finalPath(ShardChecksums.folder))
        try makeFolder(receiptsPath)
        let entries = Set(try place.files(in: Self.stateName + "/wids").map(\.name))
        let waiting = BoundedQueue<String>(capacity: .max)
        for shard in shards { waiting.push(shard) }
        waiting.close()
        let failure = Monitor<ShardError?>(nil)
        let readers = (0..<min(Self.readers, shards.count)).map { number in
            NamedThread("adopt-\(number)") {
                while let shard = waiting.pop() {
                    do throws(ShardError) {
                        try self.adopt(shard, placed, hasEntry: entries.contains(shard + ".tar.json"), from: place)
                    } catch {
                        failure.change { $0 = $0 ?? error }
                        waiting.closeAndDiscard()
                    }
                }
            }
        }
        for reader in readers { reader.join() }
        if let error = failure.look({ $0 }) { throw error }
    }

    private func adopt(
        _ shard: String, _ placed: PlacedShards, hasEntry: Bool, from place: any DatasetPlace
    ) throws(ShardError) {
        let stats = shard + "_stats.json"
        var files = [ShardChecksums.folder + "/" + shard]
        if hasEntry {
            try makeFolder(widsEntriesPath)
            files.append("\(Self.stateName)/wids/\(shard).tar.json")
        }
        for file in files {
            guard let bytes = try place.read(file, maximumBytes: SmallFile.maximumBytes) else { continue }
            try writeFile(bytes, to: finalPath(file), syncs: false)
        }
        guard let bytes = try place.read(stats, maximumBytes: SmallFile.maximumBytes) else { return }
        let receipt = ShardReceipt(
            files: (placed.shards[shard] ?? []).map {
                ShardReceipt.File(name: $0, byteCount: placed.sizes[$0] ?? 0, version: "")
            })
        try record(receipt, of: shard)
        // Last: without it the shard is not known here.
        try writeState(bytes, to: finalPath(stats))
    }
}
