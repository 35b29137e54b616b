// From a dataset's folder to its figures.

internal import DatasetFolder
internal import DatasetModel
internal import Files
internal import Ground
internal import Inspection
internal import ShardFormats
internal import Synchronization

/// Reads stats and tables of all shards, with several threads. Nothing is changed, and nothing is locked.
struct DatasetReading {
    /// Images whose EXIF is looked at: enough for shares, and less to read than the rest.
    private static let mostEXIF = 400_000
    /// Parts that tables are divided into, whatever the number of threads: what is counted must not depend on it.
    private static let lanes = 8
    /// What is named of many; more say nothing more.
    private static let mostNamed = 20

    let listing: DatasetListing
    private let history: RunHistory?
    private let limits: RowTally.Limits
    private let threads: Int

    init(_ dataset: TypedDataset, limits: RowTally.Limits, threads: Int) throws(CommandFailure) {
        do {
            listing = try DatasetListing(dataset)
        } catch {
            throw CommandFailure(.command, error.description)
        }
        // Of one shard all rows count. Without a record that can be read, nothing was tried again.
        history = listing.folder == listing.path ? try? RunHistory.read(dataset: dataset.path) : nil
        self.limits = limits
        self.threads = max(1, threads)
    }

    /// Reads everything but the pictures.
    ///
    /// - Parameter progress: called with the parts of the tables that are read, and all parts.
    func figures(_ progress: @escaping @Sendable (Int, Int) -> Void) -> DatasetFigures {
        var figures = DatasetFigures(listing.dataset, limits: limits)
        var stats = StatsFigures()
        let finished = readStats(&stats, &figures)
        figures.timeline = Timeline(stats.intervals)
        figures.unfinishedRun = listing.unfinishedRun
        figures.format = listing.shards.lazy.compactMap { $0.formatName }.first
        figures.hasTables = finished.contains { listing.shards[$0.place].metadata != nil }
        if figures.hasTables {
            readTables(finished, into: &figures, progress)
        } else {
            figures.rows = stats.tally(limits)
        }
        figures.contents = Self.repeats(&figures.rows.contents, most: limits.extremes)
        figures.texts = Self.repeats(&figures.rows.texts, most: 20)
        return figures
    }

    /// A finished shard.
    private struct Finished {
        /// In the listing.
        let place: Int
        let images: Int
    }

    private func readStats(_ all: inout StatsFigures, _ figures: inout DatasetFigures) -> [Finished] {
        var finished: [Finished] = []
        for (place, shard) in listing.shards.enumerated() {
            guard let stats = DatasetListing.stats(of: shard) else {
                figures.unfinished += 1
                continue
            }
            finished.append(Finished(place: place, images: stats.successes))
            all.add(stats)
            let dataBytes = shard.dataBytes
            figures.dataBytes += dataBytes
            if let metadata = shard.metadata, shard.data != nil || dataBytes == 0 {
                figures.tableBytes += FileSize.of(metadata) ?? 0
            }
            if shard.data == nil, dataBytes == 0, stats.successes > 0, listing.hasImages(shard),
                figures.missingData.count < Self.mostNamed
            {
                figures.missingData.append(shard.name)
            }
        }
        figures.shards = finished.count
        // Images of --bucket-folders are in the buckets.
        for (_, bucket) in (try? listing.buckets()) ?? [] {
            figures.dataBytes += bucket.shards.reduce(0) { $0 + $1.dataBytes }
        }
        return finished
    }

    private func readTables(
        _ finished: [Finished], into figures: inout DatasetFigures, _ progress: @escaping @Sendable (Int, Int) -> Void
    ) {
        let shards = listing.shards
        let tables = finished.filter { shards[$0.place].metadata != nil }
        let withTables = tables.map(\.place)
        let readsEXIF = Self.spread(tables)
        var retried = RetriedRows(history)
        let first = TableCounting(listing, readsEXIF: readsEXIF, limits: limits)
        var others = withTables
        if retried.isNeeded {
            // What retries say counts before what their rows' own shards do: it must be known first.
            let names = Set(retried.ordered(shards).prefix { retried.isRetry($0) }.map(\.name))
            for place in withTables.reversed() where names.contains(shards[place].name) {
                for work in TableWork.parts(of: shards[place], at: place) { first.read(work, &retried) }
            }
            others = withTables.filter { !names.contains(shards[$0].name) }
        }
        let work = others.flatMap { TableWork.parts(of: shards[$0], at: $0) }
        let results = OrderedResults(figures)
        results.add(first.result(), number: 0)
        let done = Atomic(0)
        let lanes = max(1, min(Self.lanes, work.count))
        let (known, listing, limits) = (retried, listing, limits.shared(by: lanes))
        SharedWork.forEach(lanes, threads: threads, name: "report") { lane in
            let counting = TableCounting(listing, readsEXIF: readsEXIF, limits: limits)
            var retried = known
            for number in stride(from: lane, to: work.count, by: lanes) {
                counting.read(work[number], &retried)
                progress(done.wrappingAdd(1, ordering: .relaxed).newValue, work.count)
            }
            results.add(counting.result(), number: lane + 1)
        }
        figures = results.figures
        figures.unreadable = Array(figures.unreadable.sorted().prefix(Self.mostNamed))
    }

    /// Places of shards spread over all, whose images are about `mostEXIF`.
    private static func spread(_ tables: [Finished]) -> Set<Int> {
        let images = tables.reduce(0) { $0 + $1.images }
        let step = max(1, (images + mostEXIF - 1) / mostEXIF)
        return Set(stride(from: 0, to: tables.count, by: step).map { tables[$0].place })
    }

    private static func repeats(_ tally: inout RepeatTally, most: Int) -> DatasetFigures.Repeats {
        tally.join()
        let totals = tally.totals(most: most)
        var repeats = DatasetFigures.Repeats()
        (repeats.different, repeats.repeats) = (totals.different, totals.repeats)
        repeats.most = totals.most
        repeats.isExact = tally.drops == 0
        // Millions of hashes are needed no more.
        tally = RepeatTally(limit: 4)
        return repeats
    }
}
