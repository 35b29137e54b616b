// Options that shape the dataset a reshape writes.

internal import ArgumentParser
internal import Planning

struct ReshapeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where the new dataset is written.", valueName: "folder"), completion: .directory)
    var outputFolder: String

    @Option(
        help: ArgumentHelp(OptionChoices.outputFormatHelp, valueName: "format"),
        completion: .list(OptionChoices.outputFormats))
    var outputFormat = "webdataset"

    @OptionGroup var shards: ShardOptions

    func apply(to flags: inout DownloadFlags) {
        flags.outputFolder = outputFolder
        flags.outputFormat = outputFormat
        shards.apply(to: &flags)
    }
}
