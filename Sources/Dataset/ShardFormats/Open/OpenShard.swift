// A shard under way: takes rows as they are settled, in any order, and makes the shard's files of them.

package import DatasetFolder
package import DatasetModel
internal import Files
package import Ground
package import Tables

/// One open shard. Used by one thread at a time. Every settled row is in its journal, its sample with the system,
/// before `settle` returns; dropping the shard leaves it for the next start to resume.
package final class OpenShard {
    package let plan: ShardPlan
    let folder: DatasetFolder
    let settings: ShardSettings
    private(set) var files: ShardFiles
    let rows: ColumnBatch
    private let captions: TextColumn?
    private let writer: any ShardWriter
    private let sampleJSON: SampleJSON
    private let startTime: Double
    private let journal: ShardJournal
    /// Of the list's rows.
    let rowsDigest: RowsDigest
    /// Where the last sample ends in the data file.
    private var endOffset: Int
    var pages: MemberPages
    private var assembly: ShardAssembly
    private let keys: ShardKeys
    /// Where each row's sample lies in the open data.
    private var ranges: [Range<Int>?]
    /// Every sample of the open data.
    var samples: [StoredRow] = []
    /// Which part of the shard this is; 0 is the first.
    package let part: Int
    /// Rows that are in other parts.
    private let elsewhere: RowSet
    private let partSize: PartSize?
    /// What the metadata takes where it lies in the data file.
    private var tableBytes = 0
    /// Whether the next sample would make the part too large: then it takes no more, and is to be finished.
    package private(set) var isFull: Bool
    private var isFinished = false

    /// Begins a shard, or resumes one.
    ///
    /// - Parameters:
    ///   - rows: the plan's rows, columns as they go into the metadata.
    ///   - startTime: seconds since 1970; a resumed shard keeps its own.
    ///   - run: noted in the journal.
    ///   - part: which part of the shard.
    ///   - elsewhere: rows that other parts have.
    ///   - isFull: set for a part that an earlier start has left and that takes no more.
    ///   - left: what an earlier start left of this part, which must match `plan`.
    /// - Throws: `diskFull`, `permission`, `notAFolder`, `io`; `table` when the rows are not those of the plan.
    package init(
        _ plan: ShardPlan, rows: ColumnBatch, folder: DatasetFolder, settings: ShardSettings, startTime: Double,
        run: RunFingerprint, part: Int = 0, elsewhere: RowSet = RowSet(), isFull: Bool = false, left: LeftShard? = nil
    ) throws(ShardError) {
        self.part = part
        self.elsewhere = elsewhere
        self.isFull = isFull
        partSize = PartSize(settings)
        guard rows.rowCount == plan.rowCount else {
            throw ShardError(.table, "shard \(plan.id.number) should have \(plan.rowCount) rows, not \(rows.rowCount)")
        }
        self.plan = plan
        self.folder = folder
        self.settings = settings
        self.rows = rows
        self.startTime = left?.header.startTime ?? startTime
        files = ShardFiles(name: settings.keyFormat.name(of: plan.id, part: part), format: settings.format)
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
        rowsDigest = left?.header.rows ?? RowsDigest(rows, columns: settings.columns, keyColumn: settings.keyColumn)
        if let left, left.journalBytes > 0 {
            journal = try ShardJournal(path: journalPath, wholeBytes: left.journalBytes)
            for record in left.records {
                assembly.settle(record)
                pages.settle(record.index)
                // What its columns from the list take is not looked up again.
                tableBytes += partSize?.tableBytes(metadata: Self.usualMetadataBytes, record) ?? 0
            }
            for stored in left.stored { ranges[stored.row] = stored.sample.offset..<stored.sample.endOffset }
            samples = left.stored
            tableBytes += partSize?.keptBytes(left.stored) ?? 0
        } else {
            journal = try ShardJournal(
                path: journalPath,
                header: JournalHeader(
                    plan: JournalHeader.plan(plan), run: run, startTime: startTime,
                    rows: rowsDigest))
        }
        for row in elsewhere.rows { pages.settle(row) }
        try writer.open(plan, path: files.openData.map(folder.temporaryPath), kept: kept)
        // Where the next sample begins is said before there is one.
        if left?.isCut == true { try journal.append(.cut(endOffset: kept.endOffset)) }
    }

    deinit { leave() }

    private static let usualMetadataBytes = 1024

    /// Rows that wait for their end.
    package var openCount: Int { plan.rowCount - elsewhere.count - assembly.settledCount }

    /// Whether every row of the shard is settled, here or in other parts: call `finish`.
    package var isComplete: Bool { openCount == 0 }

    /// The rows that are in this part and in others: not for the part after it.
    package var settledRows: RowSet {
        var rows = elsewhere
        for record in assembly.settledRecords { rows.insert(record.index) }
        return rows
    }

    /// Settles a row, and writes its sample when it has one.
    ///
    /// A row settled twice traps in debug builds; in release builds the second time is refused and nothing is
    /// written. After an error the shard is broken: leave it to the next start.
    /// - Parameters:
    ///   - image: the encoded image of a success; a success without one is kept as a failure, as nothing may count
    ///     that is not there.
    ///   - imageExtension: the image's own, without a dot; nil for the one of the settings.
    /// - Returns: whether the row was settled now; false, too, when the part `isFull` since: then nothing was written,
    ///   and the row belongs to the next part.
    @discardableResult
    package func settle(
        _ record: SampleRecord, image: ByteBuffer?, imageExtension: String? = nil
    ) throws(ShardError) -> Bool {
        guard !isFull, !elsewhere.contains(record.index) else { return false }
        guard assembly.awaits(record.index) else { return assembly.settle(record) }
        defer { if !isFull { pages.settle(record.index) } }
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
        guard JournalBytes.holds(record) else {
            return try note(
                SampleRecord(
                    index: record.index,
                    outcome: .failedToResize("metadata_too_large", "its metadata is larger than 8 MiB")),
                stored: nil)
        }
        let stored = try write(record, key, image, imageExtension ?? settings.imageExtension)
        return isFull ? false : try note(record, stored: stored)
    }

    private func note(_ record: SampleRecord, stored: StoredSample?) throws(ShardError) -> Bool {
        if let partSize, stored == nil {
            // A failure takes room, too, where the table is the data.
            let added = partSize.tableBytes(metadata: try metadataBytes(of: record.index), record)
            guard samples.isEmpty || partSize.whole(endOffset, tableBytes: tableBytes + added) <= partSize.limit else {
                isFull = true
                return false
            }
            tableBytes += added
        }
        try journal.append(.settled(record, stored: stored))
        if let stored { samples.append(StoredRow(row: record.index, sample: stored)) }
        return assembly.settle(record)
    }

    /// Makes the shard visible: data and metadata complete and synced, then moved to their names, the stats last.
    ///
    /// - Parameters:
    ///   - endTime: seconds since 1970.
    ///   - beat: called as the work moves, which may take minutes: at every few megabytes, or step.
    /// - Throws: as `init`; the shard is then left, and the next start finishes it.
    package func finish(
        endTime: Double, beat: @escaping @Sendable () -> Void = {}
    ) throws(ShardError) -> FinishedShard {
        guard isComplete || isFull, !isFinished else {
            throw ShardError(.io, "shard \(plan.id.number) still waits for \(openCount) rows")
        }
        let records = assembly.settledRecords
        isFinished = true
        let syncs = settings.sync.syncsFinished
        let contents = ShardContents(
            plan: plan, settings: settings, keys: keys, rows: try rows(of: records), records: records,
            ranges: records.map { ranges[$0.index] }, beat: beat)
        beat()
        var dataBytes = 0
        if samples.isEmpty && settings.format.hasMetadata {
            writer.abort()
            files = files.withoutData
        } else {
            dataBytes = try writer.finish()
        }
        beat()
        if let composer = settings.format.makeComposer(), let open = files.openData, let data = files.data {
            dataBytes = try composer.compose(
                contents, from: folder.temporaryPath(open), to: folder.temporaryPath(data))
        }
        beat()
        try ShardIndices(files, settings.format).write(contents, folder: folder)
        beat()
        if let metadata = files.metadata {
            let batch = try MetadataTable.batch(contents)
            if settings.format.hasBucketFolders, let open = files.openData {
                dataBytes = try BucketFolders(contents, folder: folder).write(
                    from: folder.temporaryPath(open), stored: samples, batch: batch, startTime: startTime,
                    endTime: endTime)
            }
            beat()
            try MetadataTable.write(batch, to: folder.temporaryPath(metadata))
            beat()
            if syncs { _ = try DatasetFolder.syncFile(folder.temporaryPath(metadata)) }
        }
        var stats = assembly.stats(startTime: startTime, endTime: endTime)
        stats.failures = ShardFailures(records, urls: rows.text("url"))
        if partSize != nil { stats.rowsOfAllParts = plan.rowCount }
        let statsBytes = stats.json
        try writeChecksums(records, stats: statsBytes)
        try folder.writeFile(statsBytes, to: folder.temporaryPath(files.stats), syncs: syncs)
        beat()
        try folder.publish(files, syncs: syncs)
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
        /// Whether the sample was written; else the part is full.
        func put(_ sample: Sample) throws(ShardError) {
            if let partSize {
                let added = partSize.tableBytes(metadata: sample.json.count, record)
                let whole = partSize.whole(endOffset + partSize.bytes(of: sample), tableBytes: tableBytes + added)
                // A sample that is too large alone has a part of its own.
                guard samples.isEmpty || whole <= partSize.limit else {
                    isFull = true
                    return
                }
                tableBytes += added
            }
            endOffset = try writer.write(sample)
        }
        func sample(_ json: UnsafeRawBufferPointer, _ caption: UnsafeRawBufferPointer?) -> Sample {
            Sample(
                key: key, record: record, image: image, imageExtension: imageExtension, json: json, caption: caption)
        }
        try pages.withMembers(of: record.index) { members throws(ShardError) in
            try sampleJSON.withJSON(members: members, key: key, record: record) { json throws(ShardError) in
                guard settings.hasCaptions else {
                    try put(sample(json, nil))
                    return
                }
                var outcome: Result<Void, ShardError> = .success(())
                withCaption(of: record.index) { caption in
                    outcome = Result { () throws(ShardError) in
                        try put(sample(json, caption))
                    }
                }
                try outcome.get()
            }
        }
        guard !isFull else { return nil }
        // The journal never refers to bytes that only this process has.
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
