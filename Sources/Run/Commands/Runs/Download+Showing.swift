// What a run shows: on its terminal, and to whoever watches from elsewhere.

internal import DatasetFolder
internal import DatasetModel
internal import Embedding
internal import Fetching
internal import Foundation
internal import Glibc
internal import Ground
internal import Imaging
internal import Pipeline
internal import Planning
internal import Reporting
internal import ShardFormats
internal import URLLists
internal import Watching

extension Download {
    /// Begins what was asked for beside the terminal; before the first fetch, so that a port that is taken costs nothing.
    func makeWatch(
        _ display: RunDisplay, _ tap: ImageTap, _ datasets: PreparedDatasets
    ) throws(DownloadError) -> RunWatch {
        var options = plan.watching
        if !plan.output.format.definition.writesNothing {
            options.statusFiles = datasets.statusPaths
        }
        options.workers = datasets.workersFolder.map {
            WorkerRecords(folder: $0, statusName: DatasetFolder.statusName)
        }
        let command = plan.retry != nil ? "retry" : plan.reshaped != nil ? "reshape" : "download"
        do throws(CommandFailure) {
            return try RunWatch(
                options, run: RunIdentification(command: command, outputFolder: plan.outputFolder), tap: tap
            ) { text in display.notice("! " + text, time: WallClock.timestamp) }
        } catch {
            throw DownloadError(error.category == .command ? .command : .output, error.description)
        }
    }

    func makeDisplay() -> RunDisplay {
        var warnings = RunWarnings.SetUp()
        warnings.resolvers =
            plan.fetching.dnsServers.isEmpty
            ? ResolverConfiguration().servers.map(\.description) : plan.fetching.dnsServers
        warnings.choseResolvers = !plan.fetching.dnsServers.isEmpty
        warnings.timeoutSeconds = Int(plan.fetching.timeout.components.seconds)
        warnings.maximumInFlight = plan.fetching.maximumInFlight
        warnings.urlColumn = plan.urlColumn
        let mode = DisplayMode.chosen(
            wantsJSON: plan.logFormat == .json, isTerminal: ErrorStream().isTerminal,
            environment: ProcessInfo.processInfo.environment)
        var manners = RunDisplay.Manners()
        if TerminalTitle.isKnown(term: ProcessInfo.processInfo.environment["TERM"] ?? "") {
            manners.title = plan.outputFolder.split(separator: "/").last.map(String.init) ?? plan.outputFolder
        }
        manners.callsAtEnd = plan.notifies
        return RunDisplay(mode: mode, warnings: warnings, logInterval: plan.logInterval, manners: manners)
    }

    /// What is not reshaped, as the source is not complete.
    var sourceNotes: [String] {
        plan.reshaped?.incompleteNote.map { ["! " + $0] } ?? []
    }

    func header(_ datasets: PreparedDatasets) -> RunHeader {
        var header = RunHeader(
            listPaths: plan.reshaped.map { [$0.dataset.name] }
                ?? (plan.retry == nil ? plan.list.files.map(\.path) : ["failed rows"]),
            rowsPerShard: plan.samplesPerShard,
            treatment: plan.images.treatment,
            outputFolder: datasets.shownName,
            outputFormat: plan.output.format.rawValue, writesNothing: plan.output.format.definition.writesNothing)
        header.worker = plan.share?.words
        header.totalRows = plan.list.totalRows
        header.listBytes = plan.list.sizeBytes
        header.choosing = plan.choosingWords
        header.shardCount =
            plan.list.isSelected
            ? nil
            : plan.list.shardCount(
                rowsPerShard: plan.samplesPerShard, spansFiles: plan.layout.shardsSpanFiles)
        header.shardsDone = datasets.earlier.shards
        header.openShards = datasets.earlier.openShards
        header.openSamples = datasets.earlier.openSamples
        return header
    }
}
