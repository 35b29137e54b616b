// Options that img2dataset has and this program needs no more, or reads as hints.

internal import ArgumentParser
internal import Downloading

struct Img2DatasetOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A hint: at most this many --image-workers, and one per core.", valueName: "count"))
    var processesCount: Int?

    @Option(
        help: ArgumentHelp(
            "A hint: at most this many in flight for each of --processes-count (default: 1).", valueName: "count"))
    var threadCount: Int?

    @Option(
        help: ArgumentHelp("multiprocessing; others are refused, with what to do instead.", valueName: "name"),
        completion: .list(["multiprocessing"]))
    var distributor = "multiprocessing"

    @Option(help: ArgumentHelp("No effect: it is pyspark's.", valueName: "shards"))
    var subjobSize: Int?

    @Option(
        help: ArgumentHelp("No effect: shards do not fail; start the command again after a stop.", valueName: "count"))
    var maxShardRetry: Int?

    @Flag(help: "No effect but a note: nothing is sent to Weights & Biases.")
    var enableWandb = false

    @Option(help: ArgumentHelp("No effect.", valueName: "name"))
    var wandbProject: String?

    /// Set by `ArgumentPass` for words in img2dataset's spelling.
    @Flag(help: .hidden) var spelledAsImg2dataset = false

    func apply(to flags: inout DownloadFlags) {
        flags.processesHint = processesCount
        flags.threadsHint = threadCount
        flags.distributor = distributor
        flags.subjobSize = subjobSize
        flags.shardRetries = maxShardRetry
        flags.reportsToWandb = enableWandb
        flags.isSpelledAsImg2Dataset = spelledAsImg2dataset
    }
}
