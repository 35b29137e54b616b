// `finish`: completes a dataset whose shards are all done, when no worker has.

internal import DatasetFolder
internal import DatasetModel
internal import Ground
internal import JSON
internal import Pipeline
package import Planning
internal import Reporting
internal import ShardFormats

/// One `finish` of a dataset that several workers have made: what concerns all shards, once.
package struct Finish {
    /// What a look at one dataset comes to.
    package enum Outcome: Sendable {
        /// It was complete before.
        case wasComplete(shards: Int)
        case completed(shards: Int)
        /// Shards that are not done, the command that makes them, and workers that may be making them.
        case misses(ShardNumbers, of: Int, command: String, workers: [String])
    }

    /// Of the last line: 1 if shards are missing.
    package private(set) var exitCode: Int32 = 0
    private var outcomes: [(dataset: String, outcome: Outcome)] = []

    /// One dataset: its name, and how its folder is opened by one of its workers.
    private struct Target {
        let name: String
        let open: (WorkerSeat) throws(ShardError) -> DatasetFolder
    }

    /// - Parameters:
    ///   - dataset: its folder, or its place in a store; with several sizes also the folder above them.
    ///   - flags: `--state-folder` and the options of stores.
    /// - Throws: `command` for what is no dataset of several workers; `output` if it cannot be written.
    package init(_ dataset: String, _ flags: DownloadFlags) throws(DownloadError) {
        var flags = flags
        flags.outputFolder = dataset
        let targets = try Self.targets(flags)
        guard !targets.isEmpty else { throw Self.nothing(in: dataset) }
        var worker: DatasetWorker?
        defer { worker?.end() }
        for target in targets {
            let outcome = try Self.finish(target, flags, &worker)
            if case .misses = outcome { exitCode = 1 }
            outcomes.append((target.name, outcome))
        }
    }

    private static func targets(_ flags: DownloadFlags) throws(DownloadError) -> [Target] {
        if let store = try StoreOutput.finished(flags) {
            return try asDownloadError(shards: store.placedDatasets()).map { dataset in
                Target(name: dataset.name) { seat throws(ShardError) in try dataset.open(seat) }
            }
        }
        let dataset = flags.outputFolder
        let sizes = DatasetFolder.hasRecord(dataset) ? [] : DatasetFolder.sizes(in: dataset)
        let folders =
            sizes.isEmpty ? [dataset] : sizes.map { dataset + (dataset.hasSuffix("/") ? "" : "/") + String($0) }
        return try folders.map { folder throws(DownloadError) in
            // Nothing is made in a folder that is no dataset.
            guard try asDownloadError(shards: RunHistory.read(dataset: folder))?.downloadIndex != nil else {
                throw nothing(in: folder)
            }
            return Target(name: folder) { seat throws(ShardError) in try DatasetFolder(folder, seat: seat) }
        }
    }

    private static func nothing(in dataset: String) -> DownloadError {
        DownloadError(
            .command,
            """
            \(dataset) has no record of a download: there is nothing to finish.
              give the --output-folder of a download; datasets of img2dataset are complete as they are
            """)
    }

    private static func finish(
        _ target: Target, _ flags: DownloadFlags, _ worker: inout DatasetWorker?
    ) throws(DownloadError) -> Outcome {
        let seat =
            worker.map { WorkerSeat.held($0) }
            ?? .new(
                .ofMachine, leaseSeconds: WorkerShare.usualLeaseSeconds, sharers: nil, needsClaims: false,
                goesOn: { true })
        let folder = try asDownloadError(shards: target.open(seat))
        worker = folder.worker
        guard let history = try asDownloadError(shards: RunHistory.read(from: folder)),
            let index = history.downloadIndex
        else { throw nothing(in: target.name) }
        let path = target.name
        let begun = history.runs[index]
        guard !begun.identity.sets(.reshape) else {
            throw DownloadError(
                .command,
                "\(path) is made by a reshape, by one process.\n  start the same reshape command again to complete it")
        }
        let run = try RecordedRun(begun.identity, dataset: path, storeOptions: flags.storeOptions)
        guard let end = try end(of: begun, run, folder) else {
            throw DownloadError(
                .command,
                """
                It is not known how many shards \(path) has: its list \(run.listNames) is another one now.
                  start a worker again where the list is: \(run.command(for: nil))\(folder.hasClaims ? " --claim" : "")
                """)
        }
        let wanted = begun.firstShard.number..<max(begun.firstShard.number, end.end.number)
        if let missing = try ShardNumbers(missing(of: wanted, run, folder)) {
            let workers = try asDownloadError(shards: folder.otherWorkers())
            try asDownloadError(shards: folder.write(end))
            return .misses(
                missing, of: wanted.count, command: run.command(for: missing),
                workers: workers.map { "\($0.worker) (process \($0.process.pid) on \($0.process.host))" })
        }
        if begun.end != nil {
            folder.worker?.end()
            folder.forgetWorkers(isComplete: true)
            return .wasComplete(shards: wanted.count)
        }
        try asDownloadError(shards: complete(folder, run, index, end))
        return .completed(shards: wanted.count)
    }

    /// In a folder also shards whose files are not whole. A place has only whole ones with stats.
    private static func missing(
        of wanted: Range<Int>, _ run: RecordedRun, _ folder: DatasetFolder
    ) throws(DownloadError) -> [Int] {
        guard folder.place == nil else {
            return try asDownloadError(
                shards: folder.missingShards(
                    of: wanted, format: run.format, keyFormat: run.keys, hasParts: run.hasParts))
        }
        let scan = try asDownloadError(
            shards: ResumeScan(folder, format: run.format, keyFormat: run.keys, totalsOf: wanted) {
                wanted.contains($0.number)
            })
        return wanted.filter { !scan.finished.contains(ShardID($0)) }
    }

    /// Where the list ends: as it is recorded, or as the list says.
    private static func end(
        of begun: RunHistory.Run, _ run: RecordedRun, _ folder: DatasetFolder
    ) throws(DownloadError) -> ListEnd? {
        if let end = begun.end {
            return ListEnd(firstShard: begun.firstShard, end: end, selection: begun.selection)
        }
        if let known = folder.listEnd(ofRunAt: begun.firstShard) { return known }
        do throws(DownloadError) {
            return try run.readListEnd(from: begun.firstShard)
        } catch {
            throw DownloadError(
                error.category,
                """
                It is not known how many shards \(folder.name) has, and its list cannot be read here: \(error.headline)
                  start a worker again where the list is: \(run.command(for: nil))\(folder.hasClaims ? " --claim" : "")
                """)
        }
    }

    private static func complete(
        _ folder: DatasetFolder, _ run: RecordedRun, _ index: Int, _ end: ListEnd
    ) throws(ShardError) {
        let turn = try folder.worker?.turn()
        defer { turn?.end() }
        try WidsIndex.write(to: folder, format: run.format)
        try folder.sendList(WidsIndex.name)
        try folder.recordComplete(run: index, end: end.end, selection: end.selection)
        folder.worker?.end()
        folder.forgetWorkers(isComplete: true)
    }
}

