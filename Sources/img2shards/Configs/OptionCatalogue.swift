// The options of a command, read from its declaration.

internal import ArgumentParser
internal import Foundation
internal import Presets

/// What a command takes, as its help knows it.
struct OptionCatalogue {
    /// One option.
    struct Entry {
        let option: KnownOption
        let title: String?
        /// As help shows it; nil where there is none or help tells it in words.
        let defaultValue: String?
        /// What help says of it.
        let abstract: String
    }

    /// In the order of the help.
    let entries: [Entry]

    /// - Parameter command: its options are read; options of subcommands are not.
    init(_ command: any ParsableCommand.Type) {
        // The package offers its description of a command as JSON alone; that it cannot be read is a fault of ours
        // that every test of configs would meet.
        let dump = try? JSONDecoder().decode(DumpedTool.self, from: Data(command._dumpHelp().utf8))
        let kinds = OptionKinds.all(command)
        var entries: [Entry] = []
        for argument in dump?.command.arguments ?? [] where argument.kind != "positional" {
            let names = (argument.names ?? []).filter { $0.kind == "long" }.map(\.name)
            guard let name = names.first, name != "help", name != "version" else { continue }
            let shape: KnownOption.Shape =
                argument.kind == "flag"
                ? .flag(negated: names.first { $0 == "no-" + name })
                : argument.isRepeating ? .repeated : kinds[name] ?? .one(.text)
            entries.append(
                Entry(
                    option: KnownOption(name, shape), title: argument.sectionTitle,
                    defaultValue: argument.defaultValue, abstract: argument.abstract ?? ""))
        }
        self.entries = entries
    }

    var options: [KnownOption] { entries.map(\.option) }
}
