// Every command with every kind of standard stream that is full, closed, or read by nobody.

import CommandWords
import Foundation
import HostileInputs
import SampleNames
import SampleWeb
import TestSupport
import Testing

@Suite("Every command and its standard streams")
struct OutputMatrixTests {
    /// A command as the matrix starts it.
    struct Case: CustomTestStringConvertible {
        /// As the table of commands names it.
        let words: [String]
        /// Behind `words`. `{list}`, `{wat}` (a crawl's file), `{dataset}`, `{new}` (a folder that is not there yet),
        /// `{embeddings}` and `{names}` (a name server) are put in.
        let arguments: [String]
        /// Whether what it prints on stdout is its result.
        var prints = true
        /// Its exit code where nothing is in its way.
        var exitCode: Int32 = 0

        var testDescription: String { (words + arguments).joined(separator: " ") }
    }

    private static let network = ["--allow-private-addresses", "--retries", "0"]
    private static let download =
        ["--url-list", "{list}", "--caption-col", "caption", "--output-format", "webdataset"] + network

    static let cases = [
        Case(words: [], arguments: ["--help"]), Case(words: [], arguments: ["--version"]),
        Case(words: [], arguments: []),
        Case(words: ["download"], arguments: ["--help"]),
        Case(words: ["download"], arguments: download + ["--output-folder", "{new}"], prints: false),
        Case(words: ["download"], arguments: download + ["--output-folder", "{dataset}"], prints: false),
        Case(words: ["download"], arguments: download + ["--output-folder", "{new}", "--dry-run"]),
        Case(
            words: ["download"],
            arguments: download + ["--output-folder", "{new}", "--dry-run", "--log-format", "json"]),
        Case(
            words: ["download"], arguments: download + ["--output-folder", "{new}", "--embed"], prints: false,
            exitCode: 2),
        Case(words: ["plan"], arguments: ["--url-list", "{list}", "--output", "{new}"]),
        Case(words: ["finish"], arguments: ["{dataset}"]), Case(words: ["finish"], arguments: ["{dataset}", "--json"]),
        // Without a stream on standard input; with one: FetchStreamTests.
        Case(words: ["fetch"], arguments: ["--arrow"], prints: false, exitCode: 2),
        Case(words: ["count"], arguments: ["--url-list", "{list}"]),
        Case(words: ["count"], arguments: ["--url-list", "{list}", "--json"]),
        Case(words: ["retry"], arguments: ["{dataset}"], prints: false),
        Case(
            words: ["retry"], arguments: ["{dataset}", "--classes", "http_404"] + network, prints: false, exitCode: 4),
        Case(
            words: ["reshape"], arguments: ["{dataset}", "--output-folder", "{new}", "--image-size", "16"],
            prints: false),
        // Refused before any model is read: a machine may have none.
        Case(words: ["embed"], arguments: ["{dataset}", "--output-folder", "{new}"], prints: false, exitCode: 2),
        Case(words: ["browse"], arguments: ["{dataset}", "--index-only"]),
        Case(words: ["status"], arguments: ["{dataset}"]),
        Case(words: ["report"], arguments: ["{dataset}", "--output", "{new}.html"]),
        Case(words: ["extract"], arguments: ["{wat}", "--output-folder", "{new}"]),
        Case(words: ["index"], arguments: ["{embeddings}", "--output-folder", "{new}"]),
        Case(words: ["search"], arguments: ["{embeddings}", "--row", "1"]),
        Case(words: ["inspect"], arguments: ["{dataset}"]),
        Case(words: ["inspect"], arguments: ["{dataset}", "--json"]),
        Case(words: ["inspect"], arguments: ["{dataset}", "--failed"]),
        Case(words: ["inspect"], arguments: ["{dataset}", "--failed", "--format", "jsonl"]),
        Case(words: ["inspect"], arguments: ["{dataset}", "--failed", "--output", "{new}.csv"], prints: false),
        Case(words: ["verify"], arguments: ["{dataset}"]), Case(words: ["verify"], arguments: ["{dataset}", "--deep"]),
        Case(words: ["doctor"], arguments: ["--dns-servers", "{names}"], exitCode: 1),
        Case(words: ["doctor"], arguments: ["--self-test"]),
        Case(words: ["config"], arguments: []), Case(words: ["config", "list"], arguments: []),
        Case(words: ["config", "show"], arguments: []), Case(words: ["config", "print"], arguments: ["laion400m"]),
        Case(words: ["completions"], arguments: ["bash"]), Case(words: ["manual"], arguments: ["markdown"]),
        Case(words: ["complete"], arguments: ["zsh", "--", "dow"]), Case(words: ["help"], arguments: ["download"]),
    ]

