// The thread that reads the URL list and gives its rows to the fetchers.

internal import DatasetFolder
internal import DatasetModel
internal import Ground
internal import Planning
internal import Reporting
internal import ShardFormats
internal import Tables
internal import URLLists

/// Opens shard after shard as the gate allows, and submits their URLs.
///
/// `@unchecked Sendable` holds because the reader is used by the one thread that calls `run`.
final class ListFeeder: @unchecked Sendable {
    /// Reads the list from its start.
    private let makeReader: () -> URLListReader
    private let comparison: ListComparison
    private let boxColumn: String?
    private let gate: AdmissionGate
    private let shards: ShardsInWork
    private let bodies: any BodySource
    private let fetched: FetchedRows
    private let complete: BoundedQueue<CompleteShard>
    private let datasets: PreparedDatasets
    private let control: RunControl
    private let progress: RunProgress
    private let heartbeat: Heartbeat
    private var nextOrdinal: UInt32 = 0
    private var ownRows: WorkerRows

    init(
        makeReader: @escaping () -> URLListReader, comparison: ListComparison, boxColumn: String?,
        datasets: PreparedDatasets,
        gate: AdmissionGate,
        shards: ShardsInWork,
        bodies: any BodySource, fetched: FetchedRows, complete: BoundedQueue<CompleteShard>,
        control: RunControl, progress: RunProgress, heartbeat: Heartbeat
    ) {
        self.datasets = datasets
        self.complete = complete
        self.makeReader = makeReader
        ownRows = WorkerRows(before: datasets.earlier.counts.rows)
        self.comparison = comparison
        self.boxColumn = boxColumn
        self.gate = gate
        self.shards = shards
        self.bodies = bodies
        self.fetched = fetched
        self.control = control
        self.progress = progress
        self.heartbeat = heartbeat
    }

    /// Reads to the end of the list, or until the run stops.
    func run() {
        defer { heartbeat.rests() }
        do {
            try feed()
        } catch {
            control.fail(error)
        }
    }

    private func feed() throws(DownloadError) {
        try comparison.run(goesOn: goesOn) { control.notice($0) }
        if let known = datasets.endOfDoneShare {
            return listEnded(behind: known.end, rows: ownRows.count, selection: known.selection)
        }
        var reader: URLListReader
        repeat {
            reader = makeReader()
            reader.goesOn = goesOn
            try feed(from: reader)
            datasets.workerShards?.listEnded()
            guard !gate.hasStopped else { return }
        } while try othersLeaveShards()
        for warning in reader.warnings { control.notice(warning.text) }
        guard !gate.hasStopped else { return }
        listEnded(behind: reader.nextShard, rows: rows(readBy: reader), selection: reader.selectionTally)
    }

    private func listEnded(behind end: ShardID, rows: Int, selection: SelectionTally?) {
        control.listEnds(behind: end)
        progress.update {
            $0.totalRows = rows
            $0.selection = selection
        }
        fetched.listRead()
        if gate.listRead() { control.complete() }
    }

    /// Rows of the list that were read, or of this worker's shards.
    private func rows(readBy reader: URLListReader) -> Int {
        datasets.workerShards == nil ? reader.rowsRead : ownRows.count
    }

    private var goesOn: () -> Bool {
        { [gate, heartbeat] in
            heartbeat.works()
            return !gate.hasStopped
        }
    }

    /// Waits until a shard of this worker's share that another one makes is left by it.
    ///
    /// - Returns: false when all of them are done, or the run stops.
    private func othersLeaveShards() throws(DownloadError) -> Bool {
        guard let own = datasets.workerShards else { return false }
        var isTold = false
        while own.waitsForOthers, !gate.hasStopped {
            if try asDownloadError(shards: own.canTakeOver()) { return true }
            guard own.waitsForOthers else { break }
            if !isTold, gate.isIdle {
                isTold = true
                control.notice(
                    "\(own.elsewhereCount.counted("shard")) of this worker's share \(own.elsewhereCount == 1 ? "is" : "are") "
                        + "being made by other workers: waiting until that is done, or a worker fails and leaves its shards"
                )
            }
            heartbeat.rests()
            gate.waitForStop(atMost: own.lookInterval)
        }
        return false
    }

    private func feed(from reader: URLListReader) throws(DownloadError) {
        while waitForRoom(), let planned = try asDownloadError(list: reader.next()) {
            if let failure = datasets.workerShards?.failure { throw DownloadError(failure) }
            // What was read when the run stopped may not be the whole of a shard.
            guard !gate.hasStopped else { return }
            guard datasets.shards.contains(planned.plan.id.number) else {
                throw DownloadError(
                    .command,
                    """
                    \(planned.plan.file) has more rows than when \(datasets.name) was downloaded.
                      add them as further shards: --incremental-mode extend
                    """)
            }
            if try asDownloadError(shards: open(planned)) { ownRows.opened(planned.plan.rowCount) }
            let (rows, fraction, tally) = (rows(readBy: reader), reader.fractionRead, reader.selectionTally)
            progress.update {
                $0.listRead(rows: rows, fraction: fraction)
                $0.selection = tally
            }
        }
        if let failure = datasets.workerShards?.failure { throw DownloadError(failure) }
    }

