// `extract`: a crawl's files to lists of pairs.

internal import CrawlReading
internal import Files
package import Ground

/// One run. It continues where an earlier one of the same options was stopped.
package final class ExtractionRun: Sendable {
    /// What one thread after the other takes.
    private struct Progress: Sendable {
        var next = 0
        /// Files that threads are still to finish.
        var working: Int
        var report: ExtractionReport
        var failure: CommandFailure?
        /// Files that came to an end, in any way.
        var ended = 0
    }

    private let options: ExtractionOptions
    private let sources: any ByteSources
    private let rules: PairRules
    private let files: [CrawlFile]
    private let output: Output

    /// Checks the options and finds the files; nothing is written.
    ///
    /// - Parameter sources: opens the files.
    /// - Throws: `command`.
    package init(_ options: ExtractionOptions, sources: any ByteSources) throws(CommandFailure) {
        self.options = options
        self.sources = sources
        output = Output(folder: options.outputFolder)
        rules = try PairRules(options)
        var inputs = CrawlInputs(baseURL: options.baseURL, sources: sources, stores: options.stores)
        for word in options.inputs { try inputs.add(word) }
        files = Array(inputs.files.prefix(options.maximumFiles ?? .max))
        var names: Set<String> = []
        for file in files where !names.insert(file.name).inserted {
            throw CommandFailure(.command, "\(file.name) is named twice")
        }
    }

    /// Reads what was not read before.
    ///
    /// - Parameter say: called with lines about the progress, at most one in ten seconds.
    package func run(_ say: (String) -> Void) throws(CommandFailure) -> ExtractionReport {
        try Output.writing { () throws(FileError) in try Durable.makeFolder(output.state) }
        let lock = try Self.lock(output)
        try output.refuseOthersTables()
        try RecordedOptions(options).keep(at: output.options)
        try Output.writing { () throws(FileError) in try output.removeLeftovers() }
        let known = try KnownPairs(options)
        var report = ExtractionReport()
        let (done, journalBytes) = try earlier(known, &report)
        let missing = files.indices.filter { !done.contains($0) }
        let journal = JournalQueue(try ExtractionJournal(path: output.journal, kept: journalBytes))
        let start = ContinuousClock.now

        let threadCount = min(
            missing.count, missing.contains { files[$0].isRemote } ? options.connections : options.threads)
        let progress = Monitor(Progress(working: threadCount, report: report))
        let workers = try (0..<threadCount).map { _ throws(CommandFailure) in
            try FileExtraction(options, rules: rules, known: known)
        }
        // Each thread has one of them for itself.
        let threads = workers.map { worker in
            nonisolated(unsafe) let worker = worker
            return NamedThread("extract") { [self] in
                work(worker, missing, journal, progress)
                progress.change { $0.working -= 1 }
            }
        }
        var said = start
        while progress.wait(atMost: .seconds(1), until: { $0.working == 0 ? true : nil }) == nil {
            guard ContinuousClock.now - said >= .seconds(10) else { continue }
            said = .now
            let now = progress.look { $0 }
            say(
                "\(now.ended + done.count) of \(files.count.counted("file")), \(now.report.counts.pairs.counted("pair"))"
            )
        }
        for thread in threads { thread.join() }
        if let failure = progress.look(\.failure) { throw failure }
        report = progress.look(\.report)
        report.probableMistakes = Int((known?.expectedMistakes ?? 0).rounded())
        report.seconds = (ContinuousClock.now - start).inSeconds
        // Held until here.
        _ = lock.isHeld
        return report
    }

    private static func lock(_ output: Output) throws(CommandFailure) -> FolderLock {
        do throws(FileError) {
            return try FolderLock(path: output.lock)
        } catch {
            guard case .held = error.reason else { throw CommandFailure(.output, error.description) }
            throw CommandFailure(
                .output,
                "another extract works in \(output.folder)\n  wait until it has ended, or choose another folder")
        }
    }

    /// What an earlier run did: its pairs are known ones.
    private func earlier(
        _ known: KnownPairs?, _ report: inout ExtractionReport
    ) throws(CommandFailure) -> (done: Set<Int>, journalBytes: Int) {
        let (entries, byteCount) = try ExtractionJournal.read(output.journal)
        var done: Set<Int> = []
        for entry in entries {
            if files.indices.contains(entry.index), files[entry.index].name != entry.file {
                throw CommandFailure(
                    .command,
                    """
                    \(options.outputFolder) has pairs of other files: number \(entry.index) was \(entry.file), \
                    and is now \(files[entry.index].name)
                      give the same files in the same order, new ones behind them, or choose another --output-folder
                    """)
            }
            // A local file that was replaced, or has grown, is read again.
            if files.indices.contains(entry.index), case .local(let path) = files[entry.index].place,
                let status = FileStatus(path), status.byteCount != entry.counts.bytesRead
            {
                continue
            }
            let table = output.table(entry.index)
            if entry.counts.pairs > 0 {
                guard FileStatus(table) != nil else { continue }
                try known?.add(tableAt: table)
            }
            guard done.insert(entry.index).inserted else { continue }
            report.files += 1
            report.keptFiles += 1
            report.counts += entry.counts
        }
        return (done, byteCount)
    }

    private func work(
        _ worker: FileExtraction, _ missing: [Int], _ journal: JournalQueue, _ progress: Monitor<Progress>
    ) {
        while true {
            let place = progress.change { state -> Int? in
                guard state.failure == nil, state.next < missing.count else { return nil }
                state.next += 1
                return missing[state.next - 1]
            }
            guard let place else { return }
            let file = files[place]
            let table = PairTable(path: output.table(place), temporary: output.temporaryTable(place))
            do throws(FileExtraction.Failure) {
                let source: any ByteSource
                do { source = try sources.open(file) } catch { throw .file(error) }
                let counts = try worker.extract(file, source, into: table)
                do throws(CommandFailure) {
                    try table.publish()
                    try journal.append(ExtractionJournal.Entry(index: place, file: file.name, counts: counts))
                } catch {
                    throw .run(error)
                }
                progress.change { state in
                    state.ended += 1
                    state.report.files += 1
                    state.report.counts += counts
                }
            } catch {
                table.abandon()
                progress.change { state in
                    state.ended += 1
                    switch error {
                    case .file(let reason):
                        state.report.failedFiles[file.name] = reason.detail
                        if reason.category == .unreachable { state.report.unansweredFiles += 1 }
                    case .run(let failure): state.failure = state.failure ?? failure
                    }
                }
            }
        }
    }
}
