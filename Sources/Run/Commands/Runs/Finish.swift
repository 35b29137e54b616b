// `finish`: completes a dataset whose shards are all done, when no worker has.

internal import DatasetFolder
internal import DatasetModel
internal import Ground
internal import JSON
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

    /// - Parameter dataset: its folder; with several sizes also the folder above them.
    /// - Throws: `command` for what is no dataset of several workers; `output` if it cannot be written.
    package init(_ dataset: String) throws(DownloadError) {
        let sizes = DatasetFolder.hasRecord(dataset) ? [] : DatasetFolder.sizes(in: dataset)
        let folders =
            sizes.isEmpty ? [dataset] : sizes.map { dataset + (dataset.hasSuffix("/") ? "" : "/") + String($0) }
        var worker: DatasetWorker?
        defer { worker?.end() }
        for folder in folders {
            let outcome = try Self.finish(folder, &worker)
            if case .misses = outcome { exitCode = 1 }
            outcomes.append((folder, outcome))
        }
    }

    private static func finish(
        _ path: String, _ worker: inout DatasetWorker?
    ) throws(DownloadError) -> Outcome {
        guard let history = try asDownloadError(shards: RunHistory.read(dataset: path)),
            let index = history.downloadIndex
        else {
            throw DownloadError(
                .command,
                """
                \(path) has no record of a download: there is nothing to finish.
                  give the --output-folder of a download; datasets of img2dataset are complete as they are
                """)
        }
        let begun = history.runs[index]
        guard !begun.identity.sets(.reshape) else {
            throw DownloadError(
                .command,
                "\(path) is made by a reshape, by one process.\n  start the same reshape command again to complete it")
        }
        let run = try RecordedRun(begun.identity, dataset: path)
        let folder = try asDownloadError(
            shards: DatasetFolder(
                path,
                seat: worker.map { .held($0) }
                    ?? .new(
                        .ofMachine, leaseSeconds: WorkerShare.usualLeaseSeconds, sharers: nil, goesOn: { true })))
        worker = folder.worker
        guard let end = try end(of: begun, run, folder) else {
            throw DownloadError(
                .command,
                """
                It is not known how many shards \(path) has: its list \(run.listNames) is another one now.
                  start a worker again where the list is: \(run.command(for: nil)) --claim
                """)
        }
        let wanted = begun.firstShard.number..<max(begun.firstShard.number, end.end.number)
        let scan = try asDownloadError(
            shards: ResumeScan(folder, format: run.format, keyFormat: run.keys, totalsOf: wanted) {
                wanted.contains($0.number)
            })
        if let missing = ShardNumbers(wanted.filter { !scan.finished.contains(ShardID($0)) }) {
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
                  start a worker again where the list is: \(run.command(for: nil)) --claim
                """)
        }
    }

    private static func complete(
        _ folder: DatasetFolder, _ run: RecordedRun, _ index: Int, _ end: ListEnd
    ) throws(ShardError) {
        let turn = try folder.worker?.turn()
        defer { turn?.end() }
        try WidsIndex.write(to: folder, format: run.format)
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