extension Finish {
    /// For a person, or an object for each dataset.
    package func lines(asJSON: Bool) -> [String] {
        outcomes.flatMap { asJSON ? [Self.json($0.dataset, $0.outcome)] : Self.lines($0.dataset, $0.outcome) }
    }

    private static func lines(_ dataset: String, _ outcome: Outcome) -> [String] {
        let name = PlainText.safe(dataset, maximumCharacters: 300)
        switch outcome {
        case .wasComplete(let shards): return ["\(name) is complete already: \(shards.counted("shard"))"]
        case .completed(let shards): return ["\(name) is complete now: \(shards.counted("shard"))"]
        case .misses(let numbers, let all, let command, let workers):
            let count = numbers.count(below: numbers.end)
            var lines = [
                "\(name) is not complete: \(count.grouped) of \(all.counted("shard")) "
                    + (count == 1 ? "is" : "are") + " not done: \(shortened(numbers.text))"
            ]
            if workers.isEmpty {
                lines.append("  make them, with the network options of the download: \(command)")
            } else {
                let names = workers.prefix(3).joined(separator: ", ") + (workers.count > 3 ? " …" : "")
                lines.append(
                    "  \(workers.count.counted("worker")) write to it: \(names). The last one completes it; wait for them"
                )
            }
            return lines
        }
    }

    private static func shortened(_ text: String) -> String { text.count > 200 ? text.prefix(200) + "…" : text }

    private static func json(_ dataset: String, _ outcome: Outcome) -> String {
        var members: [JSONValue.Member] = [.init("dataset", .text(dataset))]
        switch outcome {
        case .wasComplete(let shards), .completed(let shards):
            var wasComplete = false
            if case .wasComplete = outcome { wasComplete = true }
            members += [
                .init("complete", .truth(true)), .init("was_complete", .truth(wasComplete)),
                .init("shards", .integer(shards)),
            ]
        case .misses(let numbers, let all, let command, let workers):
            members += [
                .init("complete", .truth(false)), .init("shards", .integer(all)),
                .init("missing", .integer(numbers.count(below: numbers.end))),
                .init("missing_shards", .text(numbers.text)), .init("command", .text(command)),
                .init("workers", .array(workers.map { .text($0) })),
            ]
        }
        return JSONValue.object(members).line
    }
}
