// Taking one shard out of a dataset.

package import DatasetFolder
internal import Files

extension DatasetFolder {
    /// Takes a shard's files away, its stats first: what is left then is no finished shard, whatever happens. Its
    /// indices, checksums and buckets go with it.
    package func remove(_ shard: DatasetListing.Shard) throws(ShardError) {
        let own = [shard.stats, shard.metadata, shard.index, shard.data].compactMap { $0 }
        let files =
            own.compactMap { $0.split(separator: "/").last.map(String.init) } + [
                "\(ShardIndexFolder.webshart)/\(shard.name).json", WidsIndex.entry(shard.name),
                "\(ShardChecksums.folder)/\(shard.name)",
            ] + EmbeddingFiles.all(of: shard.name)
        // A look also makes the names of a store's folder known: only those can be removed there.
        try removeFiles(files.filter { !FileStatus.isMissing(finalPath($0)) })
        for suffix in formats.dataSuffixes { try removeBuckets(of: shard.name, suffix: suffix) }
        try WidsIndex.update(in: self)
    }
}
