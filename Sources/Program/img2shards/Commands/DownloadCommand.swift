// `img2shards download`: the whole run.

internal import ArgumentParser
internal import Commands
internal import Planning

struct DownloadCommand: CheckedCommand {
    static let configuration = CommandConfiguration(
        commandName: "download",
        abstract: "Fetches the images of a URL list, resizes them and writes shards.",
        discussion: Examples.text(Examples.download) + """
            Run the same command again to resume after Ctrl-C, a crash or power loss: nothing that was written is \
            fetched again.

            Exit codes: 0 finished, even if some images failed; 1 the run failed; 2 wrong command or list; \
            3 disk or output failed; 4 no row gave an image; 129, 130 and 143 stopped by SIGHUP, SIGINT and SIGTERM, \
            resumable; 75 a temporary failure, such as a store of the list that does not answer, or one of several \
            workers stopped by SIGTERM: start it again.
            """)

    @OptionGroup(title: "The URL list") var list: ListOptions
    @OptionGroup(title: "Selecting rows") var filter: FilterOptions
    @OptionGroup(title: "A part of the list") var subset: SubsetOptions
    @OptionGroup(title: "Their order") var order: OrderOptions
    @OptionGroup(title: "The dataset") var dataset: DatasetOptions
    @OptionGroup(title: "The images") var images: ImageFlags
    @OptionGroup(title: "Models") var embed: EmbedOptions
    @OptionGroup(title: "The network") var network: NetworkOptions
    @OptionGroup(title: "The machine") var machine: MachineOptions
    @OptionGroup(title: "Several machines") var worker: WorkerOptions
    @OptionGroup(title: "Watching") var watching: WatchingOptions
    @OptionGroup(title: "Configs") var config: ConfigOptions
    @OptionGroup(title: "For commands of img2dataset") var peer: Img2DatasetOptions

    @Flag(help: "Print what would be done: rows, shards, bytes, time. Nothing is fetched or written.")
    var dryRun = false

    func run() throws {
        let code =
            dryRun
            ? try DryRun(DownloadPlan(resolving: flags())).run() : try Download(PlannedWork.resolved(flags())).run()
        guard code == 0 else { throw ExitCode(code) }
    }

    func check() throws { _ = try DownloadPlan(resolving: flags()) }

    /// All options as typed.
    func flags() -> DownloadFlags {
        var flags = DownloadFlags()
        list.apply(to: &flags)
        filter.apply(to: &flags)
        subset.apply(to: &flags)
        order.apply(to: &flags)
        dataset.apply(to: &flags)
        images.apply(to: &flags)
        embed.apply(to: &flags)
        network.apply(to: &flags)
        machine.apply(to: &flags)
        worker.apply(to: &flags)
        watching.apply(to: &flags)
        peer.apply(to: &flags)
        return flags
    }
}
