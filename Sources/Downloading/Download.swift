// The run: brings the stages together, watches over them, and ends them.

internal import ByteBuffers
internal import DatasetModel
internal import Fetching
internal import Foundation
internal import Imaging
internal import Reporting
internal import Shards
internal import Threads
internal import URLLists

/// One run of `download`, from the first look at the output folder to the closing summary.
package struct Download {
    private let plan: DownloadPlan

    package init(_ plan: DownloadPlan) {
        self.plan = plan
    }

    /// Runs to the end, or until a signal or a failure ends it. Call once, from the main thread.
    ///
    /// - Returns: the exit code: 0; 130 and 143 after SIGINT and SIGTERM; 1, 2 or 3 when the run failed on its way,
    ///   which the summary tells. What was finished stays.
    /// - Throws: `DownloadError` when the run could not begin.
    package func run() throws(DownloadError) -> Int32 {
        // Before any thread: they inherit the mask.
        var signals = SignalWaiter()
        ProcessMemory.keepFreedMemory()
        let dataset: PreparedDataset
        do {
            dataset = try PreparedDataset(plan)
        } catch {
            throw DownloadError(error)
        }
        let display = makeDisplay()
        display.begin(header(dataset), time: WallClock.timestamp)
        if !dataset.folder.isLocked {
            display.notice(
                "this file system knows no locks: take care that no other run writes to \(plan.outputFolder)",
                time: WallClock.timestamp)
        }
        tellCrashes(dataset.journal, display: display)
        let pipeline = try Pipeline(plan, dataset: dataset)
        let ending = watch(pipeline, display: display, signals: &signals)
        pipeline.end(ending)
        tellNotices(of: pipeline, display: display)
        let now = ContinuousClock.now
        var summary = RunSummary(
            pipeline.progress.now, ending: ending.forSummary, rowsToRepeat: pipeline.rowsToRepeat, at: now)
        summary.cpuTimes = pipeline.cpuTimes
        display.finish(summary, time: WallClock.timestamp)
        switch ending {
        case .complete: return 0
        case .signal(let signal): return 128 + signal.rawValue
        // The summary has told it.
        case .failed(let error): return error.exitCode
        }
    }

    /// Shows the run until it ends; a second signal ends the process at once.
    private func watch(_ pipeline: Pipeline, display: RunDisplay, signals: inout SignalWaiter) -> RunOutcome {
        while true {
            let signal = signals.wait(milliseconds: 200).flatMap(StopSignal.init(rawValue:))
            if let failure = pipeline.control.failure { return .failed(failure) }
            if pipeline.control.isComplete { return .complete }
            if let signal {
                display.notice(signal.notice(openSamples: pipeline.samplesBeingFinished), time: WallClock.timestamp)
                SecondSignal.endsProcess(after: signal)
                return .signal(signal)
            }
            tellNotices(of: pipeline, display: display)
            display.show(pipeline.figures(), now: .now, time: WallClock.timestamp)
        }
    }

    private func tellNotices(of pipeline: Pipeline, display: RunDisplay) {
        for text in pipeline.control.takeNotices() { display.notice(text, time: WallClock.timestamp) }
    }

    private func tellCrashes(_ journal: DecodeJournal, display: RunDisplay) {
        if !journal.start() {
            display.notice(
                "an image that crashes its decoder cannot be noted in this folder", time: WallClock.timestamp)
        }
        guard !journal.known.isEmpty else { return }
        let what = journal.known.count == 1 ? "1 image" : "\(journal.known.count) images"
        display.notice(
            "\(what) crashed the decoder in an earlier start: left out, as failed rows", time: WallClock.timestamp)
    }

    private func makeDisplay() -> RunDisplay {
        var warnings = RunWarnings.SetUp()
        warnings.resolvers = plan.fetching.dnsServers.isEmpty ? SystemResolvers.addresses : plan.fetching.dnsServers
        warnings.choseResolvers = !plan.fetching.dnsServers.isEmpty
        warnings.timeoutSeconds = Int(plan.fetching.timeout.components.seconds)
        warnings.maximumInFlight = plan.fetching.maximumInFlight
        warnings.urlColumn = plan.urlColumn
        let mode = DisplayMode.chosen(
            wantsJSON: plan.logFormat == .json, isTerminal: ErrorStream().isTerminal,
            environment: ProcessInfo.processInfo.environment)
        return RunDisplay(mode: mode, warnings: warnings, logInterval: plan.logInterval)
    }

    private func header(_ dataset: PreparedDataset) -> RunHeader {
        var header = RunHeader(
            listPaths: plan.list.files.map(\.path), rowsPerShard: plan.samplesPerShard,
            treatment: plan.images.treatment,
            outputFolder: plan.outputFolder, outputFormat: plan.outputFormat)
        header.totalRows = plan.list.totalRows
        header.listBytes = plan.list.sizeBytes
        header.shardCount = plan.list.shardCount(rowsPerShard: plan.samplesPerShard)
        header.shardsDone = dataset.earlier.shards
        return header
    }
}
