// `img2shards reshape`: a dataset's images in other sizes or formats.

internal import ArgumentParser
internal import Commands
internal import Planning

struct ReshapeCommand: CheckedCommand {
    static let configuration = CommandConfiguration(
        commandName: "reshape",
        abstract: "Converts an existing dataset: resized, re-encoded, in another format; without the network.",
        discussion: Examples.text(Examples.reshape) + """
            Every row that has an image is used, with its key and all columns of its list. width and height are those \
            of the new image; original_width, original_height, EXIF, hash and the fetch details stay unchanged: \
            they describe the image as it was fetched. Rows without an image are left out. The dataset may be \
            from img2dataset. It is not changed.

            Run the same command again to resume after a stop. Exit codes are those of download.
            """)

    @Argument(help: "A dataset's folder: the --output-folder of a download.", completion: .directory)
    var dataset: String

    @Option(
        help: ArgumentHelp(
            "An --output-folder of embed for this dataset: its computed columns can be used in conditions, and are written to the new dataset.",
            valueName: "folder"), completion: .directory)
    var scores: String?

    @OptionGroup(title: "Selecting rows") var filter: FilterOptions
    @OptionGroup(title: "The new dataset") var output: ReshapeOptions
    @OptionGroup(title: "The images") var images: ImageFlags
    @OptionGroup(title: "The machine") var machine: MachineOptions
    @OptionGroup(title: "Watching") var watching: WatchingOptions
    @OptionGroup(title: "Stores") var store: StoredDatasetOptions
    @OptionGroup(title: "Configs") var config: ConfigOptions

    func run() throws {
        let code = try Download(plan()).run()
        guard code == 0 else { throw ExitCode(code) }
    }

    func check() throws { _ = try plan() }

    private func plan() throws -> DownloadPlan {
        let dataset = try store.dataset(dataset, "reshape")
        var flags = DownloadFlags()
        flags.scores = scores
        filter.apply(to: &flags)
        output.apply(to: &flags)
        images.apply(to: &flags)
        machine.apply(to: &flags)
        watching.apply(to: &flags)
        return try Reshape(dataset: dataset, flags: flags).plan()
    }
}
