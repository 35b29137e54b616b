// `img2shards complete`: what the scripts of `completions` ask for.

internal import ArgumentParser
internal import CommandWords
internal import Reporting

struct CompleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete",
        abstract: "Prints what may stand at the end of a command's words.",
        shouldDisplay: false)

    @Argument var shell: CompletionsCommand.Shell

    @Argument(parsing: .postTerminator) var words: [String] = []

    func run() throws {
        let completer = Completer(
            try CommandDescription(dump: Img2Shards._dumpHelp()), unnamed: "download", presets: ShippedPresets.names)
        let offer = completer.offer(for: words, takesWholeWord: shell != .bash)
        try StandardOutput.write(lines: CompletionScript.lines(offer, showsAbout: shell != .bash))
    }
}
