// The walk of docs/workers.md, from a list to the dataset, as a newcomer types it.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("The steps of the page on several machines")
struct WorkersPageTests {
    /// The commands of the page's first section, in order, each in one line.
    private static func commands() throws -> [String] {
        let page = try String(contentsOf: Repository.root.appending(path: "docs/workers.md"), encoding: .utf8)
        let from = try #require(page.range(of: "## Step by step"))
        let section = page[from.upperBound...].prefix(upTo: try #require(page.range(of: "## Which shards")).lowerBound)
        return section.replacing(" \\\n", with: " ").split(separator: "\n").filter { $0.hasPrefix("    ") }
            .map { $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ") }
    }

    @Test("Typed one after the other, with three workers, they lead to a complete dataset")
    func walk() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        var text = "URL,TEXT\n"
        for row in 0..<30 {
            text += "\(server.url(SampleImage(width: 90, height: 60, seed: UInt64(row)).path)),\"caption \(row)\"\n"
        }
        let list = try folder.write("laion.csv", text)
        let commands = try Self.commands()
        #expect(commands.allSatisfy { $0.hasPrefix("img2shards ") })
        #expect(commands.count == 8, "\(commands)")

        /// As on the page, with the places of this test, a server of this machine, and several shards.
        func start(_ command: String) throws -> RunningTool {
            var words = command.replacing("/shared/laion.parquet", with: list)
                .replacing("/shared/laion-256", with: folder.path("laion-256")).split(separator: " ").dropFirst().map(
                    String.init)
            if words[0] == "download" { words += ["--number-sample-per-shard", "5"] }
            if ["download", "retry"].contains(words[0]) { words += ["--allow-private-addresses"] }
            return try RunningTool(words)
        }
        for command in commands {
            let tools = try (0..<(command.hasSuffix("--claim") ? 3 : 1)).map { _ in try start(command) }
            let runs = tools.map { $0.wait() }
            for run in runs { #expect(run.exitCode == 0, "\(command)\n\(run.output)\(run.errors)") }
            let said = runs.map { $0.output + $0.errors }.joined()
            if command.hasSuffix("--claim") { #expect(said.contains("the dataset is complete"), "\(said)") }
            if command.contains("img2shards status") { #expect(said.contains("30 / 30"), "\(said)") }
            if command.contains("img2shards finish") { #expect(said.contains("is complete already: 6 shards")) }
            if command.contains("img2shards retry") { #expect(said.contains("nothing to retry"), "\(said)") }
        }
        #expect(server.requests == 30)
        #expect(FileManager.default.fileExists(atPath: folder.path("laion-256.html")))
    }
}
