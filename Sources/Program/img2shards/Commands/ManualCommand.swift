// `img2shards manual`: docs/options.md and the man page, for `make docs`.

internal import ArgumentParser
internal import CommandWords
internal import Reporting

struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "Prints all commands and options as a page of Markdown, as a man page, or as the table of a start.",
        shouldDisplay: false)

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case markdown
        case man
        case table
    }

    @Argument(help: "markdown, man or table.")
    var form: Form

    func run() throws {
        let command = try CommandDescription(dump: Img2Shards._dumpHelp())
        switch form {
        case .table: try StandardOutput.write(CommandTable.described().text(root: command.name))
        case .markdown: try StandardOutput.write(MarkdownPage(command).text)
        case .man: try StandardOutput.write(ManPage(command).text)
        }
    }
}
