// Where a run into a store has its state.

internal import ArgumentParser
internal import Planning

struct StatePlaceOptions: ParsableArguments {
    @OptionGroup var reading: StoredDatasetOptions

    @Option(
        help: ArgumentHelp("For a dataset in a store: the --state-folder of its run.", valueName: "folder"),
        completion: .directory)
    var stateFolder = Setting<String>(otherwise: "~/.local/state/img2shards/NAME")

    /// For a command that reads the dataset, as a shell takes them.
    var readingWords: [String] { reading.words }

    func apply(to flags: inout DownloadFlags) {
        flags.storeOptions = reading.storeOption
        flags.stateFolder = stateFolder.value
    }

    /// The folder of this machine with the run's state, for a dataset as typed.
    func folder(_ word: String, _ command: String) throws -> String {
        var flags = DownloadFlags()
        apply(to: &flags)
        return try StatePlace.folder(word, command, flags)
    }
}
