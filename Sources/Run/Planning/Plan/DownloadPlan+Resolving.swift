// From flags as typed to a plan: everything wrong with a command is said here.

internal import DatasetFolder
internal import DatasetModel
internal import Fetching
internal import Files
internal import Foundation
internal import Ground
internal import Hashing
internal import Imaging
internal import RowSelection
internal import ShardFormats
internal import Stores
package import URLLists

extension DownloadPlan {
    /// Resolves the flags, the list's files and columns included.
    ///
    /// - Throws: `DownloadError` of category `command`; its message says what to type instead.
    package init(resolving typed: DownloadFlags) throws(DownloadError) {
        var flags = try typed.withLocalPaths()
        if let path = flags.planPath {
            let plan = try PlanNote.plan(path)
            flags = try PlanNote(plan).applied(to: flags, plan: plan)
        }
        outputFolder = flags.outputFolder
        share = try WorkerShare.resolve(flags.worker)
        grace = try Self.grace(flags.worker)
        store = try StoreOutput(flags)
        if let store {
            try StoreOutput.check(flags)
            try share?.check(store, flags)
        }
        // What is written is made on this machine.
        if let store {
            flags.outputPlace = flags.outputFolder
            flags.outputFolder = store.folder
        }
        let layout = try SampleLayout(flags)
        let embed = try EmbedChoices(flags)
        var output = try layout.format(flags)
        output.embeddings = embed.files
        self.output = output
        self.layout = layout
        resumePolicy = try Self.choice("--incremental-mode", flags.resumePolicy)
        try share?.check(resumePolicy)
        logFormat = try Self.choice("--log-format", flags.logFormat)
        logInterval = try Self.seconds("--log-interval", flags.logIntervalSeconds)
        hash = flags.hash.lowercased() == "none" ? nil : try Self.choice("--compute-hash", flags.hash, also: ["none"])
        let verifiedHash = try VerifiedHash(flags)
        extractsEXIF = flags.extractsEXIF
        addsExtraColumns = flags.addsExtraColumns
        samplesPerShard = try Self.checkedShardSize(flags)
        keys = KeyFormat(
            samplesPerShard: samplesPerShard,
            shardIDWidth: try Self.number("--oom-shard-count", flags.shardIDWidth, 1...18),
            style: layout.keyStyle ?? .numbered)
        let hints = try Img2DatasetHints(flags)
        imageWorkers = try Self.number(
            "--image-workers",
            flags.imageWorkers ?? hints.imageWorkers(cores: ProcessInfo.processInfo.activeProcessorCount), 1...1024)
        memoryBudgetBytes = try Self.size("--memory-budget", flags.memoryBudget)
        maximumStandstill = try Self.seconds("--max-standstill", flags.maximumStandstillSeconds)
        images = try ImageChoices(flags).options(Self.images(flags))
        boxColumn = flags.boxColumn
        retry = flags.retry
        reshaped = flags.reshaped
        timesStages = flags.timesStages
        networkWords = NetworkWords.words(flags)
        let folders = [flags.outputFolder] + flags.imageSizes.map { "\(flags.outputFolder)/\($0)" }
        let watch = try WatchChoices(flags.watch, inputs: flags.inputFiles, outputs: folders)
        watching = watch.options
        notifies = flags.watch.notifies
        guard let sync = SyncPolicy(flags.sync) else {
            throw DownloadError(
                .command,
                "--sync cannot be \"\(flags.sync)\". It is shard, never, or a time for open shards too, as in seconds=10."
            )
        }
        self.sync = sync
        let subset = try SubsetChoices(flags)
        excludeList = subset.excludeList
        excludeVersions = subset.excludeVersions
        descriptors = try Self.descriptors(sizes: Self.openSizes(flags))
        var fetching = try Self.fetching(flags, hints, descriptors, memoryBudgetBytes: memoryBudgetBytes)
        let shareNote = share?.divide(&fetching)
        fetching.makeURLPolicy = ExclusionPolicy.maker(of: subset.excludeList)
        self.fetching = fetching
        storeRows = try Self.storeRows(flags)
        let found = try Self.list(&flags, subset, verifiedHash)
        list = found.list
        // Rows of a retry and of reshape have their keys already.
        let givesKeys = flags.retry == nil && flags.reshaped == nil
        let keyNote = try KeyCheck.note(on: givesKeys ? flags.keyColumn : nil, of: list)
        notes =
            hints.notes + watch.notes + found.notes + list.notes
            + [keyNote, flags.reshaped?.scores?.note, shareNote].compactMap { $0 }
            + ListNotes.notes(flags, list)
        // A plan remembers what was seen.
        if flags.plan == nil { try subset.checkMemory(rows: list.totalRows) }
        choosingWords =
            flags.retry == nil
            ? FilterChoices.words(flags, list) + subset.words(flags, rows: list.totalRows) : []
        urlColumn = flags.urlColumn
        embedding = try embed.options(columns: list.columns, hash: hash?.rawValue, threads: imageWorkers)
        sizes = Self.sizes(flags, list, store)
    }

