// The command `sample-web`: a web to try img2shards on, without the internet.

import ArgumentParser
import SampleWeb

/// The command itself; its work is in the subcommands.
@main
struct SampleWebCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample-web",
        abstract:
            "Serve a small web of drawn images and scripted faults, its names too, or draw photographs into a folder.",
        discussion: "Paths:\n\n\(SampleWebServer.pathGrammar)\n\(FaultScript.grammar)",
        subcommands: [ServeCommand.self, OpenCommand.self, NamesCommand.self, PhotosCommand.self])
}

extension SampleWebError {
    /// The same in the words of the command line: a wrong option, not a failed run.
    var asWrongOption: ValidationError { ValidationError(detail) }
}
