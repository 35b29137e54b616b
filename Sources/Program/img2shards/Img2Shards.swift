// The command line: parses, runs, and ends with the documented exit codes.

internal import ArgumentParser
internal import Browsing
internal import CommandWords
internal import Commands
internal import Embedding
internal import Extraction
internal import Files
internal import Glibc
internal import Ground
internal import Indexing
internal import Inspection
internal import Planning
internal import Reporting
internal import VectorSearch

/// Exit codes: 0 done, also when single images failed · 1 the run failed · 2 wrong command or list · 3 disk or
/// output failed · 4 no row gave an image · 75 a temporary failure: start it again · 129, 130 and 143 stopped by
/// SIGHUP, SIGINT and SIGTERM, resumable.
@main
struct Img2Shards: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "img2shards",
        abstract: "Turns URL lists into image datasets for training.",
        discussion: Examples.text(Examples.root) + """
            A command of img2dataset works with the name replaced: img2shards --url_list list.txt is \
            img2shards download --url-list list.txt. The differences: docs/from-img2dataset.md.
            """,
        version: ProgramVersion.text,
        subcommands: [
            ExtractCommand.self, DownloadCommand.self, FetchCommand.self, PlanCommand.self, CountCommand.self,
            FinishCommand.self, RetryCommand.self,
            ReshapeCommand.self, EmbedCommand.self, IndexCommand.self, SearchCommand.self, BrowseCommand.self,
            StatusCommand.self, ReportCommand.self, InspectCommand.self,
            VerifyCommand.self, DoctorCommand.self, ConfigCommand.self, CompletionsCommand.self,
            ManualCommand.self,
            CompleteCommand.self,
        ])

    static func main() {
        StandardOutput.fillClosedStreams()
        // A bundle's loader started this process, and top would show the loader's name.
        if BundleHome.folder != nil { NamedThread.nameCurrent("img2shards") }
        // Before anything starts a thread: it would take signals that the run is to have.
        ProcessSignals.take()
        ParentProcess.follow()
        var configured: ConfiguredWords?
        // Whose usage is shown.
        var running: any ParsableCommand.Type = Self.self
        if let refusal = SystemNames.refusal() {
            say("error: " + refusal, exitCode: 2)
        }
        do {
            var pass = ArgumentPass()
            let words = try pass.words(typed: Array(CommandLine.arguments.dropFirst()))
            configured = words
            var command = try parseAsRoot(words.words)
            running = type(of: command)
            try command.run()
        } catch let error as SpellingError {
            say("error: " + error.detail, exitCode: 2)
        } catch let error as DownloadError {
            let named = configured.map { ConfigBlame($0).naming(error) } ?? error
            say("error: " + named.message, exitCode: error.exitCode)
        } catch let error as InspectionError {
            say("error: " + error.message, exitCode: error.category == .unwritable ? 3 : 2)
        } catch let error as CommandFailure {
            say("error: " + error.description, exitCode: error.exitCode)
        } catch let error as SearchError {
            say("error: " + error.description, exitCode: 2)
        } catch let code as ExitCode {
            leave(exitCode(code.rawValue))
        } catch let failure as StandardOutput.Failure {
            end(failure)
        } catch {
            let code = exitCode(for: error)
            guard code.isSuccess else {
                let text = UsageText.of(error, by: running, under: Self.self)
                let places = configured.map { ConfigBlame($0).places(ofParserError: text) } ?? ""
                let hint = ParserHint.line(for: text) + places
                let lines = text.split(separator: "\n", maxSplits: 1).map(String.init)
                // The hint stands behind the message, before the parser's help.
                let whole = (lines.first ?? "") + hint + (lines.count > 1 ? "\n" + lines[1] : "")
                say(whole.hasPrefix("Error: ") ? "error: " + whole.dropFirst(7) : whole, exitCode: 2)
            }
            // Help and version are data: they go to stdout.
            do {
                try StandardOutput.write(lines: [fullMessage(for: error)])
            } catch {
                end(error)
            }
            leave(0)
        }
        leave(0)
    }

    /// Ends the process after output that could not be written. A reader that has seen enough is no failure.
    private static func end(_ failure: StandardOutput.Failure) -> Never {
        guard case .system(let words) = failure else { leave(0) }
        say("error: cannot write to standard output: " + words, exitCode: 3)
    }

    /// Prints an error and ends the process. Words of configs and lists may be quoted in it, which a terminal must not
    /// obey.
    private static func say(_ text: String, exitCode given: Int32) -> Never {
        let exitCode = exitCode(given)
        let lines = MirroredFolders.shown(text).split(separator: "\n", omittingEmptySubsequences: false)
            .map { PlainText.safe(String($0), maximumCharacters: 4000) }
        let formats = GivenOptions(Array(CommandLine.arguments.dropFirst())).values(of: "log-format")
        let said =
            formats.last == "json"
            ? ErrorLine.json(lines, exitCode: exitCode, at: WallClock.timestamp)
            : lines.joined(separator: "\n")
        ErrorStream().write(said + "\n")
        leave(exitCode)
    }

    /// What failed as a store did not answer may succeed when the same command is started again.
    private static func exitCode(_ code: Int32) -> Int32 {
        (1...2).contains(code) && MirroredFolders.failure?.mayPass == true ? RunEnding.startAgainCode : code
    }

    /// Ends the process. Without `exit`: destructors of libraries meet threads there that cannot be ended.
    private static func leave(_ code: Int32) -> Never {
        MirroredFolders.removeAll()
        fflush(nil)
        _exit(code)
    }
}
