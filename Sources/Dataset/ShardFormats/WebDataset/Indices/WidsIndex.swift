// `--index wids`: one list of all shards, for webdataset's indexed reader.

package import DatasetFolder
internal import DatasetModel
internal import Files
internal import Hashing
internal import JSON

/// The dataset's `indices/wids/shardindex.json`, put together of one entry per shard.
package enum WidsIndex {
    /// In the dataset.
    package static let name = ShardIndexFolder.widsList

    /// Notes a finished tar's entry in the dot-folder.
    ///
    /// - Parameter tar: where it lies now.
    static func note(_ tar: String, name: String, samples: Int, in folder: DatasetFolder) throws(ShardError) {
        let (digest, bytes) = try md5(tar)
        let text = JSONText()
        // Relative to the list, as wids resolves it.
        text.append("{\"url\": ")
        text.appendQuoted("../../" + name)
        text.append(", \"md5sum\": \"\(digest)\", \"nsamples\": \(samples), \"filesize\": \(bytes)}")
        try folder.makeFolder(folder.widsEntriesPath)
        try folder.writeState(text.bytes, to: folder.widsEntriesPath + "/" + name + ".json")
    }

    /// Writes the list of all finished shards; call when no shard is being finished.
    package static func write(to folder: DatasetFolder, settings: ShardSettings) throws(ShardError) {
        try write(to: folder, format: settings.format)
    }

    /// The same for a dataset whose format is known by its record.
    package static func write(to folder: DatasetFolder, format: ShardFormat) throws(ShardError) {
        guard format.indices.contains(.wids) else { return }
        try write(to: folder)
    }

    /// Takes shards out of the list that are not finished any more, where there is a list.
    static func update(in folder: DatasetFolder) throws(ShardError) {
        guard folder.sizeOf(name) != nil else { return }
        try write(to: folder)
    }

    /// Where a tar's entry is noted, below the dataset's folder.
    static func entry(_ shard: String) -> String { "\(DatasetFolder.stateName)/wids/\(shard).tar.json" }

    private static func write(to folder: DatasetFolder) throws(ShardError) {
        var entries: [[UInt8]] = []
        for name in try folder.names(in: folder.path).sorted() {
            guard let file = ShardFileName(name, folder.formats), file.kind == .stats,
                let entry = try entry(of: file.stem, in: folder)
            else { continue }
            entries.append(entry)
        }
        let text = JSONText()
        text.append("{\n\"__kind__\": \"wids-shard-index-v1\",\n\"wids_version\": 1,\n\"shardlist\": [")
        for (place, entry) in entries.enumerated() {
            text.append(place == 0 ? "\n" : ",\n")
            entry.withUnsafeBytes { text.append($0) }
        }
        text.append("\n]\n}\n")
        let temporary = folder.temporaryPath(name)
        try folder.writeFile(text.bytes, to: temporary)
        try folder.publish([CompleteFile(path: temporary, name: name)], syncs: true)
    }

    /// The entry of a finished shard; nil for one without a tar. One that is not there, as a power cut took it or the
    /// index was asked for later, is made of the tar.
    private static func entry(of shard: String, in folder: DatasetFolder) throws(ShardError) -> [UInt8]? {
        let path = folder.finalPath(Self.entry(shard))
        let tar = shard + ".tar"
        guard folder.dataBytes(tar, of: shard) ?? 0 > 0 else { return nil }
        if let entry = try folder.readFile(path) { return entry }
        // The tar may be in the dataset's place: its entry was sent with it.
        guard folder.sizeOf(tar) != nil else { return nil }
        guard let stats = folder.readStats(shard + "_stats.json"), stats.successes > 0
        else { return nil }
        try note(folder.finalPath(tar), name: tar, samples: stats.successes, in: folder)
        return try folder.readFile(path)
    }

    private static func md5(_ path: String) throws(ShardError) -> (digest: String, bytes: Int) {
        let file = try asShardError(InputFile(path: path))
        // Nobody but us changes a finished tar here.
        let digest = try asShardError(file.withMappedBytes { ContentHasher(.md5).hexDigest(of: $0) })
        return (digest, file.byteCount)
    }
}
