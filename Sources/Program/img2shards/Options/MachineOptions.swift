// Options of the machine and of what is said.

internal import ArgumentParser
internal import Downloading

struct MachineOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Threads that decode and encode. (default: one per core)", valueName: "count"))
    var imageWorkers: Int?

    @Option(help: ArgumentHelp("Bodies and encoded images held at once.", valueName: "size"))
    var memoryBudget = "256MiB"

    @Option(
        help: ArgumentHelp(
            "End the run when a part of it stands still this long (disk and decoders: twice).", valueName: "seconds"))
    var maxStandstill = 150.0

    @Option(
        help: ArgumentHelp("text or json: how progress is told where there is no terminal.", valueName: "format"),
        completion: .list(OptionChoices.logFormats))
    var logFormat = "text"

    @Option(help: ArgumentHelp("Time between two progress lines of a log.", valueName: "seconds"))
    var logInterval = 10.0

    @Flag(help: "Tell at the end what each stage cost, in CPU milliseconds per image.")
    var timings = false

    func apply(to flags: inout DownloadFlags) {
        flags.imageWorkers = imageWorkers
        flags.memoryBudget = memoryBudget
        flags.maximumStandstillSeconds = maxStandstill
        flags.logFormat = logFormat
        flags.logIntervalSeconds = logInterval
        flags.timesStages = timings
    }
}
