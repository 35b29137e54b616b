// The option that names configs. Commands that have it take options from files.

internal import ArgumentParser

struct ConfigOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Read options from a YAML file, or from a preset by its name (img2shards config list). The command line wins \
            over it; of several, the later one wins.
            """,
            valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: [String] = []
}