    @Test("A new command is added to these") func allCommands() {
        #expect(Set(Self.cases.map(\.words)) == Set(CommandTable.shipped.commands.map(\.words)))
    }

    /// What is done to the streams, and whether stdout takes anything then.
    private static let streams: [(redirection: String, breaksOutput: Bool)] = [
        (">/dev/full", true), (">&-", true), ("2>/dev/full", false), ("2>&-", false), ("<&- >&- 2>&-", true),
    ]

    /// Pipes whose readers are gone when the command starts.
    private static let deserted = [">&4", "2>&4"]

    @Test(
        "No hang, no crash: 3 and a message where the result cannot be written, else the code that it has anyway",
        arguments: cases)
    func matrix(_ command: Case) throws {
        let server = try SampleWebServer()
        let names = try SampleNameServer()
        let folder = try TemporaryFolder()
        let urls = (0..<5).map { server.url("/image/32x32/photo/\($0).jpg" + ($0 == 2 ? "?status=404" : "")) }
        let list = try folder.write("list.csv", "url,caption\n" + urls.map { $0 + ",text\n" }.joined())
        let wat = try folder.write("a.wat", Data(SampleCrawl.record(type: "metadata", body: "{}")))
        let dataset = folder.path("out")
        let download = Self.download.map { $0.replacing("{list}", with: list) }
        let made = try ToolRun(["download"] + download + ["--output-folder", dataset])
        try #require(made.exitCode == 0, "\(made.errors)")
        let before = try Self.images(dataset)
        let embeddings = folder.path("embeddings")
        var vectors = MadeVectors(dimension: 8, seed: 1)
        try EmbeddingFixture.write((0..<20).map { _ in vectors.vector() }, to: embeddings + "/img_emb/img_emb_0.npy")
        var number = 0
        func run(_ redirection: String, script: String = #"exec "$tool" "$@" "#) throws -> ShellRun {
            number += 1
            let new = folder.path("new-\(number)")
            let arguments = (command.words + command.arguments).map {
                $0.replacing("{list}", with: list).replacing("{dataset}", with: dataset).replacing("{new}", with: new)
                    .replacing("{names}", with: names.place).replacing("{wat}", with: wat)
                    .replacing("{embeddings}", with: embeddings)
            }
            let run = try ShellRun(script + redirection, arguments)
            if !command.prints, FileManager.default.fileExists(atPath: new) {
                #expect(try ToolRun(["verify", new]).exitCode == 0, "\(redirection)")
            }
            return run
        }

        let plain = try run("")
        try #require(plain.exitCode == command.exitCode, "\(plain.errors)")
        #expect(plain.output.isEmpty == !command.prints)
        for stream in Self.streams {
            let found = try run(stream.redirection)
            let fails = stream.breaksOutput && command.prints
            #expect(found.exitCode == (fails ? 3 : command.exitCode), "\(stream.redirection): \(found.errors)")
            if fails && !stream.redirection.contains("2>") {
                // With --log-format json it is said as JSON.
                let message = try #require(found.errors.firstRange(of: "cannot write to standard output: "))
                let isPlain = found.errors[..<message.lowerBound] == "error: "
                #expect(isPlain || command.arguments.contains("--log-format"), "\(found.errors)")
                #expect(found.errors.split(separator: "\n").count == 1, "\(found.errors)")
            }
            if !stream.breaksOutput { #expect(found.output.isEmpty == !command.prints, "\(stream.redirection)") }
        }
        for redirection in Self.deserted {
            let pipe = folder.path("pipe-\(UUID().uuidString)")
            let found = try run(
                redirection, script: #"mkfifo P; exec 3<>P 4>P 3<&-; "$tool" "$@" "#.replacing("P", with: pipe))
            // A reader that has seen enough, as `head` has, is no failure.
            #expect(found.exitCode == command.exitCode, "\(redirection): \(found.errors)")
            if command.prints { #expect(found.errors.isEmpty, "\(redirection): \(found.errors)") }
        }
        #expect(try Self.images(dataset) == before)
        // What only prints has left every image as it was.
        if !command.prints { #expect(try ToolRun(["verify", "--deep", dataset]).exitCode == 0) }
    }

    /// The dataset's images by their keys.
    private static func images(_ dataset: String) throws -> [String: [UInt8]] { try WrittenDataset(dataset).members }
}
