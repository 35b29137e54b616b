// The stages of a run, joined by queues, each on its own threads.

internal import DatasetModel
internal import Fetching
internal import Imaging
internal import Reporting
internal import Shards
internal import Threads
internal import URLLists

/// The threads of a run. Started by `init`, ended and joined by `end`.
struct Pipeline {
    /// Encoded images that may wait for the writer: with a slow disk the workers stop here, their bodies keep the
    /// memory budget spent, and the loops admit nothing more.
    private static let settledCapacity = 128
    private static let completeCapacity = 4

    let control = RunControl()
    let progress: RunProgress
    private let gate: AdmissionGate
    private let budget: MemoryBudget
    private let engine: FetchEngine
    /// Bounded by the gate's rows and the budget's bytes, so that the fetch loop never waits here.
    private let fetched = BoundedQueue<FetchedRow>(capacity: .max)
    private let settled = BoundedQueue<SettledRow>(capacity: Pipeline.settledCapacity)
    private let complete = BoundedQueue<CompleteShard>(capacity: Pipeline.completeCapacity)
    /// Where the image threads' stages are summed up, when that is asked for.
    private let stageTimes: StageTimes?
    private let feeder: NamedThread
    private let workers: [NamedThread]
    private let writer: NamedThread
    private let finisher: NamedThread

    init(_ plan: DownloadPlan, dataset: PreparedDataset) throws(DownloadError) {
        var statistics = RunStatistics(totalRows: plan.list.totalRows, earlier: dataset.earlier, start: .now)
        statistics.inFlight = 0
        progress = RunProgress(statistics)
        gate = AdmissionGate(
            AdmissionGate.Limits(
                maximumInFlight: plan.fetching.maximumInFlight, samplesPerShard: plan.samplesPerShard))
        budget = MemoryBudget(limitBytes: plan.memoryBudgetBytes)
        let shards = ShardsInWork()
        do {
            engine = try FetchEngine(plan.fetching, budget: budget) { [fetched] result in
                let place = ShardInWork.place(of: result.id)
                guard let shard = shards[place.ordinal] else { return }
                fetched.push(FetchedRow(shard: shard, row: place.row, content: FetchedRow.Content(result.outcome)))
            }
        } catch {
            throw DownloadError(error.category == .invalidOption ? .command : .run, error.message)
        }

        let finisherStage = ShardFinisher(
            complete: complete, shards: shards, gate: gate, control: control, progress: progress)
        finisher = NamedThread("finisher") { finisherStage.run() }
        let writerStage = SampleWriter(
            folder: dataset.folder, settings: dataset.settings, budget: budget, settled: settled, complete: complete,
            gate: gate, control: control, progress: progress)
        writer = NamedThread("sample-writer") { writerStage.run() }
        stageTimes = plan.timesStages ? StageTimes() : nil
        let worker = ImageWorker(
            options: plan.images, hash: plan.hash, extractsEXIF: plan.extractsEXIF, budget: budget, fetched: fetched,
            settled: settled, control: control, journal: dataset.journal, blurs: plan.boxColumn != nil,
            times: stageTimes)
        // CrashJournal knows these names.
        workers = (0..<plan.imageWorkers).map { number in NamedThread("image-\(number)") { worker.run(number) } }
        let feederStage = ListFeeder(
            reader: URLListReader(
                plan.list, rowsPerShard: plan.samplesPerShard, firstShard: dataset.firstShard,
                skip: { [finished = dataset.finished] in finished.contains($0) }),
            boxColumn: plan.boxColumn, gate: gate, shards: shards, engine: engine, fetched: fetched, control: control,
            progress: progress)
        feeder = NamedThread("list-reader") { feederStage.run() }
    }

    /// Ends all threads. After a run that is complete they have nothing left; otherwise what is not in a shard
    /// yet is dropped, and the shards that miss rows are aborted.
    func end(_ outcome: RunOutcome) {
        gate.stop()
        feeder.join()
        engine.stop()
        fetched.closeAndDiscard()
        if case .failed = outcome {
            settled.closeAndDiscard()
            complete.closeAndDiscard()
        }
        for worker in workers { worker.join() }
        settled.close()
        writer.join()
        finisher.join()
    }

    /// Processor time by stage, once `end` has returned; nil when it was not asked for.
    var cpuTimes: CPUTimes? {
        guard let stageTimes else { return nil }
        var sums = stageTimes.nanoseconds
        sums[.fetch] = engine.usedNanoseconds
        sums[.write] = writer.usedNanoseconds + finisher.usedNanoseconds
        return CPUTimes(sums, processNanoseconds: ThreadClock.processNanoseconds)
    }

    /// Everything that can be shown, as of now.
    func figures() -> RunFigures {
        let now = ContinuousClock.now
        let snapshot = engine.snapshot
        let inFlight = snapshot.inFlight
        var figures = RunFigures()
        progress.update {
            $0.inFlight = inFlight
            $0.usageRead(.current(), at: now)
            figures = $0.figures(at: now)
        }
        figures.names = NameLookUps(snapshot)
        return figures
    }

    /// How look-ups went.
    var names: NameLookUps { NameLookUps(engine.snapshot) }

    /// Samples that are encoded and wait to be written.
    var samplesBeingFinished: Int { settled.count }

    /// Rows that the next start does again.
    var rowsToRepeat: Int { progress.unfinishedRows }
}

extension FetchedRow.Content {
    init(_ outcome: Result<FetchedBody, FetchError>) {
        switch outcome {
        case .success(let body): self = .body(body)
        case .failure(let error): self = .failure(.failedToDownload(error.tallyWord, error.message))
        }
    }
}
