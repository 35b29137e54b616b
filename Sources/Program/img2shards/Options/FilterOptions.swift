// Options that choose rows by what the list says of them.

internal import ArgumentParser
internal import Downloading

struct FilterOptions: ParsableArguments {
    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            """
            Take only rows that meet this, by the list's columns: 'WIDTH >= 512 and similarity > 0.3 and NSFW == \
            "UNLIKELY"'. Also or, not, in (…), is null, contains, starts with, ends with, + - * /, length(…), \
            lower(…), upper(…), number(…), aspect, and `odd names` in backticks.
            """, valueName: "condition"))
    var condition: String?

    @Option(help: ArgumentHelp("Take only rows whose image is said to be as wide.", valueName: "pixels"))
    var minWidth: Int?

    @Option(help: ArgumentHelp("Take only rows whose image is said to be as high.", valueName: "pixels"))
    var minHeight: Int?

    @Option(
        help: ArgumentHelp("Take only rows whose image and caption are said to be as similar.", valueName: "number"))
    var minSimilarity: Double?

    @Option(help: ArgumentHelp("Take only rows with one of these NSFW tags: unlikely.", valueName: "tags"))
    var nsfw: CommaList?

    func apply(to flags: inout DownloadFlags) {
        flags.filter.condition = condition
        flags.filter.minimumWidth = minWidth
        flags.filter.minimumHeight = minHeight
        flags.filter.minimumSimilarity = minSimilarity
        flags.filter.nsfw = nsfw?.values
    }
}
