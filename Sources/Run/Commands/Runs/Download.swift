// The run: brings the stages together, watches over them, and ends them.

internal import DatasetFolder
internal import DatasetModel
internal import Embedding
internal import Fetching
internal import Foundation
internal import Glibc
internal import Ground
internal import Imaging
internal import Pipeline
package import Planning
internal import Reporting
internal import ShardFormats
internal import URLLists
internal import Watching

/// One run of `download`, from the first look at the output folder to the closing summary.
package struct Download {
    let plan: DownloadPlan
    private let held: DatasetFolder?
    /// Hosts that whoever watches is shown.
    static let shownHosts = 20

    package init(_ plan: DownloadPlan) { self.init(plan, holding: nil) }

    /// - Parameter held: the output folder, where it was locked before the plan was made.
    init(_ plan: DownloadPlan, holding held: DatasetFolder?) {
        self.plan = plan
        self.held = held
    }

    /// Runs to the end, or until a signal or a failure ends it. Call once, from the main thread.
    ///
    /// - Returns: the exit code: 0; 4 without any image; 129, 130 and 143 after SIGHUP, SIGINT and SIGTERM; 1, 2 or 3
    ///   when the run failed on its way, which the summary reports. What was finished stays.
    /// - Throws: `DownloadError` when the run could not begin.
    package func run() throws(DownloadError) -> Int32 {
        ProcessSignals.take()
        let control = RunControl(
            StopManner(
                grace: plan.grace, finishesTransfers: plan.grace > StopManner.usual.grace, isWorker: plan.share != nil))
        return try ProcessSignals.stopping(control) { () throws(DownloadError) in try run(control) }
    }

    private func run(_ control: RunControl) throws(DownloadError) -> Int32 {
        try AddressSpace.check(workers: plan.imageWorkers)
        ProcessMemory.keepFreedMemory()
        let embedder = try embedder()
        let datasets: PreparedDatasets
        do {
            datasets = try PreparedDatasets(plan, held: held, embedding: embedder?.layout) {
                !control.isAskedToStop
            }
        } catch {
            throw DownloadError(error)
        }
        // However the run ends: others need not wait for its leases then.
        var shards: WorkersDataset?
        defer { datasets.endWorker(isComplete: shards?.isComplete ?? false) }
        try checkShards(datasets)
        let display = makeDisplay()
        let tap = ImageTap()
        let watch = try makeWatch(display, tap, datasets)
        display.begin(header(datasets), time: WallClock.timestamp)
        if !datasets.isLocked {
            display.notice(
                "this file system has no locks: make sure that no other run writes to \(plan.outputFolder)",
                time: WallClock.timestamp)
        }
        if datasets.goesOnWithExtension {
            display.notice(
                "the last run over this list is not complete: resuming it (its rows are not added twice)",
                time: WallClock.timestamp)
        }
        if let url = watch.url {
            display.notice("watch this run at \(url) (for Prometheus: /metrics there)", time: WallClock.timestamp)
        }
        for note in plan.notes + workerNotes(datasets) + sourceNotes { display.notice(note, time: WallClock.timestamp) }
        if let note = spaceNote(datasets) { display.notice(note, time: WallClock.timestamp) }
        tellCrashes(datasets.journal, display: display)
        shareLimits(datasets, control: control, display: display)
        let pipeline = try Pipeline(plan, datasets: datasets, control: control, embedder: embedder, tap: tap)
        let outcome = self.watch(pipeline, datasets, display: display, watch)
        let dropped = end(pipeline, outcome)
        let ending = concluded(outcome, datasets, pipeline, threadsEnded: dropped != nil, &shards)
        if let shards, case .complete = ending { tellDataset(shards, datasets, display: display) }
        tellNotices(of: pipeline, datasets, display: display)
        if case .failed(let error) = ending, error.category == .noImages {
            // The next start may have other options. If it could not be forgotten, that start reports it.
            try? datasets.forgetRun()
        }
        let now = ContinuousClock.now
        let commands = RetryCommands(plan)
        let sizes = datasets.lines(pipeline.progress.now.sizes)
        var summary = RunSummary(
            pipeline.progress.now,
            ending: summaryEnding(ending, pipeline.progress.now, sizes, commands, control.stopping),
            rowsToRepeat: dropped ?? 0, at: now)
        summary.cpuTimes = pipeline.cpuTimes
        summary.sizes = sizes
        summary.sourceNote = plan.reshaped?.incompleteNote
        summary.workers = plan.share.map { workersLine($0, shards) }
        summary.startsOver = plan.resumePolicy == .overwrite
        // What one worker leaves is no dataset yet: `retry` and readers come when all is there.
        let isWhole = shards?.isComplete ?? (plan.share == nil)
        if case .complete = ending, isWhole, !datasets.wasRetried, !plan.output.format.definition.writesNothing,
            plan.reshaped == nil
        {
            summary.retryCommands = commands.lines()
        }
        watch.end(
            RunReading(
                pipeline.figures(), worstHosts: pipeline.worstHosts(Self.shownHosts), ending: summary.ending),
            patience: ending.timeForSummary)
        if case .complete = ending, !isWhole {
            summary.nextSteps = NextSteps.whileIncomplete(plan)
        } else if case .complete = ending, summary.dataset.images > 0 {
            summary.nextSteps = NextSteps.steps(plan)
        }
        display.finish(
            summary, names: pipeline.names, time: WallClock.timestamp, patience: ending.timeForSummary)
        // A thread that never comes back is not waited for; the folder's lock goes with the process.
        let code =
            if case .complete = ending { summary.ending.exitCode } else { ending.exitCode(control.stopping) }
        if dropped == nil { _exit(code) }
        return code
    }

    /// Reads the models, before the output folder is looked at.
    private func embedder() throws(DownloadError) -> SampleEmbedder? {
        do throws(CommandFailure) {
            return try plan.embedding.map { options throws(CommandFailure) in try SampleEmbedder(options) }
        } catch {
            throw DownloadError(error.category == .command ? .command : .run, error.description)
        }
    }

    /// That the dataset will not fit, where that can be known.
    private func spaceNote(_ datasets: PreparedDatasets) -> String? {
        if let store = plan.store {
            guard let free = DryRun.freeBytes(at: store.shardsFolder), free < store.stagingBytes else { return nil }
            return
                "! \(ByteCount(store.stagingBytes).text) may wait in \(store.shardsFolder) (--staging-size), and "
                + "\(ByteCount(free).text) are free there"
        }
        guard plan.retry == nil, plan.reshaped == nil, !plan.list.isSelected, let rows = plan.list.totalRows,
            let free = DryRun.freeBytes(at: plan.outputFolder)
        else { return nil }
        let left = Double(max(0, rows - datasets.earlier.counts.rows)) * ImageForecast.shareHad
        let bytes = Int(left * Double(ImageForecast(plan.images, plan.output).bytesWritten))
        guard bytes > free else { return nil }
        return
            "! about \(ByteCount(bytes).text) will be written, and \(ByteCount(free).text) are free in this file system"
    }

    /// A run that settled every row may have got nothing at all: no row in any size.
    private func summaryEnding(
        _ outcome: RunOutcome, _ statistics: RunStatistics, _ sizes: [RunSummary.SizeLine], _ commands: RetryCommands,
        _ stopping: StopManner
    ) -> RunEnding {
        if case .signal(let signal) = outcome, stopping.exitCode(after: signal) == RunEnding.startAgainCode {
            return .stoppedWorker
        }
        let counts = statistics.datasetCounts
        let rows = max(counts.rows, statistics.selection?.rowsDecided ?? 0)
        // The images of a dataset are not one worker's.
        guard case .complete = outcome, rows > 0, counts.images == 0, plan.share == nil,
            sizes.allSatisfy({ $0.counts.images == 0 })
        else { return outcome.forSummary }
        if plan.retry != nil { return .noImages("The rows stay failed; a later retry may succeed") }
        guard plan.reshaped == nil else { return .noImages("No image of the dataset passes these options") }
        let known = RunSummary(statistics, ending: .finished, at: .now)
        return .noImages(
            commands.adviceForNone(known.failures, areTemporary: counts.rows > 0 && known.mayPass == counts.rows))
    }

    /// Records a run that is complete.
    ///
    /// - Parameters:
    ///   - threadsEnded: whether all threads came to their end in time.
    ///   - shards: set for a worker to what it finds of all shards, those of others included.
    /// - Returns: how the run ended, with what went wrong since `outcome`.
    private func concluded(
        _ outcome: RunOutcome, _ datasets: PreparedDatasets, _ pipeline: Pipeline, threadsEnded: Bool,
        _ shards: inout WorkersDataset?
    ) -> RunOutcome {
        var ending = outcome.concluded(failure: pipeline.control.failure, threadsEnded: threadsEnded)
        // A thread without progress may hold the disk, and what it is processing is not on it.
        guard threadsEnded else { return ending }
        do {
            if let share = plan.share {
                if case .complete = ending, let end = pipeline.control.listEnd {
                    shards = try datasets.finishIfLast(end: end, selection: pipeline.progress.now.selection)
                    do throws(DownloadError) { try share.check(shardCount: end.number) } catch {
                        ending = .failed(error)
                    }
                }
                return ending
            }
            try datasets.writeIndices()
            if case .complete = ending, let end = pipeline.control.listEnd {
                try datasets.recordComplete(end: end, selection: pipeline.progress.now.selection)
            }
        } catch {
            if !ending.isFailure { ending = .failed(DownloadError(error)) }
        }
        return ending
    }

    /// Shows the run until it ends.
    private func watch(
        _ pipeline: Pipeline, _ datasets: PreparedDatasets, display: RunDisplay, _ watch: RunWatch
    ) -> RunOutcome {
        var readings = ReadingPace()
        var holdUps = HoldUpWindow()
        var watchdog = Watchdog(
            patience: Watchdog.patience(
                standstill: plan.maximumStandstill, longestFetch: plan.fetching.deadline + Self.longestRetryWait))
        while true {
            switch pipeline.control.wait(atMost: .milliseconds(200)) {
            case .failed(let failure): return .failed(failure)
            case .complete: return .complete
            case .stopped(let signal):
                display.notice(signal.notice(openSamples: pipeline.samplesBeingFinished), time: WallClock.timestamp)
                return .signal(signal)
            case nil: break
            }
            tellNotices(of: pipeline, datasets, display: display)
            if let text = pipeline.storeNotice(now: .now) { display.notice(text, time: WallClock.timestamp) }
            if let (stage, error) = lookAtStages(&watchdog, pipeline, display: display) {
                if case .imageWorker(let number) = stage { datasets.journal.blame(worker: number) }
                return .stoodStill(error)
            }
            var figures = pipeline.figures()
            figures.holdUp = holdUps.look(at: figures)
            display.show(figures, now: .now, time: WallClock.timestamp)
            if watch.isNeeded, let reading = readings.reading(figures, of: pipeline) { watch.show(reading) }
        }
    }

    /// No attempt is put off longer than this.
    private static let longestRetryWait = Duration.seconds(60)

    /// - Returns: the stage that will not move any more, if there is one, and why the run is to end.
    private func lookAtStages(
        _ watchdog: inout Watchdog, _ pipeline: Pipeline, display: RunDisplay
    ) -> (Watchdog.Stage, DownloadError)? {
        for verdict in watchdog.look(at: pipeline.readings, now: .now) {
            let words = verdict.words(folder: plan.outputFolder)
            if case .end(let stage, _) = verdict { return (stage, DownloadError(.run, words)) }
            display.notice("! " + words, time: WallClock.timestamp)
        }
        return nil
    }

    /// Ends the pipeline's threads.
    ///
    /// - Returns: rows that were fetched and dropped; nil when a thread does not end in time: then the process must.
    private func end(_ pipeline: Pipeline, _ outcome: RunOutcome) -> Int? {
        let ended = Monitor<Int?>(nil)
        let thread = NamedThread("ending") {
            let dropped = pipeline.end(outcome)
            ended.change { $0 = dropped }
        }
        guard let dropped = ended.wait(atMost: outcome.timeToEnd(pipeline.control.stopping), until: { $0 })
        else { return nil }
        thread.join()
        return dropped
    }

    private func tellNotices(of pipeline: Pipeline, _ datasets: PreparedDatasets, display: RunDisplay) {
        for text in pipeline.control.takeNotices() + datasets.takeWorkerNotices() {
            display.notice(text, time: WallClock.timestamp)
        }
    }

    private func tellCrashes(_ journal: DecodeJournal, display: RunDisplay) {
        if !journal.start() {
            display.notice(
                "images that crash their decoder cannot be recorded in this folder", time: WallClock.timestamp)
        }
        guard !journal.known.isEmpty else { return }
        let what = journal.known.count == 1 ? "1 image" : "\(journal.known.count) images"
        display.notice(
            "\(what) crashed the decoder in an earlier start: skipped, as failed rows", time: WallClock.timestamp)
    }
}
