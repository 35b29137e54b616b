// Options of a plan.

internal import ArgumentParser
internal import Planning

struct PlanOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where the plan is written.", valueName: "path"), completion: .file())
    var output: String

    @Option(
        help: ArgumentHelp(
            "Rows per shard. Without --shards-span-files a shard has rows of one file of the list only.",
            valueName: "rows"))
    var numberSamplePerShard = 10_000

    @Flag(help: "Fill a shard with rows of several files.")
    var shardsSpanFiles = false

    func apply(to flags: inout DownloadFlags) {
        flags.samplesPerShard = numberSamplePerShard
        flags.shardsSpanFiles = shardsSpanFiles
    }
}
