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
            "Keep only the first row of each: url, caption or url+caption.", valueName: "what"),
        completion: .list(OptionChoices.dedups))
    var dedup = Setting<String>(otherwise: "keep all")

    @Option(
        help: ArgumentHelp(
            "False-positive rate of --dedup when it needs a Bloom filter.",
            valueName: "rate"))
    var dedupFpr = Setting<Double>(otherwise: "0.0001")

    @Option(
        help: ArgumentHelp(
            "Memory for --dedup: exact if the list's rows fit (21 bytes each), otherwise a Bloom filter.",
            valueName: "size"))
    var dedupMemory = Setting<String>(otherwise: "1GiB")

    @Option(help: ArgumentHelp("Keep a random share of the rows, as in 0.01.", valueName: "share"))
    var sample: Double?

    @Option(help: ArgumentHelp("Keep at most this many rows.", valueName: "rows"))
    var limit: Int?

    @Option(
        help: ArgumentHelp(
            "Random seed of --sample and --shuffle.",
            valueName: "number"))
    var seed = Setting<Int>(otherwise: "0")

    func apply(to flags: inout DownloadFlags) {
        flags.subset.excludeLists = excludeList
        flags.subset.minimumCaptionLength = minCaptionLength
        flags.subset.dedup = dedup.value
        flags.subset.dedupFalsePositiveRate = dedupFpr.value
        flags.subset.dedupMemory = dedupMemory.value
        flags.subset.sample = sample
        flags.subset.limit = limit
        flags.subset.seed = seed.value
    }
}