    /// The list, found and looked into.
    ///
    /// img2dataset takes the URLs of a text list and nothing else, whatever was asked for, and so does a command in its
    /// spelling: then `flags` lose their caption column.
    private static func list(
        _ flags: inout DownloadFlags, _ subset: SubsetChoices, _ verifiedHash: VerifiedHash?
    ) throws(DownloadError) -> (list: URLList, notes: [String]) {
        let options = try listOptions(flags, subset, verifiedHash)
        do throws(URLListError) {
            return (try URLList(options), [])
        } catch {
            guard flags.isSpelledAsImg2Dataset, error.category == .unknownColumn, let column = flags.captionColumn
            else {
                let advice = try flags.plan.map { plan throws(DownloadError) in
                    try PlanNote(plan).advice(on: error, lists: flags.urlLists, plan: plan)
                }
                let failure = DownloadError(error)
                throw DownloadError(failure.category, failure.message + (advice ?? ""))
            }
            var withoutCaptions = flags
            withoutCaptions.captionColumn = nil
            let others = try listOptions(withoutCaptions, subset, verifiedHash)
            guard let list = try? URLList(others), list.files.allSatisfy({ $0.format == .txt }) else {
                throw DownloadError(error)
            }
            flags = withoutCaptions
            return (list, ["a txt list has URLs only: --caption_col \(column) has no effect, as in img2dataset"])
        }
    }

    /// The list as typed. A run over failed rows takes them all.
    package static func listOptions(
        _ flags: DownloadFlags, _ subset: SubsetChoices, _ verifiedHash: VerifiedHash? = nil
    ) throws(DownloadError) -> URLListOptions {
        var options = URLListOptions(
            paths: flags.urlLists, inputFormat: flags.inputFormat, urlColumn: flags.urlColumn,
            captionColumn: flags.captionColumn, additionalColumns: SampleLayout.additionalColumns(flags),
            refererColumn: flags.refererColumn, priorKeyColumn: flags.keepsKeys ? RetryFlags.keyColumn : nil,
            columnNames: flags.columnNames.isEmpty ? nil : flags.columnNames,
            optionalColumns: flags.addsExtraColumns ? (FetchColumns.names, "--no-extra-columns") : nil)
        options.storeOptions = try storeOptions(flags)
        options.storeOptions.commits = commits(flags)
        options.expectedHashColumn = verifiedHash?.column
        // Commands of img2dataset may write into the folder of their lists: what a start has written there is none.
        options.isOwnFile = DatasetFolder.ownFiles(of: flags.outputFolder)
        options.shuffle = subset.shuffle
        if let plan = flags.plan {
            options.plan = plan
            return options
        }
        if flags.retry == nil { options.conditions = try FilterChoices.conditions(flags.filter) }
        var selectors = subset.selectors
        if let reshaped = flags.reshaped {
            options.columnsBeside = reshaped.columnsBeside
            options.joined = reshaped.scores?.joined
            selectors.insert({ ImageRows() }, at: 0)
        }
        options.selection = SelectionPlan(selectors)
        if flags.retry == nil {
            let shares = try FilterChoices.tops(flags.filter)
            do throws(URLListError) {
                try options.keepTop(shares, among: flags.reshaped == nil ? [] : [{ ImageRows() }])
            } catch {
                throw DownloadError(.command, "--top: " + error.message)
            }
        }
        return options
    }

    /// What a dataset records of the options that decide what a shard holds.
    static func shapingOptions(_ flags: DownloadFlags) -> [RunIdentity.Option] { ShapingOption.recorded(flags) }
}
