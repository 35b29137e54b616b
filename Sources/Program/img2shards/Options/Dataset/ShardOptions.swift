// Options that shape the shards of a dataset that is written.

internal import ArgumentParser
internal import Planning

struct ShardOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Rows per shard. Without --shards-span-files a shard has rows of one file of the list only.",
            valueName: "rows"))
    var numberSamplePerShard = 10_000

    @Option(help: ArgumentHelp("Digits of shard names.", valueName: "digits"))
    var oomShardCount = 5

    @Option(
        help: ArgumentHelp(
            "incremental: resume where an earlier run stopped. overwrite: start over. extend: add further shards.",
            valueName: "mode"), completion: .list(OptionChoices.incrementalModes))
    var incrementalMode = "incremental"

    @Option(
        help: ArgumentHelp(
            """
            When data is synced to disk, to protect against power cuts. shard: when a shard is finished. \
            seconds=10: open shards too, at this interval. never: no sync.
            """,
            valueName: "when"), completion: .list(["shard", "seconds=10", "never"]))
    var sync = "shard"

    @OptionGroup var layout: LayoutFlags

    func apply(to flags: inout DownloadFlags) {
        flags.samplesPerShard = numberSamplePerShard
        flags.shardIDWidth = oomShardCount
        flags.resumePolicy = incrementalMode
        flags.sync = sync
        layout.apply(to: &flags)
    }
}
