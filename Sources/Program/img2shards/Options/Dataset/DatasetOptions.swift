// Options that shape the dataset.

internal import ArgumentParser
internal import Planning

struct DatasetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Where the dataset is written, also in s3://, gs://, az:// and hf://.", valueName: "folder"),
        completion: .directory)
    var outputFolder = "images"

    @Option(
        help: ArgumentHelp(OptionChoices.outputFormatHelp, valueName: "format"),
        completion: .list(OptionChoices.outputFormats))
    var outputFormat = "files"

    @Option(
        help: ArgumentHelp("Hash of the bytes as fetched: sha256, sha512, md5 or none.", valueName: "hash"),
        completion: .list(OptionChoices.hashes))
    var computeHash = "sha256"

    @Option(
        help: ArgumentHelp(
            """
            Reject bodies whose hash differs from the list's: column and kind of hash, as in md5,md5.
            """, valueName: "column,hash"))
    var verifyHash = Setting<CommaList>(otherwise: "no check")

    @Flag(inversion: .prefixedNo, help: "Write the EXIF tags to the metadata.")
    var extractExif = true

    @Flag(
        inversion: .prefixedNo,
        help: "Write fetch details to the metadata: error_class, http_status, final_url and more.")
    var extraColumns = true

    @OptionGroup var shards: ShardOptions

    @OptionGroup var staging: StagingOptions

    func apply(to flags: inout DownloadFlags) {
        flags.outputFolder = outputFolder
        flags.outputFormat = outputFormat
        flags.hash = computeHash
        flags.verifiedHash = verifyHash.value?.values ?? []
        flags.extractsEXIF = extractExif
        flags.addsExtraColumns = extraColumns
        shards.apply(to: &flags)
        staging.apply(to: &flags)
    }
}
