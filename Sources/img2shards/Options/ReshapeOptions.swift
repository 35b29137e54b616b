// Options that shape the dataset a reshape writes.

internal import ArgumentParser
internal import Downloading

struct ReshapeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where the new dataset is written.", valueName: "folder"))
    var outputFolder: String

    @Option(
        help: ArgumentHelp(
            "webdataset (tar shards), files (a folder per shard), parquet, tfrecord, or dummy (stats only).",
            valueName: "format"))
    var outputFormat = "webdataset"

    @Option(
        help: ArgumentHelp(
            "Rows per shard. A shard has rows of one shard of the dataset, unless --shards-span-files.",
            valueName: "rows"))
    var numberSamplePerShard = 10_000

    @Option(help: ArgumentHelp("Digits of a shard's name.", valueName: "digits"))
    var oomShardCount = 5

    @Option(
        help: ArgumentHelp(
            "incremental: go on where an earlier run stopped. overwrite: start anew. extend: add shards behind.",
            valueName: "mode"))
    var incrementalMode = "incremental"

    @Option(
        help: ArgumentHelp(
            "When written bytes are made to reach the disk: shard, seconds=10 or never, as of download.",
            valueName: "when"))
    var sync = "shard"

    @OptionGroup var layout: LayoutFlags

    func apply(to flags: inout DownloadFlags) {
        flags.outputFolder = outputFolder
        flags.outputFormat = outputFormat
        flags.samplesPerShard = numberSamplePerShard
        flags.shardIDWidth = oomShardCount
        flags.resumePolicy = incrementalMode
        flags.sync = sync
        layout.apply(to: &flags)
    }
}
