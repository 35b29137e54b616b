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

    @OptionGroup var shards: ShardOptions

    func apply(to flags: inout DownloadFlags) {
        flags.outputFolder = outputFolder
        flags.outputFormat = outputFormat
        flags.hash = computeHash
        flags.verifiedHash = verifyHash?.values ?? []
        flags.extractsEXIF = extractExif
        flags.addsExtraColumns = extraColumns
        shards.apply(to: &flags)
    }
}
