// `img2shards finish`: what a dataset of several workers needs at its end.

internal import ArgumentParser
internal import Commands
internal import Planning
internal import Reporting

struct FinishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finish",
        abstract: "Completes a dataset of several workers whose shards are all done.",
        discussion: Examples.text(Examples.finish) + """
            The worker that finishes last does this itself: it writes the indices of all shards and records that the \
            dataset is complete. This command is for a dataset whose workers were stopped before. It fetches nothing. If \
            shards are missing, it prints their numbers and the command that makes them. The list is read only if no \
            worker has read it to its end.

            Exit codes: 0 the dataset is complete, 1 shards are missing, 2 no dataset at this path, or a wrong command, \
            3 the folder or the store cannot be written.
            """)

    @Argument(
        help: "A dataset's folder: the --output-folder of a download; also in a store (s3://bucket/out).",
        completion: .directory)
    var dataset: String

    @Flag(help: "One JSON object instead of lines.")
    var json = false

    @OptionGroup(title: "Stores") var store: StatePlaceOptions

    func run() throws {
        var flags = DownloadFlags()
        store.apply(to: &flags)
        let finish = try Finish(StatePlace.written(dataset, "finish"), flags)
        try StandardOutput.write(lines: finish.lines(asJSON: json))
        guard finish.exitCode == 0 else { throw ExitCode(finish.exitCode) }
    }
}
