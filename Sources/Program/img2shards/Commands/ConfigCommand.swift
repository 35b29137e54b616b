// `img2shards config`: the presets there are, and what a command would do.

internal import ArgumentParser

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Lists the presets, and shows where each option's value comes from.",
        discussion: """
            A config is a YAML file of options, as in "image-size: 384", under "options:" or at the top; \
            img2dataset's names with underscores are accepted as well. The command line wins over a config, a config over \
            the defaults.
            """,
        subcommands: [ConfigListCommand.self, ConfigShowCommand.self, ConfigPrintCommand.self])
}
