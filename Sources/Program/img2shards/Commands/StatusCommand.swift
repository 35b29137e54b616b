// `img2shards status`: the progress of a run.

internal import ArgumentParser
internal import Commands
internal import Planning
internal import Reporting

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows the progress of the run that writes a dataset, from any terminal.",
        discussion: Examples.text(Examples.status) + """
            Runs of download, retry and reshape record their figures in the dataset's folder every few seconds. The last \
            record stays when a run has ended; if a run has reported nothing for half a minute, that is said. Nothing is \
            changed, and the folder may be read-only.

            Exit codes: 0 shown, 2 no record of a run in this folder, or a wrong command.
            """)

    @Argument(
        help:
            "A dataset's folder: the --output-folder of a run; also in a store (s3://bucket/out), for runs of this machine.",
        completion: .directory)
    var folder: String

    @Flag(help: "One JSON object for each run instead of lines.")
    var json = false

    @OptionGroup(title: "Stores") var store: StatePlaceOptions

    func run() throws {
        let look = try StatusLook(store.folder(folder, "status"), dataset: folder, options: store.readingWords)
        let stream = ErrorStream(fileDescriptor: 1)
        let width = stream.isTerminal ? stream.size.columns : 120
        try StandardOutput.write(lines: json ? look.jsonLines() : look.lines(width: width))
    }
}
