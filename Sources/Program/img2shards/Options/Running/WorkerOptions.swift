// Options of one of several machines that write one dataset.

internal import ArgumentParser
internal import Foundation
internal import Planning

struct WorkerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("What img2shards plan wrote: the list and which rows are selected.", valueName: "path"),
        completion: .file())
    var plan: String?

    @Option(
        help: ArgumentHelp(
            "Make only every N-th shard, as worker K of N: 1/8 to 8/8. All workers write to one --output-folder.",
            valueName: "K/N"))
    var part = Setting<String>(otherwise: "all shards")

    @Option(
        help: ArgumentHelp(
            "The same, counted from 0, with --world-size. auto: as the scheduler says it.", valueName: "number"))
    var rank = Setting<String>(otherwise: "as Slurm, Kubernetes, torchrun and others say it, if they do")

    @Option(
        help: ArgumentHelp(
            "How many workers there are; limits for a host are divided among them. 1: this one is alone.",
            valueName: "count"))
    var worldSize: Int?

    @Option(help: ArgumentHelp("Make only these shards, as in 100-149,7.", valueName: "numbers"))
    var shards: CommaList?

    @Flag(help: "Take shards that no other worker makes, one after the other, until all are done.")
    var claim = false

    @Option(
        help: ArgumentHelp(
            "How long a worker keeps its shards without renewing them, as when it was killed or paused.",
            valueName: "seconds"))
    var lease = Setting<Double>(otherwise: "60")

    @Option(
        help: ArgumentHelp(
            "How long a stop by a signal may take; with more than 5, transfers under way are finished.",
            valueName: "seconds"))
    var grace = Setting<Double>(otherwise: "5")

    func apply(to flags: inout DownloadFlags) {
        flags.planPath = plan
        flags.worker.part = part.value
        flags.worker.rank = rank.value
        flags.worker.worldSize = worldSize
        flags.worker.shards = shards?.values
        flags.worker.claims = claim
        flags.worker.leaseSeconds = lease.value
        flags.worker.graceSeconds = grace.value
        flags.worker.environment = ProcessInfo.processInfo.environment
    }
}
