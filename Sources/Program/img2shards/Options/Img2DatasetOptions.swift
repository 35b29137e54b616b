// Options that img2dataset has and this program needs no more, or reads as hints.

internal import ArgumentParser
internal import Planning

struct Img2DatasetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A hint: at most this many --image-workers, and at most one per core.", valueName: "count"))
    var processesCount: Int?

    @Option(
        help: ArgumentHelp(
            "A hint: at most this many in flight for each of --processes-count.", valueName: "count"))
    var threadCount = Setting<Int>(otherwise: "1")

    @Option(
        help: ArgumentHelp(
            "multiprocessing. pyspark, ray and dask work in Python: the message has the call.", valueName: "name"),
        completion: .list(["multiprocessing"]))
    var distributor = "multiprocessing"

    @Option(help: ArgumentHelp("No effect: it belongs to Python's distributor.", valueName: "shards"))
    var subjobSize: Int?

    @Option(
        help: ArgumentHelp("No effect: shards never fail; retry failed rows with img2shards retry.", valueName: "count")
    )
    var maxShardRetry: Int?

    @Flag(
        help: "In Python: logs to wandb or trackio where one is installed. On the command line it prints a note only.")
    var enableWandb = false

    @Option(help: ArgumentHelp("The project there; in Python only.", valueName: "name"))
    var wandbProject: String?

    /// Set by `ArgumentPass` for words in img2dataset's spelling.
    @Flag(help: .hidden) var spelledAsImg2dataset = false

    func apply(to flags: inout DownloadFlags) {
        flags.processesHint = processesCount
        flags.threadsHint = threadCount.value
        flags.distributor = distributor
        flags.callInPython = { [words = Array(CommandLine.arguments.dropFirst())] lists, folder in
            PythonCall.download(words, lists: lists, outputFolder: folder)
        }
        flags.subjobSize = subjobSize
        flags.shardRetries = maxShardRetry
        flags.reportsToWandb = enableWandb
        flags.isSpelledAsImg2Dataset = spelledAsImg2dataset
    }
}
