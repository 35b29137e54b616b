// Options that take the list's rows in another order.

internal import ArgumentParser
internal import Planning

struct OrderOptions: ParsableArguments {
    @Flag(
        help: """
            Shuffle the rows: files and row groups in random order, and rows within a buffer. \
            Shards then span files.
            """)
    var shuffle = false

    @Option(
        help: ArgumentHelp(
            "Rows in the buffer of --shuffle.", valueName: "rows"))
    var shuffleBuffer = Setting<Int>(otherwise: "\(OrderOptions.usualShuffleBuffer)")

    private static let usualShuffleBuffer = 100_000

    func apply(to flags: inout DownloadFlags) {
        flags.subset.shuffles = shuffle
        flags.subset.shuffleBuffer = shuffleBuffer.value
    }
}
