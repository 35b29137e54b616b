// `--bucket-folders`: which folders of samples a shard has, and that they go with it.

internal import Files

extension DatasetFolder {
    /// Which buckets each finished shard has.
    package var bucketsPath: String { statePath + "/buckets" }

    /// The buckets of a shard; nil where nothing says.
    ///
    /// - Parameter shard: its name.
    func buckets(of shard: String) -> [String]? { Self.buckets(of: shard, state: statePath) }

    /// The same of a dataset that nobody holds.
    ///
    /// - Parameter state: its own folder, `.img2shards`.
    static func buckets(of shard: String, state: String) -> [String]? {
        // What cannot be read is as good as none.
        guard let bytes = (try? SmallFile.read(state + "/buckets/" + shard)) ?? nil else { return nil }
        let names = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        // The file may be anybody's: nothing outside the folder is meant.
        return names.allSatisfy(isBucket) ? names : nil
    }

    /// `512x384`.
    static func isBucket(_ name: String) -> Bool {
        let sides = name.utf8.split(separator: UInt8(ascii: "x"), omittingEmptySubsequences: false)
        return sides.count == 2
            && sides.allSatisfy { side in
                (1...9).contains(side.count)
                    && side.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            }
    }

    /// Whether the files are there that a finished shard's buckets should have.
    func hasBuckets(of shard: String, stats: ShardStats, format: some FolderFormat) -> Bool {
        // Without our state nothing is known, as with `verify`.
        guard let buckets = buckets(of: shard) else { return true }
        return buckets.allSatisfy { bucket in
            let data = "\(bucket)/\(shard).\(format.bucketSuffix)"
            guard sizeOf("\(bucket)/\(shard)_stats.json") != nil, sizeOf(data) != nil else { return false }
            return format.isWhole(
                finalPath(data), stats: stats, checksums: finalPath("\(bucket)/\(ShardChecksums.folder)/\(shard)"))
        }
    }

    /// Bytes of the data of a shard's buckets.
    func bucketBytes(of shard: String, format: some FolderFormat) -> Int {
        (buckets(of: shard) ?? []).reduce(0) { $0 + (sizeOf("\($1)/\(shard).\(format.bucketSuffix)") ?? 0) }
    }

    /// Removes what a shard's buckets have, stats first; a folder that is empty then goes, too.
    package func removeBuckets(of shard: String, suffix: String, except kept: Set<String> = []) throws(ShardError) {
        for bucket in buckets(of: shard) ?? [] where !kept.contains(bucket) {
            for file in ["_stats.json", ".parquet", ".\(suffix)"] {
                try removeTree(finalPath("\(bucket)/\(shard)\(file)"))
            }
            try removeTree(finalPath("\(bucket)/\(ShardChecksums.folder)/\(shard)"))
            // Fails as long as anything is in them.
            for folder in ["/" + ShardChecksums.folder, "/" + Self.stateName, ""] {
                Durable.tryToRemoveFolder(finalPath(bucket) + folder)
            }
        }
    }

    /// Removes the buckets of all shards.
    func removeAllBuckets() throws(ShardError) {
        guard FileStatus(bucketsPath) != nil else { return }
        for shard in try names(in: bucketsPath) {
            for suffix in formats.dataSuffixes { try removeBuckets(of: shard, suffix: suffix) }
        }
        try removeTree(bucketsPath)
    }

    /// Puts everything on disk that was written to the folder's file system.
    package func syncAll() throws(ShardError) { try asShardError(Durable.syncFileSystem(of: path)) }
}
