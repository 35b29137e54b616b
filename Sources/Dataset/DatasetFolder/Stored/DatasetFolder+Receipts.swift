// Which shards the dataset's place has, and which files it still has to get.

internal import Files

extension DatasetFolder {
    var receiptsPath: String { statePath + "/stored" }

    private func receiptPath(_ shard: String) -> String { receiptsPath + "/" + shard + ".json" }

    /// What the place has of a shard; nil without a place, and for a shard that it does not have.
    func receipt(of shard: String) -> ShardReceipt? {
        guard place != nil else { return nil }
        // What cannot be read vouches for nothing.
        return ((try? readFile(receiptPath(shard))) ?? nil).flatMap { ShardReceipt(parsing: $0) }
    }

    /// The shards with receipts.
    func receivedShards() throws(ShardError) -> [String] {
        guard FileStatus(receiptsPath) != nil else { return [] }
        return try names(in: receiptsPath).filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
    }

    /// Records that the place has a shard, and removes what this machine does not need of it any more: its stats and its
    /// checksums stay, so that nothing is asked of the place to resume.
    package func stored(_ shard: StagedShard, _ receipt: ShardReceipt) throws(ShardError) {
        try record(receipt, of: shard.name)
        for file in shard.files where !Self.isKeptHere(file.name) { Durable.tryToRemoveFile(file.path) }
    }

    func record(_ receipt: ShardReceipt, of shard: String) throws(ShardError) {
        try makeFolder(receiptsPath)
        try writeState(try receipt.json(), to: receiptPath(shard))
    }

    /// Forgets that the place has a shard.
    func removeReceipt(of shard: String) throws(ShardError) {
        try asShardError(Durable.removeFile(receiptPath(shard)))
    }

    /// A shard that was just finished, as it has to be sent.
    ///
    /// - Parameter files: those that it has.
    package func staged(_ shard: String, _ files: ShardFiles) -> StagedShard {
        StagedShard(name: shard, files: sendingOrder(shard, files), folder: self)
    }

    /// Our own files first: by the checksums another start knows what this one has begun to send.
    private func sendingOrder(_ shard: String, _ files: ShardFiles) -> [String] {
        // The wids entry is made of the tar, which another machine would have to read again.
        let entry = Self.stateName + "/wids/\(shard).tar.json"
        let hasEntry = FileStatus(finalPath(entry)) != nil
        return [files.checksums] + (hasEntry ? [entry] : []) + files.inOrder.filter { $0 != files.checksums }
    }

    /// The finished shards that the place does not have, in order. Removes what earlier starts left of those that it has.
    package func stagedShards(format: some FolderFormat) throws(ShardError) -> [StagedShard] {
        guard place != nil else { return [] }
        var staged: [StagedShard] = []
        let received = Set(try receivedShards())
        for name in try shardNames().sorted() {
            guard let file = ShardFileName(name, formats) else { continue }
            if received.contains(file.stem) {
                if file.kind != .stats { Durable.tryToRemoveFile(finalPath(name)) }
                continue
            }
            let files = ShardFiles(name: file.stem, format: format)
            // What lacks a file is not finished: a later run's, which removes it itself.
            guard file.kind == .stats, let stats = readStats(name),
                files.firstGone(in: dataPath, stats: stats, format: format) == nil
            else { continue }
            let there = sendingOrder(file.stem, files).filter { FileStatus(finalPath($0)) != nil }
            staged.append(StagedShard(name: file.stem, files: there, folder: self))
        }
        return staged
    }
}
