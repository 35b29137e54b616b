// `img2shards inspect`: what is in a dataset.

internal import ArgumentParser
internal import Files
internal import Inspection
internal import Planning
internal import Reporting

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Reports what is in a dataset: counts, failures, sizes, captions.",
        discussion: Examples.text(Examples.inspect) + """
            Reads the stats and the metadata of all shards, and opens a few of them to see the images' formats. \
            Nothing is changed; a download may run at the same time.

            With --failed it writes the rows that have no image instead, each by its newest outcome; classes are \
            words that retry --classes takes.

            Exit codes: 0 done, 1 with --failed a table could not be read, 2 no dataset at this path, or a wrong \
            command, 3 the output cannot be written, 75 the store does not answer: try again.
            """)

    @Argument(
        help: "A dataset's folder, or one of its shards (folder/00012.tar); also in a store (s3://bucket/out).",
        completion: .file())
    var path: String

    @Flag(help: "One JSON object instead of lines.")
    var json = false

    @OptionGroup(title: "Failed rows") var table: FailedOptions

    @OptionGroup(title: "Stores") var store: StoredDatasetOptions

    func run() throws {
        try table.checkUse(json: json)
        let dataset = try store.dataset(path, "inspect")
        if table.failed {
            let code = try table.write(dataset)
            try store.checkAnswers("rows may be missing")
            guard code == 0 else { throw ExitCode(code) }
            return
        }
        let report = try DatasetInspection(dataset).report()
        try store.checkAnswers("the figures would be wrong")
        if json {
            try StandardOutput.write(lines: [MirroredFolders.shown(report.jsonLine(path: path))])
        } else {
            let lines = report.lines(dataset, width: nil)
            try StandardOutput.write(lines: lines.map { MirroredFolders.shown($0) })
        }
    }
}
