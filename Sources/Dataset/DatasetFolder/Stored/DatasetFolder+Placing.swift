// The dataset's record in its place, and the removal of what lies there.

internal import Files
internal import Synchronization

extension DatasetFolder {
    /// Puts a small file of ours into the place, where there is one.
    func place(_ bytes: [UInt8], as file: String) throws(ShardError) {
        _ = try place?.write(bytes, to: Self.stateName + "/" + file, unlessThere: false)
    }

    /// Puts the record of the runs there. The first one of a dataset must not replace another machine's.
    ///
    /// - Throws: `identityDiffers` if another machine has begun a dataset there since this start looked.
    func place(record: [UInt8]) throws(ShardError) {
        guard let place else { return }
        let hasRecord = placedRecord.withLock { $0 }
        let name = Self.stateName + "/" + Self.runName
        guard try place.write(record, to: name, unlessThere: !hasRecord) else {
            // Another worker was faster with the same one.
            if worker != nil, try place.read(name, maximumBytes: SmallFile.maximumBytes) == record {
                return placedRecord.withLock { $0 = true }
            }
            throw ShardError(
                .identityDiffers, "another machine has just begun a dataset in \(place.name)",
                hint: "choose another --output-folder, or start the same command again to continue that dataset")
        }
        placedRecord.withLock { $0 = true }
    }

    /// Whether the dataset is to lie in a place that has no record of it.
    var lacksPlacedRecord: Bool { place != nil && !placedRecord.withLock { $0 } }

    /// Removes the record there: nothing of the dataset is left.
    func removePlacedRecord() throws(ShardError) {
        try place?.remove(
            [Self.listStateName, Self.listEndName, Self.runName].map { Self.stateName + "/" + $0 })
        placedRecord.withLock { $0 = false }
    }

    /// Removes the files of shards from the place, stats first, and nothing else.
    ///
    /// - Parameter shards: their names.
    func removePlaced(_ shards: Set<String>) throws(ShardError) {
        guard let place, !shards.isEmpty else { return }
        let files = try place.files(in: "").map(\.name).filter { name in
            ShardFileName(name, formats).map { shards.contains($0.stem) } ?? false
        }
        try place.remove(files.filter { $0.hasSuffix("_stats.json") })
        try place.remove(files.filter { !$0.hasSuffix("_stats.json") }.sorted())
        var others: [String] = []
        for folder in [ShardChecksums.folder, Self.stateName + "/wids", ShardIndexFolder.webshart] {
            others += try place.files(in: folder).map { folder + "/" + $0.name }
        }
        try place.remove(
            others.filter { path in
                let file = path.split(separator: "/").last.map(String.init) ?? ""
                return shards.contains(String(file.prefix { $0 != "." }))
            })
        try place.remove(try placedEmbeddings(of: shards, in: place))
        for shard in shards { try removeReceipt(of: shard) }
    }

    private func placedEmbeddings(of shards: Set<String>, in place: any DatasetPlace) throws(ShardError) -> [String] {
        let candidates = Set(shards.flatMap { EmbeddingFiles.all(of: $0) })
        let folders = Set(candidates.map { Durable.parent(of: $0) })
        var found: [String] = []
        for folder in folders.sorted() {
            found += try place.files(in: folder).map { folder + "/" + $0.name }.filter { candidates.contains($0) }
        }
        return found
    }

    /// Sends a file that lists all shards.
    ///
    /// - Parameter file: its name in the dataset.
    package func sendList(_ file: String) throws(ShardError) {
        guard let place, let bytes = try readFile(finalPath(file)) else { return }
        _ = try place.write(bytes, to: file, unlessThere: false)
    }
}
