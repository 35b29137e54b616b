// Options that say where the URLs are.

internal import ArgumentParser
internal import Planning

struct ListOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file, a folder or a glob with one row per image; may be given several times.", valueName: "path"),
        completion: .file())
    var urlList: [String]

    @Option(
        help: ArgumentHelp(
            "parquet, csv, tsv, json, jsonl or txt; all but parquet also .gz, .zst, .bz2. (default: by the file's name)",
            valueName: "format"), completion: .list(OptionChoices.inputFormats))
    var inputFormat: String?

    @Option(help: ArgumentHelp("The column with the URLs.", valueName: "column"))
    var urlCol = "url"

    @Option(help: ArgumentHelp("The column with the captions. (default: no captions)", valueName: "column"))
    var captionCol: String?

    @Option(
        help: ArgumentHelp("Names for the columns of csv or tsv files without a header: a,b,c.", valueName: "names"))
    var columnNames: CommaList?

    @Option(help: ArgumentHelp("Columns to keep in the metadata: a,b,c.", valueName: "columns"))
    var saveAdditionalColumns: CommaList?

    @Option(
        help: ArgumentHelp(
            "The column with the page of each image, sent as Referer. (default: none is sent)",
            valueName: "column"))
    var refererCol: String?

    func apply(to flags: inout DownloadFlags) {
        flags.urlLists = urlList
        flags.inputFormat = inputFormat
        flags.urlColumn = urlCol
        flags.captionColumn = captionCol
        flags.columnNames = columnNames?.values ?? []
        flags.refererColumn = refererCol
        flags.additionalColumns = saveAdditionalColumns?.values ?? []
    }
}
