// How a dataset is reached that a command reads.

internal import ArgumentParser
internal import DatasetFolder
internal import Files
internal import Ground
internal import Inspection
internal import Planning

/// For commands whose dataset may be in a store.
struct StoredDatasetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            How a dataset in a store is reached: endpoint=URL, region=NAME, addressing=path, account=NAME, \
            anonymous=true, timeout=SECONDS.
            """,
            valueName: "key=value"))
    var storeOption: [String] = []

    /// For another command that reads the dataset, as a shell takes them.
    var words: [String] { storeOption.flatMap { ["--store-option", ShellWord.quoted($0)] } }

    /// The dataset as typed; of one in a store, its mirror here.
    func dataset(_ word: String, _ command: String) throws -> TypedDataset {
        try DatasetArgument.dataset(word, command, storeOptions: storeOption)
    }

    /// - Throws: where a store ceased to answer, so that what was read is not all.
    func checkAnswers(_ consequence: String) throws {
        guard let failure = MirroredFolders.failure, failure.mayPass else { return }
        throw InspectionError(
            .unreadable, failure.description + "\n  \(consequence): run the same command again")
    }
}
