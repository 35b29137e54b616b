// `img2shards config show`: every option's value, and who said so.

internal import ArgumentParser
internal import CommandWords
internal import Planning
internal import Reporting

struct ConfigShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Prints the plan of a download: each option's value, and where it comes from.",
        usage: "img2shards config show [--changed] [<words of a download>]",
        discussion: """
            Takes the words of a download command: img2shards config show --config laion400m --image-size 384. \
            Nothing is fetched. With a list, its files and columns are checked as well.

            Exit codes: 0 the plan is valid, 2 it is not.
            """)

    @Argument(
        parsing: .captureForPassthrough, help: ArgumentHelp("The words of a download command.", valueName: "words"))
    var words: [String] = []

    func run() throws {
        if words.contains(where: { $0 == "--help" || $0 == "-h" }) { throw CleanExit.helpRequest(self) }
        let isBrief = words.first == "--changed"
        let description = try CommandDescription(dump: Img2Shards._dumpHelp())
        guard let download = description.subcommands.first(where: { $0.name == "download" }) else { return }
        var typed = words.dropFirst(isBrief ? 1 : 0)
        // Whoever puts `config show` in front of a whole command has its name there.
        if typed.first == download.name { typed = typed.dropFirst() }
        var pass = ArgumentPass()
        let configured = try pass.configured([download.name] + typed)
        try check(configured)
        var section: String?
        var lines: [String] = []
        let options = EffectiveOption.all(configured, of: download).filter { !isBrief || $0.origin != "default" }
        let names = options.map { $0.name.count }.max() ?? 0
        let values = min(60, options.map { $0.value.count }.max() ?? 0)
        for option in options {
            if option.section != section {
                lines.append((section == nil ? "" : "\n") + option.section)
                section = option.section
            }
            lines.append(
                "  \(option.name.padded(to: names))  \(PlainText.safe(option.value, maximumCharacters: 4000).padded(to: values))  \(option.origin)"
            )
        }
        try StandardOutput.write(lines: lines)
    }

    /// Everything that the download would refuse is refused here.
    private func check(_ configured: ConfiguredWords) throws {
        let hasList = configured.words.contains { $0.hasPrefix("--url-list") }
        let words = hasList ? configured.words : configured.words + ["--url-list=/dev/null"]
        guard let download = try Img2Shards.parseAsRoot(words) as? DownloadCommand else { return }
        guard hasList else { return }
        do {
            _ = try DownloadPlan(resolving: download.flags())
        } catch {
            throw ConfigBlame(configured).naming(error)
        }
    }
}
