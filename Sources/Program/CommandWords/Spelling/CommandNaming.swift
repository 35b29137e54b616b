// img2dataset has one command and does not name it; here it is `download`.

/// Puts the command's name in front of words that begin without one.
package struct CommandNaming {
    /// The whole command line, its commands below it.
    let root: CommandForm
    /// The command that is meant when none is named.
    let unnamed: String
    /// Whether there is a file or folder of a name.
    let exists: (String) -> Bool

    package init(root: CommandForm, unnamed: String, exists: @escaping (String) -> Bool) {
        self.root = root
        self.unnamed = unnamed
        self.exists = exists
    }

    /// The words, with the command's name in front if it was missing.
    package func named(_ words: [String]) throws(SpellingError) -> [String] {
        guard let first = words.first else { return words }
        if first.hasPrefix("-") { return isOfRoot(first) ? words : [unnamed] + words }
        let isCommand = first == "help" || root.subcommands.contains { $0.name == first }
        if isCommand { return words }
        // img2dataset takes its list without a name, too.
        let isPath = first.contains { "./*?[{".contains($0) } || exists(first)
        guard isPath else {
            throw SpellingError(category: .unknownCommand, word: first, detail: "There is no command \"\(first)\".")
        }
        return [unnamed] + words
    }

    /// Options the parser answers by itself, in front of any command.
    private func isOfRoot(_ word: String) -> Bool {
        let name = word.drop { $0 == "-" }.prefix { $0 != "=" }
        let own = ["h", "help", "help-hidden", "version", "generate-completion-script", "experimental-dump-help"]
        return own.contains(String(name)) || root.options.contains { $0.name == name }
    }
}
