// From the words as typed to the words the parser takes, in small steps.

internal import ArgumentParser
internal import CommandManual
internal import CommandSpelling
internal import Downloading
internal import Glibc

/// The words' way to the parser. Each step takes words and gives words, and knows nothing of the others.
struct ArgumentPass {
    /// What the parser knows of our commands.
    private let root: CommandForm

    init() throws { root = CommandForm(try CommandDescription(dump: Img2Shards._dumpHelp())) }

    /// - Throws: `SpellingError`, `DownloadError`.
    func words(typed: [String]) throws -> [String] {
        var words = try withCommand(typed)
        // Values of files (--config) belong here, between the command's name and the words as typed: later words
        // win, and both may be in img2dataset's spelling.
        words = try spelled(words)
        return words
    }

    /// `img2dataset --url_list …` has no command's name.
    private func withCommand(_ words: [String]) throws(SpellingError) -> [String] {
        let naming = CommandNaming(root: root, unnamed: "download") { access($0, F_OK) == 0 }
        do throws(SpellingError) {
            return try naming.named(words)
        } catch {
            guard error.category == .unknownCommand else { throw error }
            let names = root.subcommands.map(\.name)
            throw error.adding(
                Suggestion.question(for: error.word, among: names) + "\n  commands: " + names.joined(separator: ", "))
        }
    }

    /// img2dataset's spelling, and ours.
    private func spelled(_ words: [String]) throws(SpellingError) -> [String] {
        let (form, depth) = root.command(namedBy: words)
        guard depth > 0 else { return words }
        return try words.prefix(depth) + FireSpelling(form).spelled(Array(words.dropFirst(depth)))
    }
}

extension CommandForm {
    /// What has to be known of the commands that the parser describes.
    fileprivate init(_ description: CommandDescription) {
        self.init(
            name: description.name,
            options: description.options.compactMap { option in
                guard let name = option.longNames.first else { return nil }
                switch option.kind {
                case .flag: return OptionForm(name: name, kind: .flag(negation: option.negation))
                case .option: return OptionForm(name: name, kind: .value)
                case .positional: return nil
                }
            },
            subcommands: description.subcommands.map(CommandForm.init))
    }
}
