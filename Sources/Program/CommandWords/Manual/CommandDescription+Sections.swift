// How a page shows a command: which parts of it, and in which groups.

extension CommandDescription {
    /// The commands below it that the help shows.
    var shownSubcommands: [CommandDescription] { subcommands.filter { $0.isShown && $0.name != "help" } }

    /// Options in groups, in the order of the help; what every command has (`--help`, `--version`) is left out.
    var sections: [(title: String, options: [OptionDescription])] {
        var sections: [(title: String, options: [OptionDescription])] = []
        for option in options where option.isShown && !Self.ofEveryCommand.contains(option.names.last ?? "") {
            let title = option.section ?? (option.kind == .positional ? "Arguments" : "Options")
            if let index = sections.firstIndex(where: { $0.title == title }) {
                sections[index].options.append(option)
            } else {
                sections.append((title, [option]))
            }
        }
        return sections
    }

    private static let ofEveryCommand: Set = ["--help", "--version", "-h"]

    /// `img2shards download [<options>]`, for a command below those of `path`.
    func synopsis(below path: [String]) -> String {
        var words = path + [name]
        if !sections.allSatisfy({ $0.options.allSatisfy { $0.kind == .positional } }) {
            let required = options.filter { $0.kind == .option && !$0.isOptional }.map(\.spelling)
            words += required + ["[<options>]"]
        }
        words += options.filter { $0.kind == .positional && $0.isShown }.map { "<\($0.valueName)>" }
        return words.joined(separator: " ")
    }
}

extension OptionDescription {
    /// `--url-list <path>`, `--orient / --no-orient`, `<dataset>`.
    var spelling: String {
        switch kind {
        case .positional: "<\(valueName)>"
        case .flag: names.joined(separator: " / ")
        case .option: names.joined(separator: ", ") + " <\(valueName)>"
        }
    }

    /// What holds when it is not given, in words; nil when the text says it, or there is nothing to say.
    var shownDefault: String? {
        if kind == .option, !isOptional { return "required" }
        guard let defaultValue, !defaultValue.isEmpty else { return nil }
        return defaultValue.hasSuffix(".0") ? String(defaultValue.dropLast(2)) : defaultValue
    }
}
