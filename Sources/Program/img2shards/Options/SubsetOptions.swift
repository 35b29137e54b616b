// Options that take a part of the list's rows.

internal import ArgumentParser
internal import Planning

struct SubsetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Exclude what this file lists, one per line: URLs, domains with their subdomains, hashes (md5, sha256, \
            sha512) of URLs or images. Also .gz; may be given several times.
            """, valueName: "path"), completion: .file())
    var excludeList: [String] = []

    @Option(help: ArgumentHelp("Exclude rows whose caption has fewer characters.", valueName: "characters"))
    var minCaptionLength = 0

    @Option(
        help: ArgumentHelp(
            "Keep only the first row of each: url, caption or url+caption. (default: keep all)", valueName: "what"),
        completion: .list(OptionChoices.dedups))
    var dedup: String?

    @Option(
        help: ArgumentHelp(
            "False-positive rate of --dedup when it needs a Bloom filter. (default: 0.0001)",
            valueName: "rate"))
    var dedupFpr: Double?

    @Option(
        help: ArgumentHelp(
            "Memory for --dedup: exact if the list's rows fit (21 bytes each), otherwise a Bloom filter. (default: 1GiB)",
            valueName: "size"))
    var dedupMemory: String?

    @Option(help: ArgumentHelp("Keep a random share of the rows, as in 0.01.", valueName: "share"))
    var sample: Double?

    @Option(help: ArgumentHelp("Keep at most this many rows.", valueName: "rows"))
    var limit: Int?

    @Option(
        help: ArgumentHelp(
            "Random seed of --sample and --shuffle. (default: 0)",
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
