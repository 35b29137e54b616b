// What an earlier run left in the folder: which shards are done, and what is in the way.

package import DatasetModel

/// The state of a dataset folder before a run.
package struct ResumeScan: Sendable {
    /// Shards whose stats file can be read and whose other files are there and whole at their ends, or in the dataset's place
    /// as it has confirmed.
    package private(set) var finished: Set<ShardID> = []
    /// Finished parts of shards that are not finished, whose journals exist: a start continues next to them.
    package private(set) var finishedParts: [ShardID: Set<Int>] = [:]
    /// Numbers of the finished shards, those of other runs left out.
    package private(set) var totals = ShardTotals()
    /// The highest finished shard; a run that extends the dataset begins after it.
    package private(set) var highest: ShardID?
    /// Files that finished shards had and that are not there any more, as names in the folder.
    package private(set) var gone: [String] = []
    /// Files of shards that were not finished, stats files first: for `DatasetFolder.removeFiles`.
    package private(set) var leftovers: [String] = []

    /// Shards that have stats and are not finished.
    package var leftoverShards: [ShardID] {
        leftovers.filter { $0.hasSuffix("_stats.json") }.map { ShardID(ShardFileName.number(in: $0)) }
    }

    /// Looks at every file of the folder's top level. What is not a file of a shard is ignored.
    ///
    /// - Parameters:
    ///   - totalsOf: the shards of the run that is resumed.
    ///   - isWanted: whether a shard is looked at; others are as if they were not there.
    /// - Throws: `io`, `permission` when the folder cannot be listed.
    package init(
        _ folder: DatasetFolder, format: some FolderFormat, keyFormat: KeyFormat,
        totalsOf ownShards: Range<Int> = 0..<Int.max, where isWanted: (ShardID) -> Bool = { _ in true }
    ) throws(ShardError) {
        var shards: [String: [ShardFileName]] = [:]
        for name in try folder.shardNames() {
            guard let file = ShardFileName(name, folder.formats),
                file.stem == keyFormat.name(of: file.shard, part: file.part), isWanted(file.shard)
            else {
                continue
            }
            shards[file.stem, default: []].append(file)
        }
        var leftoverData: [String] = []
        var parts: [ShardID: [Part]] = [:]
        for (stem, files) in shards {
            guard let id = files.first?.shard, let part = files.first?.part else { continue }
            let expected = ShardFiles(name: stem, format: format)
            if let stats = folder.readStats(expected.stats),
                Self.isWhole(expected, stats, format, of: stem, in: folder),
                !format.hasBucketFolders || folder.hasBuckets(of: stem, stats: stats, format: format)
            {
                let dataBytes =
                    format.hasBucketFolders
                    ? folder.bucketBytes(of: stem, format: format)
                    : expected.data.flatMap { folder.dataBytes($0, of: stem) } ?? 0
                let shard = FinishedShard(id: id, stats: stats, dataBytes: dataBytes)
                parts[id, default: []].append(Part(number: part, files: expected, shard: shard))
            } else {
                // What was not sent, and is gone with the disk that it was made on, is fetched again.
                if folder.place == nil || folder.receipt(of: stem) != nil,
                    let stats = folder.readStats(expected.stats),
                    let file = expected.firstGone(in: folder.dataPath, stats: stats, format: format)
                {
                    gone.append(file)
                }
                let kinds = Set(files.map(\.kind))
                if kinds.contains(.stats) { leftovers.append(expected.stats) }
                let data = expected.data.map { [$0] } ?? []
                let hasData = files.contains {
                    if case .data(let suffix) = $0.kind { suffix == format.dataSuffix } else { false }
                }
                if hasData { leftoverData += data }
                if let index = expected.dali, kinds.contains(.index), hasData || kinds.contains(.stats) {
                    leftoverData.append(index)
                }
                // A table alone may be somebody's own: ours never comes without data or stats beside it.
                if let metadata = expected.metadata, kinds.contains(.metadata), hasData || kinds.contains(.stats) {
                    leftoverData.append(metadata)
                }
                if folder.sizeOf(expected.checksums) != nil { leftoverData.append(expected.checksums) }
            }
        }
        for (id, parts) in parts {
            highest = max(highest ?? id, id)
            let rows = parts.reduce(0) { $0 + $1.shard.stats.count }
            // What other runs have not completed is not for this one to judge: their parts stay as they are.
            if !ownShards.contains(id.number)
                || parts.allSatisfy({ ($0.shard.stats.rowsOfAllParts ?? rows) == rows })
            {
                finished.insert(id)
            } else if parts.allSatisfy({ folder.hasOpen($0.files.journal) }) {
                finishedParts[id] = Set(parts.map(\.number))
            } else {
                // It is not known any more which rows they have: the shard is written again.
                leftovers += parts.map(\.files.stats)
                leftoverData += parts.flatMap { $0.files.inOrder.dropLast() }
                continue
            }
            guard ownShards.contains(id.number) else { continue }
            for part in parts { totals.add(part.shard) }
        }
        gone.sort()
        leftovers.sort()
        leftovers += leftoverData.sorted()
    }

    /// A finished part, or a finished shard that is all of one.
    private struct Part {
        let number: Int
        let files: ShardFiles
        let shard: FinishedShard
    }

    private static func isWhole(
        _ files: ShardFiles, _ stats: ShardStats, _ format: some FolderFormat, of stem: String, in folder: DatasetFolder
    ) -> Bool {
        if let receipt = folder.receipt(of: stem) {
            let needed = [files.mustHaveData(stats, format) ? files.data : nil, files.metadata].compactMap { $0 }
            return needed.allSatisfy { receipt.byteCount(of: $0) != nil }
        }
        if let data = files.data, files.mustHaveData(stats, format) {
            guard format.isWhole(folder.finalPath(data), stats: stats, checksums: folder.finalPath(files.checksums))
            else { return false }
        }
        return files.metadata.map { DatasetFolder.looksLikeParquet(path: folder.finalPath($0)) } ?? true
    }
}
