// `img2shards inspect`: what is in a dataset.

internal import ArgumentParser
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

            Exit codes: 0 done, 2 no dataset at this path, or a wrong command.
            """)

    @Argument(help: "A dataset's folder, or one of its shards (folder/00012.tar).", completion: .file())
    var path: String

    @Flag(help: "One JSON object instead of lines.")
    var json = false

    func run() throws {
        let path = try LocalPath.path(path, "inspect", for: .read)
        let report = try DatasetInspection(path: path).report()
        if json {
            try StandardOutput.write(lines: [report.jsonLine(path: path)])
        } else {
            try StandardOutput.write(lines: report.lines(path: path, width: nil))
        }
    }
}
