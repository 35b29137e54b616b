// Options on watching a run.

internal import ArgumentParser
internal import Planning

struct WatchingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Serve metrics here while it runs (/metrics for Prometheus, /healthz): 127.0.0.1:9090, or a port. Other addresses than this machine's own need a token.",
            valueName: "address:port"))
    var listen = Setting<String>(otherwise: "nowhere")

    @Option(
        help: ArgumentHelp("Write metrics to this file every 5 s, for node_exporter (NAME.prom).", valueName: "file"),
        completion: .file(extensions: ["prom"]))
    var metricsFile = Setting<String>(otherwise: "none")

    @Option(
        name: .customLong("tensorboard"),
        help: ArgumentHelp("Write figures for TensorBoard into this folder every 10 s.", valueName: "folder"),
        completion: .directory)
    var tensorBoard = Setting<String>(otherwise: "none")

    @Flag(help: "Ring the terminal's bell at the end, with a notification where the terminal has them.")
    var notify = false

    func apply(to flags: inout DownloadFlags) {
        flags.watch.listen = listen.value
        flags.watch.metricsFile = metricsFile.value
        flags.watch.tensorBoardFolder = tensorBoard.value
        flags.watch.notifies = notify
    }
}
