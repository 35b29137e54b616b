// How the stores of a command are reached.

internal import ArgumentParser

/// For commands that read lists.
struct ListStoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            How stores are reached: endpoint=URL, region=NAME, addressing=path, account=NAME, anonymous=true, \
            timeout=SECONDS.
            """,
            valueName: "key=value"))
    var storeOption: [String] = []
}
