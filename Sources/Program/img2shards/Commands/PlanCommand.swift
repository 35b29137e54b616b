// `img2shards plan`: which rows of a list are in which shard, for all machines of a download.

internal import ArgumentParser
internal import Commands
internal import Planning
internal import Reporting

struct PlanCommand: CheckedCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Selects the rows of a URL list once, for all machines of a download.",
        discussion: Examples.text(Examples.plan) + """
            Writes a file that says which rows are in which shard. Each worker of a download gets it with --plan, and need \
            not read the whole list to select its rows; --dedup, --limit and --sample are exact over all machines. \
            Nothing is fetched.

            Exit codes: 0 done, 2 wrong command or list, 3 the plan cannot be written.
            """)

    @OptionGroup(title: "The URL list") var list: ListOptions
    @OptionGroup(title: "Selecting rows") var filter: FilterOptions
    @OptionGroup(title: "A part of the list") var subset: SubsetOptions
    @OptionGroup(title: "Their order") var order: OrderOptions
    @OptionGroup(title: "The plan") var plan: PlanOptions
    @OptionGroup(title: "Configs") var config: ConfigOptions

    @Flag(help: "One JSON object instead of a line.")
    var json = false

    func run() throws { try StandardOutput.write(lines: planning().lines(asJSON: json)) }

    func check() throws { _ = try planning() }

    private func planning() throws -> ListPlanning {
        var flags = DownloadFlags()
        list.apply(to: &flags)
        filter.apply(to: &flags)
        subset.apply(to: &flags)
        order.apply(to: &flags)
        plan.apply(to: &flags)
        return try ListPlanning(flags, output: plan.output)
    }
}
