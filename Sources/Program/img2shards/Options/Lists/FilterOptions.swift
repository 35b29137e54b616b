// Options that choose rows by what the list says of them.

internal import ArgumentParser
internal import Planning

struct FilterOptions: ParsableArguments {
    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            """
            Keep only rows for which this is true: 'WIDTH >= 512 and similarity > 0.3 and NSFW == \
            "UNLIKELY"'. Also or, not, in (…), is null, contains, starts with, ends with, + - * /, length(…), \
            lower(…), upper(…), number(…), aspect, and `odd names` in backticks.
            """, valueName: "condition"))
    var condition: String?

    @Option(
        help: ArgumentHelp(
            """
            Keep only the rows with the highest numbers in a column: similarity:30% (also similarity:0.3) of the rows \
            that have a number, or similarity:10000 rows. Rows equal to the last one are kept, too. Counted over all \
            rows, before other conditions; may be repeated, and a row must be in all.
            """, valueName: "column:share"))
    var top: [String] = []

    @Option(help: ArgumentHelp("Keep only rows whose listed width is at least this.", valueName: "pixels"))
    var minWidth: Int?

    @Option(help: ArgumentHelp("Keep only rows whose listed height is at least this.", valueName: "pixels"))
    var minHeight: Int?

    @Option(
        help: ArgumentHelp(
            "Keep only rows whose listed similarity of image and caption is at least this.", valueName: "number"))
    var minSimilarity: Double?

    @Option(
        help: ArgumentHelp("Keep only rows with one of these NSFW tags, as in: unlikely.", valueName: "tags"),
        completion: .list(["unlikely", "unsure", "nsfw"]))
    var nsfw: CommaList?

    func apply(to flags: inout DownloadFlags) {
        flags.filter.condition = condition
        flags.filter.top = top
        flags.filter.minimumWidth = minWidth
        flags.filter.minimumHeight = minHeight
        flags.filter.minimumSimilarity = minSimilarity
        flags.filter.nsfw = nsfw?.values
    }
}
