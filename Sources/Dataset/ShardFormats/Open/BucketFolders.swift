// `--bucket-folders`: a finished shard's samples, sorted into a folder for each size.

internal import DatasetFolder
internal import DatasetModel
internal import Files
internal import Tables

/// Makes the data of a complete shard in folders named by the buckets, `512x384`. Each holds, of this shard, what a
/// dataset of that bucket's images alone would: `S.tar`, `S.parquet`, `S_stats.json`, checksums. The rows of all, failures
/// included, are in the dataset's own `S.parquet`.
///
///     OUT/512x384/00000.tar  00000.parquet  00000_stats.json
///     OUT/.img2shards/buckets/00000          the buckets of shard 0, one a line, written before any of their files
struct BucketFolders {
    private let contents: ShardContents
    private let folder: DatasetFolder
    private let name: String
    private let format: ShardFormat

    init(_ contents: ShardContents, folder: DatasetFolder) {
        self.contents = contents
        self.folder = folder
        name = contents.settings.keyFormat.name(of: contents.plan.id)
        format = contents.settings.format
    }

    /// Makes and publishes the files of all buckets. Done again after a kill, it replaces what it made before.
    ///
    /// - Parameters:
    ///   - open: the file that the shard's writer appended to.
    ///   - stored: what lies in it.
    ///   - stats: the shard's times.
    ///   - isOurs: as in `ShardPublishing`.
    /// - Returns: bytes of the data, all buckets together.
    func write(
        from open: String, stored: [StoredRow], batch: ColumnBatch, startTime: Double, endTime: Double,
        while isOurs: () -> Bool
    ) throws(ShardError) -> Int {
        let syncs = contents.settings.sync.syncsFinished
        var rows: [String: [Int]] = [:]
        for record in contents.records where contents.ranges[record.index] != nil {
            if let bucket = record.bucket { rows[bucket, default: []].append(record.index) }
        }
        let buckets = rows.keys.sorted()
        // Left by an earlier try: buckets that no longer exist.
        try folder.removeBuckets(of: name, suffix: data, except: Set(buckets))
        try folder.makeFolder(folder.bucketsPath)
        try folder.writeState(Array(buckets.map { $0 + "\n" }.joined().utf8), to: folder.bucketsPath + "/" + name)
        // Without a sample the writer has left no file.
        if buckets.isEmpty { return 0 }
        let samples = Dictionary(stored.map { ($0.row, $0) }, uniquingKeysWith: { first, _ in first })
        let input = try asShardError(InputFile(path: open))
        var dataBytes = 0
        for bucket in buckets {
            let places = rows[bucket] ?? []
            dataBytes += try writeData(of: places, from: input, to: temporary(bucket, data))
            let checksums = places.enumerated().compactMap { place, row in
                samples[row].map { StoredRow(row: place, sample: $0.sample) }
            }
            try writeTable(of: places, batch, to: temporary(bucket, "parquet"))
            let stats = stats(count: places.count, startTime: startTime, endTime: endTime).json
            let table = try asShardError(FileChecksum(path: temporary(bucket, "parquet")))
            let record = ShardRecord(rows: nil, table: table, stats: FileChecksum(stats))
            try folder.writeFile(
                ShardChecksums(checksums, format: format, record: record).bytes, to: temporary(bucket, "checksums"),
                syncs: false)
            try folder.writeFile(stats, to: temporary(bucket, "stats"), syncs: false)
        }
        // One call for all: forty buckets are two hundred files.
        contents.beat()
        if syncs { try folder.syncAll() }
        for bucket in buckets {
            contents.beat()
            try publish(bucket, while: isOurs)
        }
        if syncs { try folder.syncAll() }
        return dataBytes
    }

    private var data: String { format.bucketSuffix }

    private func temporary(_ bucket: String, _ part: String) -> String {
        folder.temporaryPath("\(name).\(bucket).\(part)")
    }

    private func writeData(
        of rows: [Int], from input: borrowing InputFile, to path: String
    ) throws(ShardError) -> Int {
        do {
            let output = try OutputFile(path: path)
            var written = 0
            for row in rows {
                guard let range = contents.ranges[row] else { continue }
                contents.beat()
                try input.copy(range, to: output)
                written += range.count
            }
            try RangeSorter.end(output, at: written, format.definition)
            return try output.finish(syncs: false)
        } catch {
            throw ShardError(error)
        }
    }

    private func writeTable(of rows: [Int], _ batch: ColumnBatch, to path: String) throws(ShardError) {
        var mask = [UInt8](repeating: 0, count: batch.rowCount)
        for row in rows { mask[row] = 1 }
        let chosen: ColumnBatch
        do {
            chosen = try batch.filtered(by: mask)
        } catch {
            throw MetadataTable.error(error, path: path)
        }
        try MetadataTable.write(chosen, to: path)
    }

    private func stats(count: Int, startTime: Double, endTime: Double) -> ShardStats {
        var statuses = StatusCounter()
        statuses.add(SampleStatus.success.rawValue, count: count)
        return ShardStats(
            count: count, successes: count, failedToDownload: 0, failedToResize: 0, startTime: startTime,
            endTime: endTime, statuses: statuses)
    }

    /// The stats last, as everywhere.
    private func publish(_ bucket: String, while isOurs: () -> Bool) throws(ShardError) {
        let files = [
            (data, "\(name).\(data)"), ("checksums", "\(ShardChecksums.folder)/\(name)"),
            ("parquet", "\(name).parquet"), ("stats", "\(name)_stats.json"),
        ]
        // One call for all buckets puts them on disk.
        try folder.publish(
            files.map { part, place in CompleteFile(path: temporary(bucket, part), name: bucket + "/" + place) },
            syncs: false, while: isOurs)
    }
}
