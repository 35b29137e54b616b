// `img2shards report`: a dataset as a page with plots and pictures.

internal import ArgumentParser
internal import Foundation
internal import Planning
internal import ReportPages
internal import Reporting

struct ReportCommand: CheckedCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Makes a page of a dataset: figures, plots, pictures.",
        discussion: Examples.text(Examples.report) + """
            The page is one HTML file that loads nothing, below 10 MB for any dataset: how many rows became images and \
            why the others did not, hosts, sizes and shapes, bytes, speed over time, captions, cameras, exact repeats, \
            opt-outs, and a gallery: a random sample, the largest, the smallest, the widest and the tallest images, and \
            those that come most often. Two datasets are compared on one page. The same dataset and seed give the same \
            page.

            Reads the stats and the metadata of all shards, and the images that are shown. Nothing is changed; a \
            download may run at the same time. A file at --output is replaced.

            Exit codes: 0 done, 2 no dataset at a path, or a wrong command, 3 the page cannot be written, 75 a store does \
            not answer: try again.
            """)

    @Argument(
        help: "A dataset's folder, or one of its shards; also in a store (s3://bucket/out). A second one is compared.",
        completion: .file())
    var datasets: [String]

    @Option(
        help: ArgumentHelp("The page's file.", valueName: "file"), completion: .file(extensions: ["html"]))
    var output = "report.html"

    @Option(
        help: ArgumentHelp(
            "Pictures of the random sample, at most \(ReportOptions.mostSamples); 0 for a page without pictures.",
            valueName: "count"))
    var samples = ReportOptions.usualSamples

    @Option(help: ArgumentHelp("Random seed of the sample and of the examples.", valueName: "number"))
    var seed = 0

    @Option(help: ArgumentHelp("Threads that read.", valueName: "count"))
    var threads = Setting<Int>(otherwise: "one per core")

    @Flag(help: "One JSON object on what was written instead of a line.")
    var json = false

    @OptionGroup(title: "Stores") var store: StoredDatasetOptions

    func run() throws {
        let stream = ErrorStream()
        let written = try ReportRun(options()).run { stream.write("report: \(PlainText.safe($0))\n") }
        try store.checkAnswers("the page lacks what was not read")
        try StandardOutput.write(lines: [
            json ? written.jsonLine : PlainText.safe(written.line, maximumCharacters: 1000)
        ])
    }

    func check() throws { _ = try options() }

    private func options() throws -> ReportOptions {
        try ReportOptions(
            datasets: try datasets.map { try store.dataset($0, "report") },
            output: try LocalPath.path(output, "--output", for: .write), samples: samples,
            seed: UInt64(bitPattern: Int64(seed)),
            threads: threads.value ?? ProcessInfo.processInfo.activeProcessorCount)
    }
}
