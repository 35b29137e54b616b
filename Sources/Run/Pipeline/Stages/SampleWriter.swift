// The thread that writes samples into their shards.

internal import DatasetFolder
internal import DatasetModel
internal import Fetching
internal import Ground
internal import Planning
internal import Reporting
internal import ShardFormats
internal import Tables
internal import URLLists

/// Takes settled rows, writes them into the open shards and hands on the shards that are complete.
///
/// `@unchecked Sendable` holds because the open shards are touched by the one thread that calls `run`.
final class SampleWriter: @unchecked Sendable {
    /// One for each size.
    private let datasets: [PreparedDataset]
    private let budget: MemoryBudget
    private let settled: BoundedQueue<SettledRow>
    private let complete: BoundedQueue<CompleteShard>
    private let gate: AdmissionGate
    private let control: RunControl
    private let progress: RunProgress
    private let heartbeat: Heartbeat
    /// Who looks at the newest images.
    private let tap: ImageTap
    /// The open shards of each size, by their order of opening.
    private var open: [[UInt32: OpenShard]]

    init(
        datasets: [PreparedDataset], budget: MemoryBudget, settled: BoundedQueue<SettledRow>,
        complete: BoundedQueue<CompleteShard>, gate: AdmissionGate, control: RunControl, progress: RunProgress,
        heartbeat: Heartbeat, tap: ImageTap = ImageTap()
    ) {
        self.datasets = datasets
        open = Array(repeating: [:], count: datasets.count)
        self.budget = budget
        self.settled = settled
        self.complete = complete
        self.gate = gate
        self.control = control
        self.progress = progress
        self.heartbeat = heartbeat
        self.tap = tap
    }

    /// Settled rows, one for each size, that a failure of the output left unwritten. Read it when the thread has ended.
    private(set) var discarded = 0

    /// Writes until the queue of settled rows is closed and empty; shards that are not complete then are left to the
    /// next start.
    func run() {
        do {
            while let row = settled.pop() {
                heartbeat.works()
                defer { heartbeat.rests() }
                defer { budget.release(row.image?.count ?? 0) }
                try settle(row)
            }
        } catch {
            control.fail(DownloadError(error))
            // Nobody takes rows any more: who waits for room must be let go, however the run is ended.
            discarded = settled.closeAndDiscard()
        }
        heartbeat.works()
        for shard in open.joined() { shard.value.leave() }
        open = Array(repeating: [:], count: datasets.count)
        heartbeat.rests()
        complete.close()
    }

    private func settle(_ row: SettledRow) throws(ShardError) {
        let settlement = row.shard.settle(row.record.index, size: row.size, row.record.outcome)
        guard settlement != .again else { return }
        var shard = try openShard(for: row.shard, row.size)
        try shard.settle(
            row.record, image: row.image, imageExtension: row.imageExtension, embedding: row.embedding)
        if shard.isFull {
            shard = try partBehind(shard, of: row.shard, row.size)
            try shard.settle(
                row.record, image: row.image, imageExtension: row.imageExtension, embedding: row.embedding)
        }
        count(row, settlement)
        // With several sizes, the first stands for all.
        if row.size == 0, tap.isWanted { show(row) }
        guard shard.isComplete else { return }
        open[row.size][row.shard.ordinal] = nil
        heartbeat.rests()
        complete.push(CompleteShard(input: row.shard, size: row.size, output: shard))
    }

    private func show(_ row: SettledRow) {
        guard let image = row.image, image.count <= ImageTap.mostBytes else { return }
        let record = row.record
        tap.give(
            ImageTap.Picture(
                place: "shard \(row.shard.id.number), row \(record.index)",
                caption: row.shard.captions?.string(record.index), width: record.width, height: record.height,
                bytes: image.withUnsafeBytes { Array($0) }))
    }

    /// A row counts when the last of its sizes is written.
    private func count(_ row: SettledRow, _ settlement: ShardLedger.Settlement) {
        let closed = settlement.closedRow
        let url = closed.flatMap { _ in row.shard.planned.urls.string(row.record.index) }
        if closed != nil { gate.rowSettled() }
        progress.update {
            let now = ContinuousClock.now
            $0.sizeSettled(row.size, row.record.outcome, bytesOut: row.image?.count ?? 0, at: now)
            guard let closed else { return }
            $0.rowSettled(closed, url: url, bytesIn: row.receivedBytes, bytesOut: 0, at: now)
        }
    }

    /// Hands on a part that takes no more, and begins the next.
    private func partBehind(_ full: OpenShard, of input: ShardInWork, _ size: Int) throws(ShardError) -> OpenShard {
        open[size][input.ordinal] = nil
        let dataset = datasets[size]
        let next = try OpenShard(
            input.planned.plan, rows: input.planned.rows, folder: dataset.folder, settings: dataset.settings,
            startTime: SteadyWallClock.ofProcess.secondsSince1970(), run: dataset.run, part: full.part + 1,
            elsewhere: full.settledRows)
        open[size][input.ordinal] = next
        heartbeat.rests()
        complete.push(CompleteShard(input: input, size: size, output: full))
        heartbeat.works()
        return next
    }

    private func openShard(for input: ShardInWork, _ size: Int) throws(ShardError) -> OpenShard {
        if let shard = open[size][input.ordinal] { return shard }
        let dataset = datasets[size]
        let left = input.left(size)
        let shard = try OpenShard(
            input.planned.plan, rows: input.planned.rows, folder: dataset.folder, settings: dataset.settings,
            startTime: input.startTime, run: dataset.run, part: left?.part ?? 0, elsewhere: left?.elsewhere ?? RowSet(),
            left: left)
        open[size][input.ordinal] = shard
        return shard
    }
}
