// A shard that a worker has taken: what is left of it, and whether it is done.

package import DatasetModel
internal import Files

extension DatasetFolder {
    /// What is left of a shard whose lease this worker holds: what this worker left, or what it took over. Files of it
    /// that another worker published before it ended are removed; the shard is made again from what is left.
    ///
    /// - Parameter hasParts: whether shards of this dataset may have parts.
    /// - Throws: as `takeLeftShards`.
    package func takeTakenShard(
        _ id: ShardID, of run: RunFingerprint, format: some FolderFormat, keyFormat: KeyFormat, hasParts: Bool
    ) throws(ShardError) -> LeftShard? {
        guard hasParts else {
            let left = try takeLeftShards(of: run, format: format, keyFormat: keyFormat, finished: [], only: id)
            try removePublished(ShardFiles(name: keyFormat.name(of: id), format: format))
            return left.first
        }
        let scan = try ResumeScan(self, format: format, keyFormat: keyFormat) { $0 == id }
        let left = try takeLeftShards(
            of: run, format: format, keyFormat: keyFormat, finished: scan.finished, finishedParts: scan.finishedParts,
            only: id)
        try removeFiles(scan.leftovers)
        return left.first
    }

    /// Whether the dataset's place has a shard, as it says now; false without a place.
    package func placeHas(_ id: ShardID, format: some FolderFormat, keyFormat: KeyFormat) throws(ShardError) -> Bool {
        guard let place else { return false }
        let stats = ShardFiles(name: keyFormat.name(of: id), format: format).stats
        return try place.read(stats, maximumBytes: SmallFile.maximumBytes) != nil
    }

    /// The shards that have stats in the dataset's place; nil without a place.
    package func placedShards(keyFormat: KeyFormat) throws(ShardError) -> Set<ShardID>? {
        guard let place else { return nil }
        var found: Set<ShardID> = []
        for file in try place.files(in: "") {
            guard let name = ShardFileName(file.name, formats), name.kind == .stats,
                name.stem == keyFormat.name(of: name.shard)
            else { continue }
            found.insert(name.shard)
        }
        return found
    }

    /// Whether the place has confirmed all files of a shard; true without a place.
    package func isSent(_ id: ShardID, keyFormat: KeyFormat) -> Bool {
        place == nil || receipt(of: keyFormat.name(of: id)) != nil
    }

    /// Removes a finished shard from this machine that another worker makes, or has made, in the dataset's place.
    package func discard(_ shard: StagedShard) {
        // What cannot be removed now is removed by the next start: the place has the shard then.
        for file in shard.files.reversed() { Durable.tryToRemoveFile(file.path) }
    }

    /// Whether a shard has all its final names.
    ///
    /// - Parameter isDoubted: whether stats alone do not say it: the shard may have parts, or damaged files.
    package func isDone(
        _ id: ShardID, format: some FolderFormat, keyFormat: KeyFormat, isDoubted: Bool
    ) throws(ShardError) -> Bool {
        let files = ShardFiles(name: keyFormat.name(of: id), format: format)
        guard !FileStatus.isMissing(finalPath(files.stats)) else { return false }
        guard isDoubted else { return true }
        return try ResumeScan(self, format: format, keyFormat: keyFormat) { $0 == id }.finished.contains(id)
    }

    /// The shards of a range that do not have all their final names, in order.
    package func missingShards(
        of shards: Range<Int>, format: some FolderFormat, keyFormat: KeyFormat, hasParts: Bool
    ) throws(ShardError) -> [Int] {
        let done: Set<ShardID>
        if let placed = try placedShards(keyFormat: keyFormat) {
            done = placed
        } else if hasParts {
            done = try ResumeScan(self, format: format, keyFormat: keyFormat) { shards.contains($0.number) }.finished
        } else {
            done = Set(
                try names(in: path).compactMap { name in
                    guard let file = ShardFileName(name, formats), file.kind == .stats,
                        file.stem == keyFormat.name(of: file.shard)
                    else { return nil }
                    return file.shard
                })
        }
        return shards.filter { !done.contains(ShardID($0)) }
    }

    /// Removes files of a shard that was not published to its end. A table alone may be somebody's own.
    private func removePublished(_ files: ShardFiles) throws(ShardError) {
        let isThere = { (file: String) in !FileStatus.isMissing(self.finalPath(file)) }
        guard isThere(files.stats) || files.data.map(isThere) ?? false else { return }
        try removeFiles(files.inOrder.reversed().filter(isThere))
    }
}
