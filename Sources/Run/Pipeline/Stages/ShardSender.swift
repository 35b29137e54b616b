// The threads that send finished shards to where the dataset is to be.

internal import DatasetFolder
internal import Glibc
internal import Ground
internal import Planning
internal import Synchronization

/// Sends shards, records what the place has, and lets go of it here. Each thread sends one batch at a time; failed requests
/// are repeated below this, for minutes, so that a failure here ends the run.
final class ShardSender: Sendable {
    /// Threads, each of which holds a part of 10 MiB.
    static let threads = 4
    /// How long a batch waits for further shards, where a place takes several at once.
    private static let batchTime = Duration.seconds(2)

    private let waiting = BoundedQueue<WaitingShard>(capacity: .max)
    private let gate: AdmissionGate
    private let control: RunControl
    /// nil for a run of its own.
    private let workerShards: WorkerShards?
    private let isStopped = Atomic(false)
    private let silence = Monitor(StoreSilence(now: .now))
    private let confirmed = Monitor(SentBytes())

    /// - Parameter staged: what earlier starts finished and did not send.
    init(_ staged: [WaitingShard], gate: AdmissionGate, control: RunControl, workerShards: WorkerShards?) {
        self.workerShards = workerShards
        self.gate = gate
        self.control = control
        for shard in staged { add(shard) }
    }

    /// Takes a finished shard; the gate bounds how many wait.
    func add(_ shard: WaitingShard) {
        gate.shardStaged(bytes: shard.shard.byteCount)
        waiting.push(shard)
    }

    /// Nothing more comes: the threads end, at once if the run was stopped. What was not sent is sent by the next start.
    ///
    /// - Parameter drops: whether what still waits is left.
    func end(drops: Bool) {
        if drops {
            isStopped.store(true, ordering: .relaxed)
            waiting.closeAndDiscard()
        } else {
            waiting.close()
        }
    }

    /// Sends until the queue is closed and empty.
    func run(most: Int) {
        while true {
            let batch = waiting.pop(atMost: most, waiting: Self.batchTime)
            guard !batch.isEmpty else { return }
            // After a failure the others stay as they are.
            guard isWanted else { continue }
            let kept = batch.filter(isToSend)
            for shards in Dictionary(grouping: kept, by: { ObjectIdentifier($0.folder) }).values { send(shards) }
        }
    }

    /// Something to be said about the store, once.
    func notice(now: ContinuousClock.Instant) -> String? { silence.change { $0.notice(at: now) } }

    /// Bytes that the place has confirmed in this start, and how many a second it does now.
    func sent(now: ContinuousClock.Instant) -> (bytes: Int, perSecond: Double?) {
        confirmed.look { ($0.total, $0.rate(at: now)) }
    }

    private var isWanted: Bool { !isStopped.load(ordering: .relaxed) && control.failure == nil }

    private func send(_ batch: [WaitingShard]) {
        guard let folder = batch.first?.folder, let place = folder.place else { return }
        do throws(ShardError) {
            silence.change { $0.begins(at: .now) }
            confirmed.change { $0.begins(at: .now) }
            defer {
                let isAtRest = silence.change {
                    $0.ends(at: .now)
                    return $0.isAtRest
                }
                if isAtRest { confirmed.change { $0.rests() } }
            }
            let receipts = try place.store(batch.map(\.shard)) {
                self.silence.change { $0.moves(at: .now) }
                return self.isWanted && batch.allSatisfy(self.mayPublish)
            } sent: { bytes in
                self.confirmed.change { $0.add(bytes, at: .now) }
            }
            // A request that was under way while this process was paused may have replaced what another worker sent.
            guard batch.allSatisfy(mayPublish) else { return sendAgain(batch) }
            for (waiting, receipt) in zip(batch, receipts) {
                try folder.stored(waiting.shard, receipt)
                workerShards?.sent(waiting.shard.id)
                if gate.shardSent(bytes: waiting.shard.byteCount) { control.complete() }
            }
        } catch {
            guard error.category == .givenUp else { return control.fail(DownloadError(error)) }
            if isWanted { sendAgain(batch) }
        }
    }

    /// Puts shards back whose leases were lost, all or some of them, while they were sent.
    private func sendAgain(_ batch: [WaitingShard]) {
        for shard in batch {
            var again = shard
            again.mayBeMixed = true
            // Not taken any more: the run was stopped.
            waiting.push(again)
        }
    }

    /// Whether a shard is to be sent now. One that another worker makes is dropped, unless files of both may be there: then it
    /// is sent whole once that worker has let go of it.
    private func isToSend(_ shard: WaitingShard) -> Bool {
        if mayPublish(shard) { return true }
        guard shard.mayBeMixed else {
            drop(shard)
            return false
        }
        if workerShards?.takeAgain(shard.shard.id) ?? true { return true }
        usleep(Self.pauseMicroseconds)
        waiting.push(shard)
        return false
    }

    /// Between two looks at a shard that another worker sends.
    private static let pauseMicroseconds: UInt32 = 500_000

    /// Whether the lease of a shard is certainly held.
    private func mayPublish(_ shard: WaitingShard) -> Bool { workerShards?.mayPublish(shard.shard.id) ?? true }

    /// Lets go of a shard that another worker has taken over.
    private func drop(_ shard: WaitingShard) {
        shard.folder.discard(shard.shard)
        workerShards?.lost(shard.shard.id)
        if gate.shardSent(bytes: shard.shard.byteCount) { control.complete() }
    }
}
