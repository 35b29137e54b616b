// Options that say what of a sample is written, and in which order.

internal import ArgumentParser
internal import Planning

struct LayoutFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Order of samples in a shard: completion, or input (list order; two runs over the same bytes are identical, and fetch_ms is null).",
            valueName: "order"), completion: .list(OptionChoices.orders))
    var order = "completion"

    @Option(
        help: ArgumentHelp(
            "The column with the samples' keys.", valueName: "column"))
    var keyCol = Setting<String>(otherwise: "numbered keys, as in img2dataset")

    @Option(
        help: ArgumentHelp(
            "Keys by place: numbered (img2dataset's, unique), or row (the row in the shard's parquet, as in LAION-400M's own tars, which TensorFlow Datasets reads).",
            valueName: "style"), completion: .list(OptionChoices.keyStyles))
    var keyStyle = Setting<String>(otherwise: "numbered; in a reshape the dataset's keys")

    @Option(
        help: ArgumentHelp(
            "Indices to write for each tar, separated by commas: dali, wids, webshart.",
            valueName: "kinds"), completion: .list(OptionChoices.indices))
    var index = Setting<CommaList>(otherwise: "none")

    @Flag(help: "parquet: write images as struct<bytes, path>, which Hugging Face datasets shows as images.")
    var hfImage = false

    @Flag(help: "Write only the metadata, no images.")
    var saveMetadataOnly = false

    @Flag(help: "Write no JSON file for each image.")
    var noJson = false

    @Flag(help: "Write no caption file for each image; the caption stays in the metadata.")
    var noCaptionFile = false

    @Flag(help: "Fill shards with rows of several list files, so that only the last shard may be short.")
    var shardsSpanFiles = false

    @Option(
        help: ArgumentHelp(
            "Largest size of a shard, as in 1GB: the rest goes to further parts, 00012_001.tar. A shard still has at most --number-sample-per-shard rows: raise that if they are smaller.",
            valueName: "size"))
    var maxShardSize = Setting<String>(otherwise: "any size")

    func apply(to flags: inout DownloadFlags) {
        flags.order = order
        flags.keyColumn = keyCol.value
        flags.keyStyle = keyStyle.value
        flags.indices = index.value?.values ?? []
        flags.usesImageStruct = hfImage
        flags.savesMetadataOnly = saveMetadataOnly
        flags.writesJSON = !noJson
        flags.writesCaptionFiles = !noCaptionFile
        flags.shardsSpanFiles = shardsSpanFiles
        flags.maximumShardSize = maxShardSize.value
    }
}
