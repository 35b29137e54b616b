// What has to be known of a command to read its words.

/// A command as the parser knows it, with the commands below it.
package struct CommandForm: Sendable {
    package let name: String
    package let options: [OptionForm]
    package let subcommands: [CommandForm]

    package init(name: String, options: [OptionForm], subcommands: [CommandForm] = []) {
        self.name = name
        self.options = options
        self.subcommands = subcommands
    }

    /// The command that the first words name, and how many words that takes: `config show …` may be two.
    package func command(namedBy words: [String]) -> (form: CommandForm, depth: Int) {
        guard let first = words.first, let below = subcommands.first(where: { $0.name == first }) else {
            return (self, 0)
        }
        let found = below.command(namedBy: Array(words.dropFirst()))
        return (found.form, found.depth + 1)
    }
}
