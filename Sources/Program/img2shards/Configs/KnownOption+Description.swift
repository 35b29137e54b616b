// The options of a command, as configs know them.

internal import ArgumentParser
internal import CommandWords

extension KnownOption {
    /// Options by name with what they take, in the order of the help.
    static func all(of command: CommandDescription) -> [KnownOption] {
        let type = Img2Shards.configuration.subcommands.first { $0._commandName == command.name }
        let kinds = type.map { OptionKinds.all($0) } ?? [:]
        return command.options.compactMap { option in
            guard option.kind != .positional, let name = option.longNames.first, name != "help", name != "version"
            else { return nil }
            if option.kind == .flag { return KnownOption(name, .flag(negated: option.negation)) }
            return KnownOption(name, option.isRepeating ? .repeated : kinds[name] ?? .one(.text))
        }
    }
}
