// From a complete open shard to its finished files.

package import DatasetFolder
internal import DatasetModel
internal import Files
internal import Tables

extension OpenShard {
    /// Makes the shard visible: data and metadata complete and synced, then moved to their names, the stats last.
    ///
    /// - Parameters:
    ///   - endTime: seconds since 1970.
    ///   - beat: called as the work moves, which may take minutes: at every few megabytes, or step.
    ///   - mayPublish: asked right before files become visible, and before one that is there is replaced.
    /// - Throws: as `init`; the shard is then left, and the next start finishes it. `leaseLost` when `mayPublish` says no.
    package func finish(
        endTime: Double, beat: @escaping @Sendable () -> Void = {}, mayPublish: @escaping () -> Bool = { true }
    ) throws(ShardError) -> FinishedShard {
        guard isComplete || isFull, !isFinished else {
            throw ShardError(.io, "shard \(plan.id.number) still waits for \(openCount) rows")
        }
        let records = assembly.settledRecords
        isFinished = true
        let syncs = settings.sync.syncsFinished
        let contents = ShardContents(
            plan: plan, settings: settings, keys: keys, rows: try rows(of: records), records: records,
            ranges: records.map { data.ranges[$0.index] }, beat: beat)
        beat()
        var dataBytes = 0
        if data.samples.isEmpty && settings.format.hasMetadata {
            data.writer.abort()
            files = files.withoutData
        } else {
            dataBytes = try data.writer.finish()
        }
        beat()
        if let composer = settings.format.makeComposer(), let open = files.openData, let path = files.data {
            dataBytes = try composer.compose(
                contents, from: folder.temporaryPath(open), to: folder.temporaryPath(path))
        }
        beat()
        try ShardIndices(files, settings.format).write(contents, folder: folder)
        beat()
        if let metadata = files.metadata {
            let batch = try MetadataTable.batch(contents)
            if settings.format.hasBucketFolders, let open = files.openData {
                try checkLease(mayPublish)
                dataBytes = try BucketFolders(contents, folder: folder).write(
                    from: folder.temporaryPath(open), stored: data.samples, batch: batch, startTime: startTime,
                    endTime: endTime, while: mayPublish)
            }
            beat()
            try MetadataTable.write(batch, to: folder.temporaryPath(metadata))
            beat()
            if syncs { _ = try DatasetFolder.syncFile(folder.temporaryPath(metadata)) }
        }
        if data.samples.isEmpty { files = files.withoutEmbeddings }
        if let layout = settings.embedding, let vectors, let own = files.embeddings,
            let checksums = files.embeddingChecksums, let table = files.metadata ?? files.data
        {
            let embeddings = ShardEmbeddings(
                contents: contents, layout: layout, files: own, checksumsName: checksums, folder: folder,
                vectors: vectors)
            try embeddings.write(data.samples, table: folder.temporaryPath(table))
            beat()
        }
        var stats = assembly.stats(startTime: startTime, endTime: endTime)
        stats.failures = ShardFailures(records, urls: rows.text("url"))
        if filling != nil { stats.rowsOfAllParts = plan.rowCount }
        let statsBytes = stats.json
        try writeChecksums(records, stats: statsBytes)
        try folder.writeFile(statsBytes, to: folder.temporaryPath(files.stats), syncs: syncs)
        beat()
        try checkLease(mayPublish)
        try folder.publish(files, syncs: syncs, while: mayPublish)
        beat()
        if isComplete {
            // Last, and the others before it: as long as a part's journal is there, the shard is not done.
            for number in 0...part {
                folder.discardJournal(
                    ShardFiles(name: settings.keyFormat.name(of: plan.id, part: number), format: settings.format))
            }
            folder.discardTemporary(files)
        } else {
            folder.discardTemporaryData(files)
        }
        return FinishedShard(id: plan.id, stats: stats, dataBytes: dataBytes)
    }

    /// The finished shard as it has to be sent to the dataset's place; nil if it stays in its folder.
    package var staged: (shard: StagedShard, folder: DatasetFolder)? {
        guard folder.place != nil else { return nil }
        return (folder.staged(settings.keyFormat.name(of: plan.id, part: part), files), folder)
    }

    private func checkLease(_ mayPublish: () -> Bool) throws(ShardError) {
        guard !mayPublish() else { return }
        throw ShardError(.leaseLost, "another worker has taken over shard \(plan.id.number)")
    }

    /// Writes the checksums of the shard's finished files, all of which lie in the temporary place but the stats.
    private func writeChecksums(_ records: [SampleRecord], stats: [UInt8]) throws(ShardError) {
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
