// A run's options of the machine, to be typed again in a command that is printed.

internal import Ground

/// Those that differ from their defaults, as a shell takes them.
package enum MachineWords {
    package static func words(_ flags: DownloadFlags) -> [String] {
        let usual = DownloadFlags()
        var words: [String] = []
        func add(_ name: String, _ value: String?, usual: String?) {
            if let value, value != usual { words += ["--" + name, ShellWord.quoted(value)] }
        }
        add("image-workers", flags.imageWorkers.map { String($0) }, usual: nil)
        add("memory-budget", flags.memoryBudget, usual: usual.memoryBudget)
        add(
            "max-standstill", NetworkWords.number(flags.maximumStandstillSeconds),
            usual: NetworkWords.number(usual.maximumStandstillSeconds))
        add("log-format", flags.logFormat, usual: usual.logFormat)
        add(
            "log-interval", NetworkWords.number(flags.logIntervalSeconds),
            usual: NetworkWords.number(usual.logIntervalSeconds))
        return words + (flags.timesStages ? ["--timings"] : [])
    }
}