    private func waitForRoom() -> Bool {
        heartbeat.rests()
        let hasRoom = gate.waitForRoom()
        heartbeat.works()
        return hasRoom
    }

    /// Submits what is to be fetched of a shard.
    ///
    /// - Returns: false if another worker has made it.
    private func open(_ planned: PlannedShard) throws(ShardError) -> Bool {
        guard let found = try found(of: planned) else { return false }
        let shard = ShardInWork(
            ordinal: nextOrdinal, planned: planned, found: found, boxColumn: boxColumn,
            startTime: SteadyWallClock.ofProcess.secondsSince1970())
        nextOrdinal += 1
        shards.add(shard)
        gate.shardOpened(rows: shard.rowCount, settled: shard.keptCount)
        fetched.opened(shard)
        for (size, found) in shard.found.enumerated() {
            guard case .open(let left) = found else { continue }
            for part in left.fullParts { try finish(shard, part, size, isFull: true) }
            if left.isComplete { try finish(shard, left, size) }
        }
        if shard.keptCount < shard.rowCount { submit(planned, of: shard) }
        return true
    }

    /// Submits the URLs of the rows that are missing, and fails those that have none.
    private func submit(_ planned: PlannedShard, of shard: ShardInWork) {
        let keys = ShardKeys(
            rows: planned.rows, shard: shard.id, format: datasets.settings.keyFormat,
            column: datasets.settings.keySource)
        let withoutKey = Set(keys.rowsWithoutKey)
        let identity = datasets.rowIdentity
        var wanted: [ListedURL] = []
        wanted.reserveCapacity(shard.rowCount - shard.keptCount)
        var duplicates = DuplicateURLs()
        let opening = shard.settledSoFar
        for row in opening.openRows {
            if let reason = planned.brokenRows[row] {
                fail(row, of: shard, .failedToDownload("broken_row", reason))
            } else if withoutKey.contains(row) {
                fail(row, of: shard, SampleRecord.badKey)
            } else if datasets.hasRetried, let key = keys.key(row),
                datasets.haveRetried(
                    identity.of(key: key.text, url: planned.urls.string(row)), in: opening.openSizes(of: row))
            {
                fail(row, of: shard, .triedAgain)
            } else if let url = planned.urls.string(row) {
                guard !bodies.sharesByURL || duplicates.isFirst(row, url: url) else { continue }
                wanted.append(ListedURL(row: row, url: url, referer: planned.referers?.string(row)))
            } else {
                fail(row, of: shard, .failedToDownload("invalid_url", "unknown url type: 'None'"))
            }
        }
        shard.note(duplicates)
        bodies.submit(wanted, of: shard)
    }

    /// What an earlier start left of a shard. What is of other places in the list, as files of it were moved about
    /// without a change of their sizes, is thrown away.
    ///
    /// - Returns: nil if another worker has made the shard.
    /// - Throws: `identityDiffers` when the rows at these places are other ones: kept samples would be theirs by key.
    private func found(of planned: PlannedShard) throws(ShardError) -> [FoundShard]? {
        let plan = planned.plan
        guard let found = try datasets.take(plan.id) else { return nil }
        // A worker finds out only now what is left of a shard.
        if datasets.workerShards != nil, let kept = KeptRows(found) { progress.update { $0.earlier.add(kept) } }
        var checked = found
        for (size, shard) in found.enumerated() {
            guard case .open(let left) = shard else { continue }
            let dataset = datasets.sizes[size]
            if left.matches(plan) {
                let rows = RowsDigest(
                    planned.rows, columns: dataset.settings.columns, keyColumn: dataset.settings.keyColumn)
                guard left.rowsDigest == rows else { throw ShardError.editedList(plan, dataset: dataset.folder.name) }
                continue
            }
            guard !left.hasParts else { throw ShardError.editedList(plan, dataset: dataset.folder.name) }
            try dataset.folder.removeOpen(
                ShardFiles(name: dataset.settings.keyFormat.name(of: plan.id), format: dataset.settings.format))
            control.notice("shard \(plan.id.number) was begun with other rows of the list: it is downloaded again")
            checked[size] = .nothing
        }
        if let counted = KeptRows(found), KeptRows(checked) == nil { progress.update { $0.earlier.remove(counted) } }
        return checked
    }

    /// Hands on a shard, or a full part of one, that an earlier start did not finish: no row of it comes to the writer.
    private func finish(
        _ shard: ShardInWork, _ left: LeftShard, _ size: Int, isFull: Bool = false
    ) throws(ShardError) {
        let dataset = datasets.sizes[size]
        let output = try OpenShard(
            shard.planned.plan, rows: shard.planned.rows, folder: dataset.folder, settings: dataset.settings,
            startTime: shard.startTime, run: dataset.run, part: left.part, elsewhere: left.elsewhere, isFull: isFull,
            left: left)
        complete.push(CompleteShard(input: shard, size: size, output: output))
    }

    private func fail(_ row: Int, of shard: ShardInWork, _ outcome: SampleOutcome) {
        fetched.push(FetchedRow(shard: shard, row: row, content: .failure(RowFailure(outcome))))
    }
}
