// A shard under way: takes rows as they are settled, in any order, and makes the shard's files of them.

package import DatasetFolder
package import DatasetModel
internal import Files
package import Tables

/// One open shard. Used by one thread at a time. Every settled row is in its journal, its sample with the system,
/// before `settle` returns; dropping the shard leaves it for the next start to resume.
package final class OpenShard {
    package let plan: ShardPlan
    let folder: DatasetFolder
    let settings: ShardSettings
    var files: ShardFiles
    let rows: ColumnBatch
    let captions: TextColumn?
    let sampleJSON: SampleJSON
    let startTime: Double
    let journal: ShardJournal
    /// Of the list's rows.
    let rowsDigest: RowsDigest
    var pages: MemberPages
    var assembly: ShardAssembly
    let keys: ShardKeys
    var data: OpenData
    /// nil without embeddings.
    let vectors: OpenVectors?
    /// Which part of the shard this is; 0 is the first.
    package let part: Int
    /// Rows that are in other parts.
    let elsewhere: RowSet
    /// nil where parts may have any size.
    var filling: PartFilling?
    /// Whether the next sample would make the part too large: then it takes no more, and is to be finished.
    package internal(set) var isFull: Bool
    var isFinished = false

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
        filling = PartFilling(settings, left: left)
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
            tellsTimes: settings.format.order == .completion, hasBucket: settings.hasBucketColumn,
            scores: settings.embedding?.scores ?? [])
        pages = MemberPages(rows, columns: settings.columns)
        assembly = ShardAssembly(plan)
        keys = ShardKeys(rows: rows, shard: plan.id, format: settings.keyFormat, column: settings.keySource)
        data = OpenData(settings, hasData: files.openData != nil, rowCount: plan.rowCount, left: left)
        if let layout = settings.embedding, let name = files.vectors {
            vectors = try OpenVectors(path: folder.temporaryPath(name), layout)
        } else {
            vectors = nil
        }
        let journalPath = folder.temporaryPath(files.journal)
        rowsDigest = left?.header.rows ?? RowsDigest(rows, columns: settings.columns, keyColumn: settings.keyColumn)
        if let left, left.journalBytes > 0 {
            journal = try ShardJournal(path: journalPath, wholeBytes: left.journalBytes)
            for record in left.records {
                assembly.settle(record)
                pages.settle(record.index)
            }
        } else {
            journal = try ShardJournal(
                path: journalPath,
                header: JournalHeader(
                    plan: JournalHeader.plan(plan), run: run, startTime: startTime,
                    rows: rowsDigest))
        }
        for row in elsewhere.rows { pages.settle(row) }
        try data.writer.open(plan, path: files.openData.map(folder.temporaryPath), kept: left?.kept ?? .none)
        // Where the next sample begins is said before there is one.
        if left?.isCut == true { try journal.append(.cut(endOffset: data.endOffset)) }
    }

    deinit { leave() }

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

    /// Closes the shard as it is: the next start keeps what is settled.
    package func leave() {
        guard !isFinished else { return }
        isFinished = true
        data.writer.leave()
    }

    /// Gives the shard up and removes what was written of it.
    package func abort() {
        guard !isFinished else { return }
        isFinished = true
        data.writer.abort()
        // What cannot be removed now is removed by the next start.
        folder.discardTemporary(files)
    }
}
