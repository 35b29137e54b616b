// Options that take a part of the list's rows.

internal import ArgumentParser
internal import Downloading

struct SubsetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Leave out what this file names, one a line: URLs, domains with all below them, hashes (md5, sha256, \
            sha512) of URLs or images. Also .gz; may be given several times.
            """, valueName: "path"), completion: .file())
    var excludeList: [String] = []

    @Option(help: ArgumentHelp("Leave out rows whose caption has fewer characters.", valueName: "characters"))
    var minCaptionLength = 0

    @Option(
        help: ArgumentHelp(
            "Keep the first row only of each: url, caption or url+caption. (default: all are kept)", valueName: "what"),
        completion: .list(OptionChoices.dedups))
    var dedup: String?

    @Option(
        help: ArgumentHelp(
            "How often --dedup may take a row for a duplicate that is none, where memory is short. (default: 0.0001)",
            valueName: "rate"))
    var dedupFpr: Double?

    @Option(
        help: ArgumentHelp(
            "Memory for --dedup: exact where the list's rows fit (21 bytes each), else a Bloom filter. (default: 1GiB)",
            valueName: "size"))
    var dedupMemory: String?

    @Option(help: ArgumentHelp("Keep this share of the rows, chosen by chance: 0.01.", valueName: "share"))
    var sample: Double?

    @Option(help: ArgumentHelp("Keep at most this many rows.", valueName: "rows"))
    var limit: Int?

    @Option(
        help: ArgumentHelp(
            "Number that --sample and --shuffle draw by: the same one, the same rows. (default: 0)",
            valueName: "number"))
    var seed: Int?

    func apply(to flags: inout DownloadFlags) {
        flags.subset.excludeLists = excludeList
        flags.subset.minimumCaptionLength = minCaptionLength
        flags.subset.dedup = dedup
        flags.subset.dedupFalsePositiveRate = dedupFpr
        flags.subset.dedupMemory = dedupMemory
        flags.subset.sample = sample
        flags.subset.limit = limit
        flags.subset.seed = seed
    }
}
