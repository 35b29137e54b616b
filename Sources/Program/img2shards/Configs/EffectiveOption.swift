// An option of the resolved plan: its value, and who said so.

internal import CommandWords

/// One row of `config show`.
struct EffectiveOption {
    let name: String
    let section: String
    /// As it would be typed, several values with commas between them; a default may be words: `one per core`.
    let value: String
    /// `flag`, a config's `file:line`, or `default`.
    let origin: String

    /// All options of a command in the order of the help.
    static func all(_ words: ConfiguredWords, of command: CommandDescription) -> [EffectiveOption] {
        let own = GivenOptions(words.own)
        let ofConfigs = GivenOptions(words.ofConfigs)
        let known = Dictionary(words.options.map { ($0.name, $0) }) { first, _ in first }
        return command.options.compactMap { described in
            guard described.isShown, let name = described.longNames.first, let option = known[name], name != "config"
            else { return nil }
            let section = described.section ?? ""
            if words.given.contains(name) {
                // `--noskip_reencode` leaves no word behind.
                let isSaid = own.names(of: [option]).contains(name)
                return EffectiveOption(
                    name: name, section: section, value: isSaid ? value(of: option, own) : defaultValue(described),
                    origin: "flag")
            }
            if let setting = words.settings.first(where: { $0.name == name }) {
                return EffectiveOption(
                    name: name, section: section,
                    value: setting.arguments.isEmpty ? defaultValue(described) : value(of: option, ofConfigs),
                    origin: setting.place.description)
            }
            return EffectiveOption(name: name, section: section, value: defaultValue(described), origin: "default")
        }
    }

    private static func value(of option: KnownOption, _ given: GivenOptions) -> String {
        if case .flag(let negated) = option.shape {
            return negated.map(given.has) ?? false ? "false" : "true"
        }
        let values = given.values(of: option.name)
        if case .repeated = option.shape { return values.joined(separator: ", ") }
        return values.last ?? ""
    }

    /// The parser's default, which may be words (`Setting`); what has none is off.
    private static func defaultValue(_ option: OptionDescription) -> String {
        if option.kind == .flag { return option.defaultValue == option.names.first ? "true" : "false" }
        if let value = option.defaultValue, !value.isEmpty { return value }
        return option.isOptional ? "(none)" : "(must be given)"
    }
}
