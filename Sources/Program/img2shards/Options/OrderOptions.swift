// Options that take the list's rows in another order.

internal import ArgumentParser
internal import Downloading

struct OrderOptions: ParsableArguments {
    @Flag(
        help: """
            Take the rows in another order: files and row groups by chance, and rows by chance within a buffer. \
            Shards then span files.
            """)
    var shuffle = false

    @Option(
        help: ArgumentHelp(
            "Rows that --shuffle holds to mix. (default: \(OrderOptions.usualShuffleBuffer))", valueName: "rows"))
    var shuffleBuffer: Int?

    private static let usualShuffleBuffer = 100_000

    func apply(to flags: inout DownloadFlags) {
        flags.subset.shuffles = shuffle
        flags.subset.shuffleBuffer = shuffleBuffer
    }
}
