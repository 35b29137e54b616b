// The parser's help to an error that a command found itself.

internal import ArgumentParser

/// An error's message with the usage of the command that threw it. The parser's own text for such an error begins at the
/// command, and lacks the words before it.
enum UsageText {
    /// - Parameters:
    ///   - error: thrown by `command`, or by the parser itself for `root`.
    static func of(_ error: any Error, by command: any ParsableCommand.Type, under root: any ParsableCommand.Type)
        -> String
    {
        let text = command.fullMessage(for: error)
        guard command != root else { return text }
        let above = words(above: command, under: root)
        return text.replacing("\nUsage: ", with: "\nUsage: " + above, maxReplacements: 1)
            .replacing("\n  See '", with: "\n  See '" + above, maxReplacements: 1)
    }

    /// `img2shards config ` for `show`.
    private static func words(above command: any ParsableCommand.Type, under root: any ParsableCommand.Type) -> String {
        let name = root._commandName + " "
        for inner in root.configuration.subcommands where inner != command {
            guard inner.configuration.subcommands.contains(where: { $0 == command }) else { continue }
            return name + inner._commandName + " "
        }
        return name
    }
}
