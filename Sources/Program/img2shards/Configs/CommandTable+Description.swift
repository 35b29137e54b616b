// The table of commands and options, from the parser's description of itself.

internal import ArgumentParser
internal import CommandWords

extension CommandTable {
    /// Describes the commands again; slow, for the pages and for the test that compares the shipped table with the flags.
    static func described() throws -> CommandTable {
        let root = try CommandDescription(dump: Img2Shards._dumpHelp())
        return CommandTable(commands(root, words: []))
    }

    private static func commands(_ description: CommandDescription, words: [String]) -> [Command] {
        let type =
            words.count == 1
            ? Img2Shards.configuration.subcommands.first { $0._commandName == description.name } : nil
        let kinds = type.map { OptionKinds.all($0) } ?? [:]
        let options = description.options.compactMap { option -> Option? in
            guard option.kind != .positional, let name = option.longNames.first else { return nil }
            let shape: KnownOption.Shape =
                option.kind == .flag
                ? .flag(negated: option.negation) : option.isRepeating ? .repeated : kinds[name] ?? .one(.text)
            let aliases = option.names.map { String($0.drop { $0 == "-" }) }
                .filter { $0 != name && $0 != option.negation }
            return Option(KnownOption(name, shape), aliases: aliases)
        }
        return [Command(words: words, options: options)]
            + description.subcommands.flatMap { commands($0, words: words + [$0.name]) }
    }
}
