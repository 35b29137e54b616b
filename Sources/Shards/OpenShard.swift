// A shard under way: takes rows as they are settled, in any order, and makes the shard's files of them.

package import ByteBuffers
package import DatasetModel
package import Tables

/// One open shard. Used by one thread at a time. Every settled row is in its journal, its sample with the system,
/// before `settle` returns; dropping the shard leaves it for the next start to go on with.
package final class OpenShard {
    package let plan: ShardPlan
    private let folder: DatasetFolder
    private let settings: ShardSettings
    private let files: ShardFiles
    private let rows: ColumnBatch
    private let captions: TextColumn?
    private let writer: any ShardWriter
    private let sampleJSON: SampleJSON
    private let startTime: Double
    private let journal: ShardJournal
    /// Where the last sample ends in the data file.
    private var endOffset: Int
    private var pages: MemberPages
    private var assembly: ShardAssembly
    private let keys: ShardKeys
    /// Where each row's sample lies in the open data.
    private var ranges: [Range<Int>?]
    /// Every sample of the open data.
    private var samples: [StoredRow] = []
    private var isFinished = false

    /// Begins a shard, or goes on with one.
    ///
    /// - Parameters:
    ///   - rows: the plan's rows, columns as they go into the metadata.
    ///   - startTime: seconds since 1970; a shard that is gone on with keeps its own.
    ///   - run: noted in the journal.
    ///   - left: what an earlier start left of this shard, which must match `plan`.
    /// - Throws: `diskFull`, `permission`, `notAFolder`, `io`; `table` when the rows are not those of the plan.
    package init(
        _ plan: ShardPlan, rows: ColumnBatch, folder: DatasetFolder, settings: ShardSettings, startTime: Double,
        run: RunFingerprint, left: LeftShard? = nil
    ) throws(ShardError) {
        guard rows.rowCount == plan.rowCount else {
            throw ShardError(.table, "shard \(plan.id.number) is to have \(plan.rowCount) rows, not \(rows.rowCount)")
        }
        self.plan = plan
        self.folder = folder
        self.settings = settings
        self.rows = rows
        self.startTime = left?.header.startTime ?? startTime
        files = ShardFiles(name: settings.keyFormat.name(of: plan.id), format: settings.format)
        captions = settings.hasCaptions ? rows.text("caption") : nil
        sampleJSON = SampleJSON(
            includesEXIF: settings.includesEXIF, hashName: settings.hashName, hasFetchColumns: settings.hasFetchColumns,
            tellsTimes: settings.format.order == .completion, hasBucket: settings.hasBucketColumn)
        pages = MemberPages(rows, columns: settings.columns)
        assembly = ShardAssembly(plan)
        keys = ShardKeys(rows: rows, shard: plan.id, format: settings.keyFormat, column: settings.keyColumn)
        ranges = Array(repeating: nil, count: plan.rowCount)
        writer = settings.format.makeWriter(settings)
        let kept = left?.kept ?? .none
        endOffset = kept.endOffset
        let journalPath = folder.temporaryPath(files.journal)
        if let left {
            journal = try ShardJournal(path: journalPath, wholeBytes: left.journalBytes)
            for record in left.records {
                assembly.settle(record)
                pages.settle(record.index)
            }
            for stored in left.stored { ranges[stored.row] = stored.sample.offset..<stored.sample.endOffset }
            samples = left.stored
        } else {
            journal = try ShardJournal(
                path: journalPath,
                header: JournalHeader(
                    plan: JournalHeader.plan(plan), run: run, startTime: startTime,
                    rows: RowsDigest(rows, keyColumn: settings.keyColumn)))
        }
        try writer.open(plan, path: files.openData.map(folder.temporaryPath), kept: kept)
        // Where the next sample begins is said before there is one.
        if left?.isCut == true { try journal.append(.cut(endOffset: kept.endOffset)) }
    }

    deinit { leave() }

    /// Rows that wait for their end.
    package var openCount: Int { plan.rowCount - assembly.settledCount }

    /// Whether every row is settled: call `finish`.
    package var isComplete: Bool { openCount == 0 }

    /// Settles a row, and writes its sample when it has one.
    ///
    /// A row settled twice traps in debug builds; in release builds the second time is refused and nothing is
    /// written. After an error the shard is broken: leave it to the next start.
    /// - Parameters:
    ///   - image: the encoded image of a success; a success without one is kept as a failure, as nothing may count
    ///     that is not there.
    ///   - imageExtension: the image's own, without a dot; nil for the one of the settings.
    /// - Returns: whether the row was settled now.
    @discardableResult
    package func settle(
        _ record: SampleRecord, image: ByteBuffer?, imageExtension: String? = nil
    ) throws(ShardError) -> Bool {
        guard assembly.awaits(record.index) else { return assembly.settle(record) }
        defer { pages.settle(record.index) }
        guard record.outcome.status == .success else { return try note(record, stored: nil) }
        guard let image else {
            assertionFailure("row \(record.index) of shard \(plan.id.number) is a success without an image")
            return try note(
                SampleRecord(
                    index: record.index, outcome: .failedToResize("no_image", "no image was made"),
                    fetch: record.fetch),
                stored: nil)
        }
        guard let key = keys.key(record.index) else {
            return try note(SampleRecord(index: record.index, outcome: SampleRecord.badKey), stored: nil)
        }
        return try note(record, stored: try write(record, key, image, imageExtension ?? settings.imageExtension))
    }

    private func note(_ record: SampleRecord, stored: StoredSample?) throws(ShardError) -> Bool {
        try journal.append(.settled(record, stored: stored))
        if let stored { samples.append(StoredRow(row: record.index, sample: stored)) }
        return assembly.settle(record)
    }

    /// Makes the shard visible: data and metadata complete and synced, then moved to their names, the stats last.
    ///
    /// - Parameter endTime: seconds since 1970.
    /// - Throws: as `init`; the shard is then left, and the next start finishes it.
    package func finish(endTime: Double) throws(ShardError) -> FinishedShard {
        guard let records = assembly.completeRecords, !isFinished else {
            throw ShardError(.io, "shard \(plan.id.number) still waits for \(openCount) rows")
        }
        isFinished = true
        let syncs = settings.sync.syncsFinished
        let contents = ShardContents(
            plan: plan, settings: settings, keys: keys, rows: rows, records: records, ranges: ranges)
        var dataBytes = try writer.finish()
        if let composer = settings.format.makeComposer(settings), let open = files.openData, let data = files.data {
            dataBytes = try composer.compose(
                contents, from: folder.temporaryPath(open), to: folder.temporaryPath(data))
        }
        try ShardIndices(files, settings.format).write(contents, folder: folder)
        if let checksums = files.checksums {
            let bytes = ShardChecksums(samples, format: settings.format).bytes
            try folder.writeFile(bytes, to: folder.temporaryPath(checksums), syncs: syncs)
        }
        if let metadata = files.metadata {
            let batch = try MetadataTable.batch(contents)
            if settings.format.hasBucketFolders, let open = files.openData {
                dataBytes = try BucketFolders(contents, folder: folder).write(
                    from: folder.temporaryPath(open), stored: samples, batch: batch, startTime: startTime,
                    endTime: endTime)
            }
            try MetadataTable.write(batch, to: folder.temporaryPath(metadata))
            if syncs { _ = try DatasetFolder.syncFile(folder.temporaryPath(metadata)) }
        }
        var stats = assembly.stats(startTime: startTime, endTime: endTime)
        stats.failures = ShardFailures(records, urls: rows.text("url"))
        try folder.writeFile(stats.json, to: folder.temporaryPath(files.stats), syncs: syncs)
        try folder.publish(files, syncs: syncs)
        folder.discardJournal(files)
        folder.discardTemporary(files)
        return FinishedShard(id: plan.id, stats: stats, dataBytes: dataBytes)
    }

    /// Closes the shard as it is: the next start keeps what is settled.
    package func leave() {
        guard !isFinished else { return }
        isFinished = true
        writer.leave()
    }

    /// Gives the shard up and removes what was written of it.
    package func abort() {
        guard !isFinished else { return }
        isFinished = true
        writer.abort()
        // What cannot be removed now is removed by the next start.
        folder.discardTemporary(files)
    }

    private func write(
        _ record: SampleRecord, _ key: SampleKey, _ image: ByteBuffer, _ imageExtension: String
    ) throws(ShardError) -> StoredSample? {
        let start = endOffset
        func sample(_ json: UnsafeRawBufferPointer, _ caption: UnsafeRawBufferPointer?) -> Sample {
            Sample(
                key: key, record: record, image: image, imageExtension: imageExtension, json: json, caption: caption)
        }
        try pages.withMembers(of: record.index) { members throws(ShardError) in
            try sampleJSON.withJSON(members: members, key: key, record: record) { json throws(ShardError) in
                guard settings.hasCaptions else {
                    endOffset = try writer.write(sample(json, nil))
                    return
                }
                var outcome: Result<Void, ShardError> = .success(())
                withCaption(of: record.index) { caption in
                    outcome = Result { () throws(ShardError) in
                        endOffset = try writer.write(sample(json, caption))
                    }
                }
                try outcome.get()
            }
        }
        // The journal never tells of bytes that only this process has.
        try writer.flush()
        guard let data = files.openData else { return nil }
        ranges[record.index] = start..<endOffset
        return try stored(key, imageExtension, in: data, from: start)
    }

    /// What the system has of the sample that was just written.
    private func stored(
        _ key: SampleKey, _ imageExtension: String, in data: String, from start: Int
    ) throws(ShardError) -> StoredSample {
        let own = try writer.checksum(from: start, to: endOffset)
        let checksum: UInt32
        if let own { checksum = own } else { checksum = try folder.checksum(of: data, from: start, to: endOffset) }
        return StoredSample(
            key: key, imageExtension: imageExtension, offset: settings.format.layout == .file ? start : 0,
            byteCount: endOffset - start, checksum: checksum)
    }

    /// Lends a caption's bytes; a null is empty.
    private func withCaption(of row: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
        if let captions, !captions.isNull(row) {
            captions.withBytes(row) { body($0) }
        } else {
            body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }
}
