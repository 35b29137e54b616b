// `retry`: from a dataset to a run over its failed rows that may succeed now.

internal import DatasetFolder
internal import Ground
internal import JSON
internal import Pipeline
package import Planning
internal import Reporting
internal import ShardFormats

/// One `retry` of a dataset. What it gets becomes further shards, in which rows have the keys they had.
package struct Retry {
    private let dataset: RetriedDataset
    private let choice: FailureChoice
    /// As typed.
    private let classes: [String]?
    private let flags: DownloadFlags

    /// - Parameters:
    ///   - dataset: where its rows are, and where the images go.
    ///   - classes: words for classes of failures; nil for temporary ones.
    ///   - flags: options of network and machine; what shapes the output comes from the dataset's record.
    /// - Throws: `command` for a word that names no class.
    package init(dataset: RetriedDataset, classes: [String]?, flags: DownloadFlags) throws(DownloadError) {
        self.dataset = dataset
        self.flags = flags
        self.classes = classes
        guard let classes else {
            choice = .passing
            return
        }
        choice = try FailureChoice(typed: classes)
    }

    /// Runs to the end. Call once, from the main thread.
    ///
    /// - Returns: the exit code, as `Download.run`'s: 4 when no row could be fetched; 0 when there is nothing to try
    ///   again.
    /// - Throws: `DownloadError` when it could not begin.
    package func run() throws(DownloadError) -> Int32 {
        // Wrong options are said before tables are read.
        _ = try DownloadPlan.choice("--log-format", flags.logFormat) as DownloadPlan.LogFormat
        let history = try recorded()
        if let left = try leftPlan(history) {
            say("resuming the retry that was stopped")
            return try Download(left).run()
        }
        var hasRun = false
        var code: Int32 = 0
        for group in RetryGroup.groups(of: history) {
            guard let ended = try run(group) else { continue }
            guard ended == 0 || ended == Self.noImages else { return ended }
            // One group that got images is enough.
            code = hasRun ? min(code, ended) : ended
            hasRun = true
        }
        if !hasRun { sayNothingLeft() }
        return code
    }

    /// The folder with the lists of retries, and with the state of a dataset in a store.
    private func open() throws(ShardError) -> DatasetFolder {
        guard let store = dataset.store else { return try DatasetFolder(dataset.folder) }
        return try store.openFolder()
    }

    private static let noImages = DownloadError.Category.noImages.rawValue

    /// The record of a dataset that is complete.
    private func recorded() throws(DownloadError) -> RunHistory {
        do throws(ShardError) {
            let listing = try DatasetListing(dataset.tables)
            guard listing.folder == dataset.tables.path else {
                throw ShardError(.noShards, "\(dataset.name) is one shard: retry takes a dataset's folder")
            }
            if listing.bucketOf != nil {
                throw ShardError(
                    .noShards, "\(dataset.name) is one bucket of a dataset, whose failed rows are in none",
                    hint: "retry the dataset: \(dataset.tables.above.command("retry"))")
            }
            guard let history = try RunHistory.read(dataset: dataset.tables.path) else {
                throw ShardError(
                    .identityDiffers,
                    "\(dataset.name) has no record of the options it was downloaded with: img2dataset writes none",
                    hint: "run img2shards download on it once, with its list and options, to create the record")
            }
            guard let index = history.downloadIndex, history.runs[index].end != nil else {
                let words = listing.unfinishedRun?.words(dataset.tables) ?? "start the same download command again"
                throw ShardError(.identityDiffers, "\(dataset.name) cannot be retried yet: \(words)")
            }
            return history
        } catch {
            throw DownloadError(.command, error.description)
        }
    }

    /// The retry that an earlier start has left; nil when there is none, or its list cannot be read any more.
    private func leftPlan(_ history: RunHistory) throws(DownloadError) -> DownloadPlan? {
        guard let index = history.openRetryIndex, let retry = history.runs[index].retry else { return nil }
        let lists: [String]
        do {
            lists = try open().retryLists(retry.number)
        } catch {
            if error.category == .locked { throw DownloadError(error) }
            return nil
        }
        guard !lists.isEmpty else { return nil }
        var flags = try RetryFlags.flags(history.runs[index].identity, over: flags, dataset: dataset.name)
        flags.urlLists = lists
        flags.retry = retry
        if let error = try refusal(flags) { throw error }
        return try DownloadPlan(resolving: flags)
    }

    /// Fetches a group's rows again.
    ///
    /// The folder is held from before its tables are read to the end: no other start changes what the rows are of.
    /// - Returns: the exit code; nil when there is no row to fetch.
    private func run(_ group: RetryGroup) throws(DownloadError) -> Int32? {
        let folder = try asDownloadError(shards: open())
        try asDownloadError(shards: folder.adoptPlaced(replaces: false))
        guard let plan = try newPlan(group, folder) else { return nil }
        return try Download(plan, holding: folder).run()
    }

    /// Writes the list of a group's rows; nil when there are none.
    private func newPlan(_ group: RetryGroup, _ folder: DatasetFolder) throws(DownloadError) -> DownloadPlan? {
        var flags = try RetryFlags.flags(group.identity, over: flags, dataset: dataset.name)
        guard let history = try asDownloadError(shards: RunHistory.read(from: folder)) else { return nil }
        let scan = try asDownloadError(rows: RetryScan(dataset.tables, history: history, choice: choice))
        try check(scan)
        let number = history.runs.count
        let path = try asDownloadError(shards: folder.makeRetryFolder(number))
        guard try asDownloadError(rows: scan.write(group, to: path)) > 0 else {
            try asDownloadError(shards: folder.removeRetryFolders())
            return nil
        }
        flags.urlLists = try asDownloadError(shards: folder.retryLists(number))
        if let error = try refusal(flags) {
            try asDownloadError(shards: folder.removeRetryFolders())
            throw error
        }
        flags.retry = RunHistory.Retry(number: number, takenRuns: group.runs)
        return try DownloadPlan(resolving: flags)
    }

    /// Why the rows are not to be fetched with these options; nil where they may.
    private func refusal(_ flags: DownloadFlags) throws(DownloadError) -> DownloadError? {
        guard !flags.allowsPrivateAddresses else { return nil }
        let found = try asDownloadError(rows: PrivateRows.count(in: flags.urlLists))
        guard found.privateRows > 0 else { return nil }
        return DownloadError(
            .command,
            """
            \(Self.rowsAtPrivateAddresses(found.privateRows, of: found.rows)), which are refused by default.
              give the network options of the download again\(secretNote): \(command(with: "--allow-private-addresses"))
            """)
    }

    private var secretNote: String {
        NetworkWords.words(flags).lazy.compactMap { NetworkWords.note(on: $0) }.first.map { ", and \($0)" } ?? ""
    }

    private static func rowsAtPrivateAddresses(_ rows: Int, of all: Int) -> String {
        switch (rows, all) {
        case (1, 1): "The only row to retry is at a private address"
        case (1, _): "1 of the \(all.grouped) rows to retry is at a private address"
        case (all, _): "All \(all.grouped) rows to retry are at private addresses"
        default: "\(rows.grouped) of the \(all.grouped) rows to retry are at private addresses"
        }
    }

    /// The command as it was typed, with one more option.
    private func command(with option: String) -> String {
        let own =
            (classes.map { ["--classes", ShellWord.quoted($0.joined(separator: ","))] } ?? [])
            + (flags.refererColumn.map { ["--referer-col", ShellWord.quoted($0)] } ?? [])
        let words =
            own + (dataset.store?.retryWords ?? []) + NetworkWords.words(flags) + MachineWords.words(flags) + [option]
        return (["img2shards retry", ShellWord.path(dataset.name)] + words).joined(separator: " ")
    }

    private func check(_ scan: RetryScan) throws(DownloadError) {
        guard scan.hasMetadata else {
            throw DownloadError(.command, "\(dataset.name) has no metadata that says which rows failed.")
        }
        let missing = scan.missingShards
        guard missing.isEmpty else {
            let numbers = missing.prefix(5).map(String.init).joined(separator: ", ") + (missing.count > 5 ? "…" : "")
            throw DownloadError(
                .command,
                """
                \(dataset.name) lacks \(missing.count.counted("shard")) that it had before: \(numbers).
                  download them first: run the same download again
                """)
        }
    }

    private func sayNothingLeft() {
        let text = "nothing to retry in \(PlainText.safe(dataset.name)): "
        switch choice {
        case .passing:
            say(text + "no row failed temporarily (retry others with --classes)")
        case .classes: say(text + "no row failed with one of these classes, or all succeeded in a retry")
        }
    }

    private func say(_ text: String) {
        let time = WallClock.timestamp
        let line =
            flags.logFormat == DownloadPlan.LogFormat.json.rawValue
            ? LogLine.event("notice", at: time, [.init("text", .text(text))]) : text
        ErrorStream().write(line + "\n")
    }
}
