// From the words as typed to the words the parser takes, in small steps.

internal import ArgumentParser
internal import CommandWords
internal import Glibc
internal import Planning

/// The words' way to the parser. Each step takes words and gives words, and knows nothing of the others.
struct ArgumentPass {
    /// What the parser knows of our commands.
    private var table = CommandTable.shipped
    private var root: CommandForm
    /// Whether the words were img2dataset's: no command's name, or an option with underscores.
    private var isSpelledAsPeer = false

    /// The command that img2dataset's words stand for.
    private static let unnamed = "download"

    private static let program = "img2shards"

    init() { root = table.form(named: Self.program) }

    /// - Throws: `SpellingError`, `DownloadError`.
    mutating func words(typed: [String]) throws -> ConfiguredWords {
        // What writes the table must not need it.
        if typed.first == ManualCommand.configuration.commandName { return ConfiguredWords(unchanged: typed) }
        // As most programs take it; behind a command -v is the letter of an option.
        if typed == ["-v"] || typed == ["-V"] { return ConfiguredWords(unchanged: ["--version"]) }
        let words = try withCommand(typed)
        isSpelledAsPeer =
            words.count > typed.count || typed.contains { $0.hasPrefix("-") && $0.prefix { $0 != "=" }.contains("_") }
        // What `config show` takes are the words of another command.
        if words.starts(with: ["config", "show"]) { return ConfiguredWords(unchanged: words) }
        return try configured(words)
    }

    /// A command's words with those of its configs, in our spelling.
    mutating func configured(_ words: [String]) throws -> ConfiguredWords {
        do {
            return try configuredByTable(words)
        } catch let error as SpellingError where error.category == .unknownOption {
            // An option may be newer than the table, which `make docs` writes.
            guard let described = try? CommandTable.described(), described != table else { throw error }
            table = described
            root = table.form(named: Self.program)
            return try configuredByTable(words)
        }
    }

    private func configuredByTable(_ words: [String]) throws -> ConfiguredWords {
        var spelled = try spelled(words)
        if words.first == Self.unnamed, isSpelledAsPeer { spelled.insert("--spelled-as-img2dataset", at: 1) }
        var configured = try ConfiguredWords(typed: words, spelled: spelled, table: table)
        try configured.spell { try self.spelled($0) }
        if words.first == Self.unnamed { try configured.takeListOfPlan() }
        return configured
    }

    /// `img2dataset --url_list …` has no command's name.
    private func withCommand(_ words: [String]) throws(SpellingError) -> [String] {
        if words.first == "help", words.count > 1, let word = words.dropFirst().first,
            root.subcommands.allSatisfy({ $0.name != word }), !word.hasPrefix("-")
        {
            throw Self.unknown(word, among: commandNames)
        }
        let naming = CommandNaming(root: root, unnamed: Self.unnamed) { access($0, F_OK) == 0 }
        do throws(SpellingError) {
            return try naming.named(words)
        } catch {
            guard error.category == .unknownCommand else { throw error }
            throw Self.unknown(error.word, among: commandNames)
        }
    }

    /// Commands that help shows.
    private var commandNames: [String] {
        let hidden = [ManualCommand.configuration.commandName, CompleteCommand.configuration.commandName]
        return root.subcommands.map(\.name).filter { !hidden.contains($0) }
    }

    private static func unknown(_ word: String, among names: [String]) -> SpellingError {
        let error = SpellingError(category: .unknownCommand, word: word, detail: "There is no command \"\(word)\".")
        if let meant = OtherCommands.meaning(of: word) { return error.adding("\n  " + meant) }
        return error.adding(
            Suggestion.question(for: word, among: names) + "\n  commands: " + names.joined(separator: ", "))
    }

    /// img2dataset's spelling, and ours.
    private func spelled(_ words: [String]) throws(SpellingError) -> [String] {
        let (form, depth) = root.command(namedBy: words)
        guard depth > 0 else { return words }
        do throws(SpellingError) {
            return try words.prefix(depth) + FireSpelling(form).spelled(Array(words.dropFirst(depth)))
        } catch {
            guard error.category == .unknownOption else { throw error }
            let names = form.options.map { "--" + $0.name }
            let command = ([root.name] + words.prefix(depth)).joined(separator: " ")
            throw error.adding(
                Self.question(for: error.word, among: names) + "\n  all options: \(command) --help")
        }
    }
}

extension ArgumentPass {
    /// What a letter is in other programs.
    private static let letters = [
        "-o": "--output-folder", "-f": "--output-format", "-i": "--url-list", "-c": "--config",
    ]

    /// `-r` may be short for several: options have no letters here.
    fileprivate static func question(for typed: String, among names: [String]) -> String {
        if let meant = letters[typed], names.contains(meant) { return " Did you mean \(meant)?" }
        guard typed.count == 2, typed.hasPrefix("-") else { return Suggestion.question(for: typed, among: names) }
        let longer = names.filter { $0.hasPrefix("-" + typed) }.sorted()
        guard let last = longer.last else { return "" }
        return " Did you mean " + (longer.count > 1 ? longer.dropLast().joined(separator: ", ") + " or " : "") + last
            + "?"
    }
}
