// `--dry-run`: what a run would do, printed without doing it.

internal import DatasetFolder
internal import DatasetModel
internal import Fetching
internal import Foundation
internal import Glibc
internal import Ground
internal import Pipeline
package import Planning
internal import Reporting
internal import ShardFormats
internal import Stores
internal import Synchronization
internal import URLLists

/// Reads the list to its end and looks into the output folder. It fetches nothing, writes nothing and locks nothing.
package struct DryRun {
    private let plan: DownloadPlan

    package init(_ plan: DownloadPlan) { self.plan = plan }

    /// Prints the plan to standard output.
    ///
    /// - Returns: the exit code: 0, or 4 when the conditions choose no row of the list.
    /// - Throws: `DownloadError` of category `command` when the list cannot be read, or the run would be refused;
    ///   `StandardOutput.Failure`.
    package func run() throws -> Int32 {
        let forecast = try forecast()
        let text =
            plan.logFormat == .json
            ? [forecast.json(at: WallClock.timestamp)]
            : forecast.lines(width: nil) + plan.notes.map { "  note: " + $0 } + [
                "  nothing was fetched or written: --dry-run"
            ]
        try StandardOutput.write(lines: text)
        return forecast.rowsKept > 0 ? 0 : DownloadError.Category.noImages.rawValue
    }

    private func forecast() throws(DownloadError) -> RunForecast {
        var header = RunHeader(
            listPaths: plan.list.files.map(\.path), rowsPerShard: plan.samplesPerShard,
            treatment: plan.images.treatment, outputFolder: plan.outputFolder,
            outputFormat: plan.output.format.rawValue, writesNothing: plan.output.format.definition.writesNothing)
        let left = try leftByEarlierStarts()
        header.shardsDone = left.shards
        header.openShards = left.openShards
        header.openSamples = left.openRows
        header.totalRows = plan.list.totalRows
        header.listBytes = plan.list.sizeBytes
        header.choosing = plan.choosingWords
        header.worker = plan.share?.words
        let list = try readList()
        let image = ImageForecast(plan.images, plan.output)
        var forecast = RunForecast(
            header: header, rowsKept: list.rows, shards: list.shards, shareHad: ImageForecast.shareHad,
            bodyBytes: ImageForecast.bodyBytes, bytesWritten: image.bytesWritten,
            processorSeconds: image.processorSeconds, cores: plan.imageWorkers)
        forecast.selection = list.selection
        forecast.rowsDone = left.rows + left.openRows
        forecast.replaces = plan.resumePolicy == .overwrite && left.isDataset
        forecast.bytesPerSecond = plan.fetching.maximumBytesPerSecond
        forecast.hostLimit = FewHosts.limit(
            of: plan.list, perHost: plan.fetching.perHostConnections, inFlight: plan.fetching.maximumInFlight)
        if plan.store == nil { forecast.freeBytes = Self.freeBytes(at: plan.outputFolder) }
        return forecast
    }

    private func readList() throws(DownloadError) -> (rows: Int, shards: Int, selection: SelectionTally?) {
        // Every shard is skipped, so no row is made ready to be fetched; the last one asked for is behind the end.
        let asked = Mutex(0)
        let reader = URLListReader(
            plan.list, rowsPerShard: plan.samplesPerShard, spansFiles: plan.layout.shardsSpanFiles
        ) { shard in
            asked.withLock { $0 = max($0, shard.number) }
            return true
        }
        do throws(URLListError) {
            while try reader.next() != nil {}
        } catch {
            throw DownloadError(error)
        }
        return (reader.rowsRead, asked.withLock { $0 }, reader.selectionTally)
    }

    /// What a start would resume from.
    private struct Left {
        var isDataset = false
        var shards = 0
        var rows = 0
        var openShards = 0
        var openRows = 0
    }

    /// Of several sizes, what the one has that came least far.
    private func leftByEarlierStarts() throws(DownloadError) -> Left {
        var least: Left?
        for size in plan.sizes {
            let left = try leftByEarlierStarts(size)
            if least.map({ left.rows < $0.rows }) ?? true { least = left }
        }
        return least ?? Left()
    }

    private func leftByEarlierStarts(_ size: OutputSize) throws(DownloadError) -> Left {
        var left = Left()
        do throws(ShardError) {
            let (files, name) = (try self.files(of: size), size.place?.text ?? size.folder)
            let history = try RunHistory.read(dataset: files)
            // Without a shard there is nothing to list.
            let shards = (try? DatasetListing(path: files))?.shards ?? []
            left.isDataset = history != nil || !shards.isEmpty
            let policy = RunHistory.policy(
                plan.resumePolicy, size.identity, after: history, dataset: name, formats: OutputFormat.known)
            guard policy == .incremental else { return left }
            _ = try RunHistory.start(
                size.identity, policy: policy, after: history, highest: shards.last?.id, dataset: name)
            let own = history.flatMap { history in history.downloadIndex.map { history.shards(ofRun: $0) } }
            for shard in shards where (own ?? 0..<Int.max).contains(shard.id.number) {
                guard let stats = DatasetListing.stats(of: shard) else { continue }
                let files = ShardFiles(name: shard.name, format: plan.output)
                if size.place == nil, let file = files.firstGone(in: size.folder, stats: stats, format: plan.output) {
                    throw ShardError.gone([file], from: size.folder)
                }
                left.shards += 1
                left.rows += stats.count
            }
            let open = DatasetFolder.openRows(dataset: size.folder)
            left.openShards = open.shards
            left.openRows = open.rows
        } catch {
            throw DownloadError(error)
        }
        return left
    }

    /// The folder with a dataset's files; of one in a store, those that the store has.
    private func files(of size: OutputSize) throws(ShardError) -> String {
        guard size.place != nil, let store = plan.store else { return size.folder }
        do throws(ShardError) {
            return try store.mirror(of: size).path
        } catch {
            guard error.category == .noShards else { throw error }
            return size.folder
        }
    }

    /// Of the file system that the folder is in, or will be.
    static func freeBytes(at folder: String) -> Int? {
        var path = folder.hasPrefix("/") ? folder : FileManager.default.currentDirectoryPath + "/" + folder
        var status = Glibc.statvfs()
        while statvfs(path, &status) != 0 {
            let above = (path as NSString).deletingLastPathComponent
            guard above != path, !above.isEmpty else { return nil }
            path = above
        }
        return Int(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }
}
