// Options of datasets that are written to stores.

internal import ArgumentParser
internal import Planning

struct StagingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "For a dataset in a store: the local folder with the run's state, and with shards until they are sent.",
            valueName: "folder"), completion: .directory)
    var stateFolder = Setting<String>(otherwise: "~/.local/state/img2shards/NAME")

    @Option(
        help: ArgumentHelp(
            "For a dataset in a store: a local folder for shards until they are sent, on another disk than the state.",
            valueName: "folder"), completion: .directory)
    var staging = Setting<String>(otherwise: "the state folder")

    @Option(
        help: ArgumentHelp(
            "For a dataset in a store: most bytes of shards on this machine; then the run waits for the store.",
            valueName: "size"))
    var stagingSize = Setting<String>(otherwise: "10GB")

    func apply(to flags: inout DownloadFlags) {
        flags.stateFolder = stateFolder.value
        flags.staging = staging.value
        flags.stagingSize = stagingSize.value
    }
}
