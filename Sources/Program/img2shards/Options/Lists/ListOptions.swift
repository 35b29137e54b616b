// Options that say where the URLs are.

internal import ArgumentParser
internal import Planning

struct ListOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file, a folder or a glob with one row per image, also in a store, or a URL; may be given several times.",
            valueName: "path"),
        completion: .file())
    var urlList: [String]

    @Option(
        help: ArgumentHelp(
            "parquet, csv, tsv, json, jsonl or txt; all but parquet also .gz, .zst, .bz2.",
            valueName: "format"), completion: .list(OptionChoices.inputFormats))
    var inputFormat = Setting<String>(otherwise: "by the file's name")

    @OptionGroup var stores: ListStoreOptions

    @Option(help: ArgumentHelp("The column with the URLs.", valueName: "column"))
    var urlCol = "url"

    @Option(help: ArgumentHelp("The column with the captions.", valueName: "column"))
    var captionCol = Setting<String>(otherwise: "no captions")

    @Option(
        help: ArgumentHelp("Names for the columns of csv or tsv files without a header: a,b,c.", valueName: "names"))
    var columnNames: CommaList?

    @Option(help: ArgumentHelp("Columns to keep in the metadata: a,b,c.", valueName: "columns"))
    var saveAdditionalColumns: CommaList?

    @Option(
        help: ArgumentHelp(
            "The column with the page of each image, sent as Referer.",
            valueName: "column"))
    var refererCol = Setting<String>(otherwise: "none is sent")

    func apply(to flags: inout DownloadFlags) {
        flags.urlLists = urlList
        flags.inputFormat = inputFormat.value
        flags.storeOptions = stores.storeOption
        flags.urlColumn = urlCol
        flags.captionColumn = captionCol.value
        flags.columnNames = columnNames?.values ?? []
        flags.refererColumn = refererCol.value
        flags.additionalColumns = saveAdditionalColumns?.values ?? []
    }
}
