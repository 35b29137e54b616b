// By what a finished shard is known again.

internal import DatasetFolder
internal import DatasetModel
internal import Files

extension OpenShard {
    /// Writes the checksums of the shard's finished files, all of which lie in the temporary place but the stats.
    func writeChecksums(_ records: [SampleRecord], stats: [UInt8]) throws(ShardError) {
        let table = files.metadata ?? (settings.format.hasTableInData ? files.data : nil)
        let record = ShardRecord(
            rows: rowsDigest,
            table: try table.map { name throws(ShardError) in
                try asShardError(FileChecksum(path: folder.temporaryPath(name)))
            },
            stats: FileChecksum(stats))
        let stored = files.data == nil ? [] : samplesByPlace(records)
        try folder.writeFile(
            ShardChecksums(stored, format: settings.format, record: record).bytes,
            to: folder.temporaryPath(files.checksums), syncs: settings.sync.syncsFinished)
    }
}
