// All commands and options in a few lines of text, so that a start need not ask the parser to describe itself.

/// What has to be known of the commands to read a line of words: names, shapes, and what takes a flag back.
///
/// The shipped table, `commands.tsv`, is written by `make docs` from the parser's own description; a test holds it to
/// that. Each command has a line with the words that name it, and one for each option: its shape, its name, the name that
/// turns it off or `-`, its further names.
package struct CommandTable: Sendable, Equatable {
    /// One command: the words that name it (none for the program itself), and its options in the order of the help.
    package struct Command: Sendable, Equatable {
        package let words: [String]
        package let options: [Option]

        package init(words: [String], options: [Option]) {
            self.words = words
            self.options = options
        }
    }

    /// One option of a command.
    package struct Option: Sendable, Equatable {
        package let known: KnownOption
        /// Further names of the same, single letters among them; no negations.
        package let aliases: [String]

        package init(_ known: KnownOption, aliases: [String]) {
            self.known = known
            self.aliases = aliases
        }
    }

    package let commands: [Command]

    package init(_ commands: [Command]) { self.commands = commands }

    /// The table that is part of the program.
    package static let shipped = CommandTable(text: String(decoding: PackageResources.commands_tsv, as: UTF8.self))

    /// - Parameter text: as `text` gives it; lines of another form are left out.
    init(text: String) {
        var commands: [Command] = []
        var words: [String] = []
        var options: [Option] = []
        func end() { if !words.isEmpty { commands.append(Command(words: Array(words.dropFirst()), options: options)) } }
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: "\t")).map { String(Substring($0)) }
            if fields.first == "command" {
                end()
                words = Array(fields.dropFirst())
                options = []
            } else if fields.count >= 3, let shape = Self.shape(fields[0], negation: fields[2]) {
                options.append(Option(KnownOption(fields[1], shape), aliases: Array(fields.dropFirst(3))))
            }
        }
        end()
        self.commands = commands
    }

    /// The table as it is kept.
    ///
    /// - Parameter root: the program's name.
    package func text(root: String) -> String {
        commands.map { command in
            let lines = command.options.map { option in
                ([Self.word(option.known.shape), option.known.name, option.known.names.dropFirst().first ?? "-"]
                    + option.aliases).joined(separator: "\t")
            }
            return ((["command", root] + command.words).joined(separator: "\t") + "\n")
                + lines.map { $0 + "\n" }.joined()
        }.joined()
    }

    /// The options of a command below the program.
    package func options(of command: String) -> [KnownOption]? {
        commands.first { $0.words == [command] }?.options.map(\.known)
            .filter { $0.name != "help" && $0.name != "version" }
    }

    /// The same for the reader of words.
    ///
    /// - Parameter name: the program's.
    package func form(named name: String) -> CommandForm { form(name, below: []) }

    private func form(_ name: String, below path: [String]) -> CommandForm {
        let options = commands.first { $0.words == path }?.options ?? []
        let below = commands.filter { $0.words.count == path.count + 1 && $0.words.starts(with: path) }
        return CommandForm(
            name: name,
            options: options.map { option in
                let kind: OptionForm.Kind
                if case .flag(let negation) = option.known.shape {
                    kind = .flag(negation: negation)
                } else {
                    kind = .value
                }
                return OptionForm(name: option.known.name, kind: kind, aliases: option.aliases)
            },
            subcommands: below.compactMap { command in command.words.last.map { form($0, below: command.words) } })
    }

    private static func word(_ shape: KnownOption.Shape) -> String {
        switch shape {
        case .flag: "flag"
        case .one(.text): "text"
        case .one(.wholeNumber): "whole"
        case .one(.number): "number"
        case .commaList: "commas"
        case .repeated: "repeated"
        }
    }

    private static func shape(_ word: String, negation: String) -> KnownOption.Shape? {
        switch word {
        case "flag": .flag(negated: negation == "-" ? nil : negation)
        case "text": .one(.text)
        case "whole": .one(.wholeNumber)
        case "number": .one(.number)
        case "commas": .commaList
        case "repeated": .repeated
        default: nil
        }
    }
}
