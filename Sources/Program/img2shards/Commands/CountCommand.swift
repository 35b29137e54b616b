// `img2shards count`: how many rows of a list are wanted.

internal import ArgumentParser
internal import Commands
internal import Planning
internal import Reporting

struct CountCommand: CheckedCommand {
    static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "Counts the rows of a URL list that the options select, without fetching.",
        discussion: Examples.text(Examples.count) + """
            Accepts the options of download that select rows, and prints how many are left; with a table of resolutions \
            if the list has widths and heights. Nothing is fetched or written.

            Exit codes: 0 done, 2 wrong command or list.
            """)

    @OptionGroup(title: "The URL list") var list: ListOptions
    @OptionGroup(title: "Selecting rows") var filter: FilterOptions
    @OptionGroup(title: "A part of the list") var subset: SubsetOptions
    @OptionGroup(title: "Configs") var config: ConfigOptions

    @Flag(help: "One JSON object instead of lines.")
    var json = false

    func run() throws { try StandardOutput.write(lines: ListCount(flags()).lines(asJSON: json)) }

    func check() throws { _ = try ListCount(flags()) }

    private func flags() -> DownloadFlags {
        var flags = DownloadFlags()
        list.apply(to: &flags)
        filter.apply(to: &flags)
        subset.apply(to: &flags)
        return flags
    }
}
