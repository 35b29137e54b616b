// What may stand where the cursor is: the completions of all shells, and of both spellings.

/// Completes the last of a command's words. Options are offered as img2dataset spells them where the person does.
package struct Completer {
    /// What a shell offers.
    package struct Offer: Equatable, Sendable {
        package struct Word: Equatable, Sendable {
            package let text: String
            /// One sentence; empty where the word says it all.
            package let about: String
        }

        package var words: [Word] = []
        /// Further, paths of these kinds.
        package var paths: Paths?

        package init(words: [Word] = [], paths: Paths? = nil) {
            self.words = words
            self.paths = paths
        }

        package enum Paths: String, Sendable {
            case files
            case folders
        }
    }

    private static let configs = "config"
    private static let showsPlan = "show"

    private let root: CommandDescription
    /// The command that is meant where none is named.
    private let unnamed: String
    private let presets: [String]

    package init(_ root: CommandDescription, unnamed: String, presets: [String]) {
        self.root = root
        self.unnamed = unnamed
        self.presets = presets
    }

    /// - Parameters:
    ///   - words: all words behind the program's name, up to the cursor; the last, maybe empty, is completed.
    ///   - takesWholeWord: whether the shell replaces all of `--name=value`; bash replaces the value alone.
    package func offer(for words: [String], takesWholeWord: Bool) -> Offer {
        guard let current = words.last else { return Offer() }
        let before = words.dropLast()
        if before.first == "help" { return commands(below: command(of: before.dropFirst()).0, beginning: current) }
        let (named, rest) = command(of: before)
        // `config` alone is no command: one of its own comes next.
        if !named.shownSubcommands.isEmpty, named.name != root.name {
            return commands(below: named, beginning: current)
        }
        if named.name == root.name, rest.isEmpty, !current.hasPrefix("-") {
            var offer = commands(below: root, beginning: current)
            // img2dataset takes its list without a name.
            offer.paths = .files
            return offer
        }
        // `config show` takes the words of the command that is meant where none is named.
        let isShow = named.name == Self.showsPlan && before.first == Self.configs
        let isUnnamed = named.name == root.name || isShow
        let command = isUnnamed ? root.subcommands.first { $0.name == unnamed } ?? root : named
        if current.hasPrefix("-"), let equals = current.firstIndex(of: "=") {
            guard let option = option(String(current[..<equals]), of: command) else { return Offer() }
            let name = takesWholeWord ? String(current[...equals]) : ""
            return values(of: option, beginning: String(current[current.index(after: equals)...]), behind: name)
        }
        if current.hasPrefix("-") {
            let usesUnderscores = current.contains("_") || before.contains { $0.hasPrefix("--") && isUnderscored($0) }
            return options(of: command, beginning: current, usesUnderscores: usesUnderscores)
        }
        if let last = before.last, last.hasPrefix("-"), !last.contains("="), let option = option(last, of: command),
            option.kind == .option
        {
            return values(of: option, beginning: current, behind: "")
        }
        if let positional = command.options.first(where: { $0.kind == .positional && $0.isShown }) {
            return values(of: positional, beginning: current, behind: "")
        }
        return Offer(words: [], paths: .files)
    }

    /// The command that the first words name, and the words behind them.
    private func command(of words: ArraySlice<String>) -> (CommandDescription, ArraySlice<String>) {
        var (command, rest) = (root, words)
        while let first = rest.first, let below = command.subcommands.first(where: { $0.name == first && $0.isShown }) {
            (command, rest) = (below, rest.dropFirst())
        }
        return (command, rest)
    }

    private func commands(below command: CommandDescription, beginning prefix: String) -> Offer {
        var words = command.shownSubcommands.map { Offer.Word(text: $0.name, about: $0.abstract) }
        if command.name == root.name { words.append(Offer.Word(text: "help", about: "Shows the help of a command.")) }
        return Offer(words: words.filter { $0.text.hasPrefix(prefix) })
    }

    private func options(of command: CommandDescription, beginning prefix: String, usesUnderscores: Bool) -> Offer {
        var words: [Offer.Word] = []
        for option in command.options where option.isShown && option.kind != .positional {
            for name in option.longNames {
                let text = "--" + (usesUnderscores ? name.replacing("-", with: "_") : name)
                words.append(Offer.Word(text: text, about: option.abstract))
            }
        }
        return Offer(words: words.filter { $0.text.hasPrefix(prefix) })
    }

    private func option(_ word: String, of command: CommandDescription) -> OptionDescription? {
        let name = String(word.drop { $0 == "-" }).replacing("_", with: "-")
        return command.options.first { $0.longNames.contains(name) }
    }

    /// - Parameter name: stands in front of each value in what is offered.
    private func values(of option: OptionDescription, beginning prefix: String, behind name: String) -> Offer {
        var (values, paths): ([String], Offer.Paths?) = ([], nil)
        switch option.completion {
        case .none: break
        case .values(let known): values = known
        case .files: paths = .files
        case .folders: paths = .folders
        }
        if option.longNames.first == "config" { values += presets }
        // Of several values with commas the last is completed.
        let done = prefix.lastIndex(of: ",").map { String(prefix[...$0]) } ?? ""
        let given = Set(done.split(separator: ",").map(String.init))
        values.removeAll { given.contains($0) }
        return Offer(
            words: values.map { Offer.Word(text: done + $0, about: "") }.filter { $0.text.hasPrefix(prefix) }
                .map { Offer.Word(text: name + $0.text, about: "") },
            paths: paths)
    }

    private func isUnderscored(_ word: String) -> Bool { word.prefix { $0 != "=" }.contains("_") }
}
