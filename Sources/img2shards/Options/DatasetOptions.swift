// Options that shape the dataset.

internal import ArgumentParser
internal import Downloading

struct DatasetOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where the dataset is written.", valueName: "folder"), completion: .directory)
    var outputFolder = "images"

    @Option(
        help: ArgumentHelp(
            "webdataset (tar shards), files (a folder per shard), parquet, tfrecord, or dummy (stats only).",
            valueName: "format"), completion: .list(OptionChoices.outputFormats))
    var outputFormat = "files"

    @Option(help: ArgumentHelp("Rows of the list per shard.", valueName: "rows"))
    var numberSamplePerShard = 10_000

    @Option(help: ArgumentHelp("Digits of a shard's name.", valueName: "digits"))
    var oomShardCount = 5

    @Option(
        help: ArgumentHelp(
            "incremental: go on where an earlier run stopped. overwrite: start anew. extend: add shards behind.",
            valueName: "mode"), completion: .list(OptionChoices.incrementalModes))
    var incrementalMode = "incremental"

    @Option(
        help: ArgumentHelp("Hash of the bytes as fetched: sha256, sha512, md5 or none.", valueName: "hash"),
        completion: .list(OptionChoices.hashes))
    var computeHash = "sha256"

    @Option(
        help: ArgumentHelp(
            """
            Leave out bodies whose hash is not the list's: its column and kind, as md5,md5. (default: none is compared)
            """, valueName: "column,hash"))
    var verifyHash: CommaList?

    @Flag(inversion: .prefixedNo, help: "Put the EXIF tags into the metadata.")
    var extractExif = true

    @Flag(
        inversion: .prefixedNo,
        help: "Put how each fetch went into the metadata: error_class, http_status, final_url and more.")
    var extraColumns = true
    @Option(
        help: ArgumentHelp(
            """
            When written bytes are made to reach the disk, against power cuts. shard: when a shard is done. \
            seconds=10: open shards too, this often. never: left to the system.
            """,
            valueName: "when"), completion: .list(["shard", "seconds=10", "never"]))
    var sync = "shard"

    @OptionGroup var layout: LayoutFlags

    func apply(to flags: inout DownloadFlags) {
        flags.outputFolder = outputFolder
        flags.outputFormat = outputFormat
        flags.samplesPerShard = numberSamplePerShard
        flags.shardIDWidth = oomShardCount
        flags.resumePolicy = incrementalMode
        flags.hash = computeHash
        flags.verifiedHash = verifyHash?.values ?? []
        flags.extractsEXIF = extractExif
        flags.addsExtraColumns = extraColumns
        flags.sync = sync
        layout.apply(to: &flags)
    }
}
