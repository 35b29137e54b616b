// The stages of a run, joined by queues, each on its own threads.

internal import DatasetFolder
package import DatasetModel
package import Embedding
internal import Fetching
internal import Files
internal import Glibc
internal import Ground
internal import Imaging
package import Planning
package import Reporting
internal import RowSelection
internal import URLLists

/// The threads of a run. Started by `init`, ended and joined by `end`.
package struct Pipeline {
    /// Encoded images that may wait for the writer: with a slow disk the workers stop here, their bodies keep the
    /// memory budget spent, and the loops admit nothing more.
    private static let settledCapacity = 128
    private static let completeCapacity = 4

    package let control: RunControl
    package let progress: RunProgress
    private let heartbeats: StageHeartbeats
    private let gate: AdmissionGate
    private let budget: MemoryBudget
    private let bodies: any BodySource
    /// Bounded by the gate's rows and the budget's bytes, so that the fetch loop never waits here.
    private let fetched = BoundedQueue<FetchedRow>(capacity: .max)
    private let settled = BoundedQueue<SettledRow>(capacity: Pipeline.settledCapacity)
    private let complete = BoundedQueue<CompleteShard>(capacity: Pipeline.completeCapacity)
    /// Where the image threads' stages are summed up, when that is asked for.
    private let stageTimes: StageTimes?
    /// Sizes that a row is written in.
    private let sizeCount: Int
    private let requestTimes = RequestTimes()
    /// Limits of the plan, among the figures.
    private let limits: RunFlow
    private let feeder: NamedThread
    private let workers: [NamedThread]
    private let writer: NamedThread
    private let writerStage: SampleWriter
    private let finisher: NamedThread
    /// The stage that sends finished shards away, and its threads; nil if they stay here.
    private let sending: (stage: ShardSender, threads: [NamedThread])?
    /// The stage of models, its queue and its thread; nil without models.
    private let models: (stage: EmbeddingStage, queue: BoundedQueue<SettledRow>, thread: NamedThread)?
    /// nil where open shards are not synced.
    private let syncer: OpenShardSyncer?

    /// - Parameters:
    ///   - embedder: the plan's models; nil without.
    ///   - tap: gets the newest images.
    package init(
        _ plan: DownloadPlan, datasets: PreparedDatasets, control: RunControl, embedder: SampleEmbedder? = nil,
        tap: ImageTap = ImageTap()
    ) throws(DownloadError) {
        self.control = control
        var statistics = RunStatistics(
            totalRows: plan.list.isSelected ? nil : plan.list.totalRows, earlier: datasets.earlier, start: .now)
        statistics.sizeCount = datasets.sizes.count > 1 ? datasets.sizes.count : 0
        statistics.inFlight = 0
        progress = RunProgress(statistics)
        sizeCount = datasets.sizes.count
        limits = RunFlow(plan)
        let heartbeats = StageHeartbeats(workers: plan.imageWorkers)
        self.heartbeats = heartbeats
        let gate = AdmissionGate(
            AdmissionGate.Limits(
                maximumInFlight: plan.fetching.maximumInFlight, samplesPerShard: plan.samplesPerShard,
                openShards: plan.descriptors.openShards, stagedBytes: plan.store?.stagingBytes ?? .max),
            isPaced: plan.share?.choice == .any)
        self.gate = gate
        budget = MemoryBudget(limitBytes: plan.memoryBudgetBytes)
        let shards = ShardsInWork()
        let control = control
        let firstRows = FetchedRows(
            to: fetched, gate: gate,
            first: plan.reshaped == nil
                ? FirstRows(
                    hasImages: datasets.earlier.counts.images > 0) : nil
        ) { verdict in
            guard case .stop(let cause, let rows, let isAll, let example) = verdict else { return }
            let words = cause.words(rows: rows, isAll: isAll, example: example, LocalCause.Setting(plan))
            control.fail(DownloadError(.noImages, words))
        }
        bodies = try Self.bodies(
            plan, budget: budget, control: control, gate: gate, shards: shards, fetched: firstRows, times: requestTimes)

        let places = datasets.sizes.compactMap(\.folder.place)
        let sender =
            places.isEmpty
            ? nil
            : ShardSender(
                datasets.sizes.flatMap(\.staged), gate: gate, control: control, workerShards: datasets.workerShards)
        let most = places.map(\.mostShardsAtOnce).min() ?? 1
        sending = sender.map { sender in
            // Batches are made one after the other.
            let count = most > 1 ? 1 : ShardSender.threads
            return (sender, (0..<count).map { NamedThread("send-\($0)") { sender.run(most: most) } })
        }
        let finisherStage = ShardFinisher(
            complete: complete, shards: shards, gate: gate, control: control, progress: progress, sender: sender,
            heartbeat: heartbeats.finisher, workerShards: datasets.workerShards)
        finisher = NamedThread("finisher") { finisherStage.run() }
        let writerStage = SampleWriter(
            datasets: datasets.sizes, budget: budget, settled: settled, complete: complete, gate: gate,
            control: control,
            progress: progress, heartbeat: heartbeats.sampleWriter, tap: tap)
        self.writerStage = writerStage
        writer = NamedThread("sample-writer") { writerStage.run() }
        if case .seconds(let seconds) = plan.sync {
            syncer = OpenShardSyncer(datasets.sizes.map(\.folder), every: seconds, control: control)
        } else {
            syncer = nil
        }
        stageTimes = plan.timesStages ? StageTimes() : nil
        if let embedder {
            // Two batches: one that is computed, one that is ready.
            let queue = BoundedQueue<SettledRow>(capacity: 2 * embedder.batchSize)
            let stage = EmbeddingStage(
                batchSize: embedder.batchSize,
                models: { inputs throws(CommandFailure) in try embedder.embeddings(of: inputs) }, waiting: queue,
                settled: settled, budget: budget, control: control,
                heartbeat: heartbeats.embedder)
            models = (stage, queue, NamedThread("embedder") { stage.run() })
        } else {
            models = nil
        }
        var worker = ImageWorker(
            options: plan.images, hash: plan.reshaped == nil ? plan.hash : nil,
            extractsEXIF: plan.extractsEXIF && plan.reshaped == nil, budget: budget, fetched: fetched,
            settled: settled, control: control, journal: datasets.journal, blurs: plan.boxColumn != nil,
            excludeList: plan.excludeList, times: stageTimes)
        if let embedder, let models { worker.models = (embedder, models.queue) }
        let makers = worker
        // CrashJournal knows these names.
        workers = (0..<plan.imageWorkers).map { number in
            NamedThread("image-\(number)") { makers.run(number, heartbeat: heartbeats.workers[number]) }
        }
        let feederStage = ListFeeder(
            makeReader: {
                URLListReader(
                    plan.list, rowsPerShard: plan.samplesPerShard, spansFiles: plan.layout.shardsSpanFiles,
                    firstShard: ShardID(datasets.shards.lowerBound),
                    skip: { [finished = datasets.finished, own = datasets.shards, workers = datasets.workerShards] in
                        workers?.skips($0) ?? (own.contains($0.number) && finished.contains($0))
                    })
            },
            comparison: ListComparison(
                list: plan.list, excludeLists: plan.excludeList?.paths ?? [], excludeVersions: plan.excludeVersions,
                rowsPerShard: plan.samplesPerShard, spansFiles: plan.layout.shardsSpanFiles,
                datasets: datasets),
            boxColumn: plan.boxColumn, datasets: datasets, gate: gate, shards: shards, bodies: bodies,
            fetched: firstRows,
            complete: complete, control: control, progress: progress, heartbeat: heartbeats.listReader)
        feeder = NamedThread("list-reader") { feederStage.run() }
    }

    /// Starts the threads that give the rows' bodies.
    private static func bodies(
        _ plan: DownloadPlan, budget: MemoryBudget, control: RunControl, gate: AdmissionGate, shards: ShardsInWork,
        fetched: FetchedRows, times: RequestTimes
    ) throws(DownloadError) -> any BodySource {
        if let dataset = plan.reshaped {
            return ShardBodies(dataset, budget: budget, control: control, starving: { gate.wantMore() }) {
                fetched.push($0)
            }
        }
        do {
            return try NetworkBodies(
                plan.fetching, stores: plan.storeRows, budget: budget, starving: { gate.wantMore() }
            ) {
                [tells = plan.addsExtraColumns, usesProxy = plan.fetching.proxy != nil] result in
                let place = ShardInWork.place(of: result.id)
                if result.attempts > 0 { times.add(result.duration) }
                guard let shard = shards[place.ordinal] else { return }
                fetched.push(
                    FetchedRow(
                        shard: shard, row: place.row, content: FetchedRow.Content(result.outcome, usesProxy: usesProxy),
                        facts: tells ? FetchFacts(result) : nil))
            }
        } catch {
            throw DownloadError(error.category == .invalidOption ? .command : .run, error.message)
        }
    }

    /// Something to be said about the store that the dataset goes to, once.
    package func storeNotice(now: ContinuousClock.Instant) -> String? { sending?.stage.notice(now: now) }

    /// Signs of life of all stages.
    package var readings: [Watchdog.Reading] {
        heartbeats.readings(loops: bodies.heartbeats, snapshot: bodies.snapshot)
    }

    /// Ends all threads. After a run that is complete they have nothing left. After a stop what is fetched is
    /// written, as far as the time for a stop allows, unless it is the output that failed. Shards that miss rows are left
    /// to the next start.
    ///
    /// - Returns: rows that were fetched and dropped: the next start fetches them again.
    package func end(_ outcome: RunOutcome) -> Int {
        var dropped = 0
        gate.stop()
        if case .complete = outcome {} else { sending?.stage.end(drops: true) }
        if outcome.isOutputFailure {
            // First: nothing more can be written.
            dropped += rows(settled.closeAndDiscard())
            complete.closeAndDiscard()
        }
        feeder.join()
        let stopping = control.stopping
        if case .signal = outcome, stopping.timeForTransfers > .zero { bodies.drain(atMost: stopping.timeForTransfers) }
        bodies.stop()
        // Lets the workers finish what is fetched.
        if !outcome.isOutputFailure { fetched.waitUntilEmpty(atMost: stopping.timeForImages) }
        dropped += fetched.closeAndDiscard()
        models?.stage.stop()
        for worker in workers { worker.join() }
        if let models {
            models.queue.close()
            models.thread.join()
            dropped += rows(models.stage.discarded)
        }
        settled.close()
        writer.join()
        dropped += rows(writerStage.discarded)
        finisher.join()
        if case .complete = outcome { sending?.stage.end(drops: false) }
        for thread in sending?.threads ?? [] { thread.join() }
        syncer?.stop()
        return dropped
    }

    /// A row waits for the writer once for each size.
    private func rows(_ settled: Int) -> Int { (settled + sizeCount - 1) / sizeCount }

    /// Processor time by stage, once `end` has returned; nil when it was not asked for.
    package var cpuTimes: CPUTimes? {
        guard let stageTimes else { return nil }
        var sums = stageTimes.nanoseconds
        sums[.fetch] = bodies.usedNanoseconds
        sums[.write] = writer.usedNanoseconds + finisher.usedNanoseconds
        return CPUTimes(sums, processNanoseconds: ThreadClock.processNanoseconds)
    }

    /// Everything that can be shown, as of now.
    package func figures() -> RunFigures {
        let now = ContinuousClock.now
        let snapshot = bodies.snapshot
        let inFlight = snapshot.inFlight
        var figures = RunFigures()
        progress.update {
            $0.inFlight = inFlight
            $0.usageRead(.current(), at: now)
            figures = $0.figures(at: now)
        }
        figures.names = NameLookUps(snapshot)
        figures.flow = flow(snapshot)
        return figures
    }

    private func flow(_ snapshot: FetchSnapshot) -> RunFlow {
        var flow = RunFlow(snapshot, isFetching: limits.isFetching)
        flow.perHostLimit = limits.perHostLimit
        flow.perHostRate = limits.perHostRate
        flow.maximumBandwidth = limits.maximumBandwidth
        flow.imageWorkers = limits.imageWorkers
        flow.requestTimes = requestTimes.now
        flow.toDecode = RunFlow.Queue(fetched.count)
        if let models { flow.toModels = RunFlow.Queue(models.queue.count, of: models.stage.capacity) }
        flow.toWrite = RunFlow.Queue(settled.count, of: Self.settledCapacity)
        flow.toFinish = RunFlow.Queue(complete.count, of: Self.completeCapacity)
        flow.memoryUsed = budget.used
        flow.memoryLimit = budget.limitBytes
        let work = gate.underWay
        flow.openShards = work.openShards
        flow.unsettledRows = work.unsettledRows
        flow.isListRead = work.isListRead
        if let sending {
            let (staged, sent) = (gate.staged, sending.stage.sent(now: .now))
            flow.store = RunFlow.Store(
                waitingShards: staged.shards, waitingBytes: staged.bytes, sentBytes: sent.bytes,
                bytesPerSecond: sent.perSecond, isFull: staged.isFull)
        }
        return flow
    }

    /// The hosts with the most failures of this start, worst first.
    package func worstHosts(_ count: Int) -> [HostTally.Entry] {
        var worst: [HostTally.Entry] = []
        progress.update { worst = $0.hosts.worst(count, minimumFailures: 2) }
        return worst
    }

    /// Samples that are fetched and wait to be written.
    package var samplesBeingFinished: Int { fetched.count + (models?.queue.count ?? 0) + settled.count }

    /// How look-ups went.
    package var names: NameLookUps { NameLookUps(bodies.snapshot) }
}

extension FetchedRow.Content {
    init(_ outcome: Result<FetchedBody, FetchError>, usesProxy: Bool) {
        switch outcome {
        case .success(let body): self = .body(body)
        case .failure(let error): self = .failure(RowFailure(error, usesProxy: usesProxy))
        }
    }
}
