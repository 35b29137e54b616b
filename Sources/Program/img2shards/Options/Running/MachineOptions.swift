// Options of the machine and of what is said.

internal import ArgumentParser
internal import Planning

struct MachineOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Threads that decode and encode.", valueName: "count"))
    var imageWorkers = Setting<Int>(otherwise: "one per core")

    @Option(help: ArgumentHelp("Memory for bodies and encoded images.", valueName: "size"))
    var memoryBudget = "256MiB"

    @Option(
        help: ArgumentHelp(
            "End the run if a stage makes no progress for this long (disk and decoders: twice as long).",
            valueName: "seconds"))
    var maxStandstill = 150.0

    @Option(
        help: ArgumentHelp("text or json: the format of progress lines if there is no terminal.", valueName: "format"),
        completion: .list(OptionChoices.logFormats))
    var logFormat = "text"

    @Option(help: ArgumentHelp("Time between two progress lines of a log.", valueName: "seconds"))
    var logInterval = 10.0

    @Flag(help: "Report at the end what each stage cost, in CPU milliseconds per image.")
    var timings = false

    func apply(to flags: inout DownloadFlags) {
        flags.imageWorkers = imageWorkers.value
        flags.memoryBudget = memoryBudget
        flags.maximumStandstillSeconds = maxStandstill
        flags.logFormat = logFormat
        flags.logIntervalSeconds = logInterval
        flags.timesStages = timings
    }
}
