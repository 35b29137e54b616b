// The thread that writes samples into their shards.

internal import ByteBuffers
internal import DatasetModel
internal import Fetching
internal import Reporting
internal import Shards
internal import Tables
internal import Threads
internal import URLLists

/// Takes settled rows, writes them into the open shards and hands on the shards that are complete.
///
/// `@unchecked Sendable` holds because the open shards are touched by the one thread that calls `run`.
final class SampleWriter: @unchecked Sendable {
    private let folder: DatasetFolder
    private let settings: ShardSettings
    private let fingerprint: RunFingerprint
    private let budget: MemoryBudget
    private let settled: BoundedQueue<SettledRow>
    private let complete: BoundedQueue<CompleteShard>
    private let gate: AdmissionGate
    private let control: RunControl
    private let progress: RunProgress
    private var open: [UInt32: OpenShard] = [:]

    init(
        dataset: PreparedDataset, budget: MemoryBudget, settled: BoundedQueue<SettledRow>,
        complete: BoundedQueue<CompleteShard>, gate: AdmissionGate, control: RunControl, progress: RunProgress
    ) {
        folder = dataset.folder
        settings = dataset.settings
        fingerprint = dataset.run
        self.budget = budget
        self.settled = settled
        self.complete = complete
        self.gate = gate
        self.control = control
        self.progress = progress
    }

    /// Writes until the queue of settled rows is closed and empty; shards that are not complete then are left to the
    /// next start.
    func run() {
        do {
            while let row = settled.pop() {
                defer { budget.release(row.image?.count ?? 0) }
                try settle(row)
            }
        } catch {
            control.fail(DownloadError(error))
        }
        for shard in open.values { shard.leave() }
        open.removeAll()
        complete.close()
    }

    private func settle(_ row: SettledRow) throws(ShardError) {
        let shard = try openShard(for: row.shard)
        try shard.settle(row.record, image: row.image, imageExtension: row.imageExtension)
        gate.rowSettled()
        let url = row.shard.planned.urls.string(row.record.index)
        progress.update {
            $0.rowSettled(
                row.record.outcome, url: url, bytesIn: row.receivedBytes, bytesOut: row.image?.count ?? 0, at: .now)
        }
        guard shard.isComplete else { return }
        open[row.shard.ordinal] = nil
        complete.push(CompleteShard(input: row.shard, output: shard))
    }

    private func openShard(for input: ShardInWork) throws(ShardError) -> OpenShard {
        if let shard = open[input.ordinal] { return shard }
        let shard = try OpenShard(
            input.planned.plan, rows: input.planned.rows, folder: folder, settings: settings,
            startTime: input.startTime, run: fingerprint, left: input.left)
        open[input.ordinal] = shard
        return shard
    }
}
