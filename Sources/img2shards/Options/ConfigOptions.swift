// The option that names configs. Commands that have it take options from files.

internal import ArgumentParser

struct ConfigOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Take options from a YAML file, or from a preset by its name (img2shards config list); options of the \
            command line go before. May be given several times, later ones go before.
            """,
            valueName: "file"))
    var config: [String] = []
}
