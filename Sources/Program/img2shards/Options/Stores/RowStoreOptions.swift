// How stores are reached that rows name.

internal import ArgumentParser
internal import Planning

/// For commands without a list of their own.
struct RowStoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            How the stores of --allow-stores are reached: endpoint=URL, region=NAME, addressing=path, account=NAME, \
            anonymous=true, timeout=SECONDS.
            """,
            valueName: "key=value"))
    var storeOption: [String] = []

    func apply(to flags: inout DownloadFlags) { flags.storeOptions = storeOption }
}
