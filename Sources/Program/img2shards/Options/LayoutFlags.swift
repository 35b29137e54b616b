// Options that say what of a sample is written, and in which order.

internal import ArgumentParser
internal import Downloading

struct LayoutFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Order of samples in a shard: completion, or input (as the list has them; two runs over the same bytes are equal, and fetch_ms is null).",
            valueName: "order"), completion: .list(OptionChoices.orders))
    var order = "completion"

    @Option(
        help: ArgumentHelp(
            "The column with the samples' keys. (default: keys by place, as img2dataset's)", valueName: "column"))
    var keyCol: String?

    @Option(
        help: ArgumentHelp(
            "Indices written with each tar, commas between: dali, wids, webshart. (default: none)",
            valueName: "kinds"), completion: .list(OptionChoices.indices))
    var index: CommaList?

    @Flag(help: "parquet: images as struct<bytes, path>, which Hugging Face datasets shows as images.")
    var hfImage = false

    @Flag(help: "Write the metadata and no images.")
    var saveMetadataOnly = false

    @Flag(help: "Write no JSON beside each image.")
    var noJson = false

    @Flag(help: "Write no caption beside each image; it stays in the metadata.")
    var noCaptionFile = false

    @Flag(help: "Fill shards with rows of several list files: only the last may be short.")
    var shardsSpanFiles = false

    @Option(
        help: ArgumentHelp(
            "Largest shard, as 1GB: what does not fit goes into further parts, 00012_001.tar. A shard still has at most --number-sample-per-shard rows: raise it where they weigh less. (default: any size)",
            valueName: "size"))
    var maxShardSize: String?

    func apply(to flags: inout DownloadFlags) {
        flags.order = order
        flags.keyColumn = keyCol
        flags.indices = index?.values ?? []
        flags.usesImageStruct = hfImage
        flags.savesMetadataOnly = saveMetadataOnly
        flags.writesJSON = !noJson
        flags.writesCaptionFiles = !noCaptionFile
        flags.shardsSpanFiles = shardsSpanFiles
        flags.maximumShardSize = maxShardSize
    }
}
