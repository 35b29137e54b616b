// `img2shards retry`: failed rows once more.

internal import ArgumentParser
internal import Commands
internal import Planning

struct RetryCommand: CheckedCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Fetches rows of a dataset again that failed temporarily.",
        discussion: Examples.text(Examples.retry) + """
            Temporary failures are timeouts, lost connections, DNS servers without an answer and busy servers. Images that \
            are fetched now are written to further shards of the dataset, under the keys of their rows. Rows \
            that an earlier retry fetched are not fetched again. The list is not needed; the options that shape the \
            output are read from the dataset. Network options are not recorded: give those of the download \
            again (--robots-txt, --user-agent…), or its --config; the download prints the command with all it needs.

            Start the same command again to resume after a stop. Exit codes are those of download: 4 when no row \
            could be fetched this time either; 0 when there is nothing to retry.
            """)

    @Argument(
        help: "A dataset's folder: the --output-folder of a complete download; also in a store (s3://bucket/out).",
        completion: .directory)
    var dataset: String

    @OptionGroup(title: "What is retried") var choice: RetryOptions
    @OptionGroup(title: "The network") var network: NetworkOptions
    @OptionGroup(title: "The machine") var machine: MachineOptions
    @OptionGroup(title: "Watching") var watching: WatchingOptions
    @OptionGroup(title: "Stores") var store: RetriedStoreOptions
    @OptionGroup(title: "Configs") var config: ConfigOptions

    func run() throws {
        let flags = flags()
        let code = try Retry(
            dataset: RetriedDataset(dataset, flags), classes: choice.classes.value?.values, flags: flags
        ).run()
        guard code == 0 else { throw ExitCode(code) }
    }

    private func flags() -> DownloadFlags {
        var flags = DownloadFlags()
        network.apply(to: &flags)
        machine.apply(to: &flags)
        watching.apply(to: &flags)
        store.apply(to: &flags)
        flags.refererColumn = choice.refererCol.value
        return flags
    }

    /// The options alone: which rows are fetched again is in the dataset.
    func check() throws {
        var flags = flags()
        flags.urlLists = ["/dev/null"]
        if let place = try? LocalPath.path(dataset, "retry", for: .dataset) { flags.outputFolder = place }
        flags.outputFormat = "webdataset"
        _ = try DownloadPlan(resolving: flags)
    }
}
