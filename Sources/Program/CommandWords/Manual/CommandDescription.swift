// A command line described: what the argument parser says about itself.

internal import Foundation

/// A command with its options and the commands below it; decoded from the parser's `--experimental-dump-help`.
package struct CommandDescription: Decodable, Sendable {
    package let name: String
    package let abstract: String
    package let discussion: String
    /// Whether the help shows it.
    package let isShown: Bool
    /// Options, flags and words, in the order of the help.
    package let options: [OptionDescription]
    package let subcommands: [CommandDescription]

    private enum CodingKeys: String, CodingKey {
        case name = "commandName"
        case abstract, discussion, arguments, subcommands, shouldDisplay
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        abstract = try container.decodeIfPresent(String.self, forKey: .abstract) ?? ""
        discussion = try container.decodeIfPresent(String.self, forKey: .discussion) ?? ""
        isShown = try container.decodeIfPresent(Bool.self, forKey: .shouldDisplay) ?? true
        options = OptionDescription.paired(
            try container.decodeIfPresent([OptionDescription].self, forKey: .arguments) ?? [])
        subcommands = try container.decodeIfPresent([CommandDescription].self, forKey: .subcommands) ?? []
    }

    /// Reads the parser's JSON.
    package init(dump: String) throws {
        self = try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command
    }

    private struct Dump: Decodable {
        let command: CommandDescription
    }
}
