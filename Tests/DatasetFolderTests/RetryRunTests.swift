// A dataset's history with runs that try failed rows again.

import DatasetFixtures
import DatasetModel
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct RetryRunTests {
    let test: TestFolder
    let folder: DatasetFolder

    init() throws {
        test = try TestFolder()
        folder = try DatasetFolder(test.out)
    }

    private func identity(_ list: String) -> RunIdentity {
        RunIdentity(
            lists: [RunIdentity.ListFile(path: list, sizeBytes: 10, rowCount: nil)], columns: ["url"],
            options: [RunIdentity.Option(name: "image-size", value: .text("256"))])
    }

    private func start(_ policy: ResumePolicy = .incremental, retry: Int? = nil) throws -> DatasetStart {
        try DatasetStart(
            folder, identity: identity(retry.map { "rows-\($0)" } ?? "list"), policy: policy, settings: settings(),
            retry: retry.map { RunHistory.Retry(number: $0, takenRuns: [0]) })
    }

    /// A download of two shards that is complete.
    private func downloaded() throws -> DatasetStart {
        let begun = try start()
        try test.makeFinishedShard("00000", count: 5)
        try test.makeFinishedShard("00001", count: 5)
        try folder.recordComplete(run: begun.runIndex, end: ShardID(2))
        return begun
    }

    @Test("Only a run whose rows are all settled has an end") func end() throws {
        let begun = try start()
        #expect(try RunHistory.read(from: folder)?.runs[0].end == nil)
        try test.makeFinishedShard("00000")
        try folder.recordComplete(run: begun.runIndex, end: ShardID(1))
        #expect(try RunHistory.read(dataset: test.out)?.runs[0].end == ShardID(1))
        // Its journals stay its own.
        #expect(try start().run == begun.run)
    }

    @Test("A retry begins behind all shards, and the download goes on before it") func behind() throws {
        _ = try downloaded()
        let retry = try start(retry: 1)
        #expect(retry.shards.lowerBound == 2 && retry.runIndex == 1 && retry.scan.totals.count == 0)
        try test.makeFinishedShard("00002", count: 3)
        let again = try start()
        #expect(again.shards == 0..<2 && again.runIndex == 0 && again.scan.totals.count == 10)
        #expect(again.run != retry.run)
        let extended = try start(.extend)
        #expect(extended.shards == 3..<Int.max && extended.history.runs.count == 3)
    }

    @Test("A retry goes on with its own shards until it is complete; then another begins") func goesOn() throws {
        _ = try downloaded()
        let first = try start(retry: 1)
        try test.makeFinishedShard("00002", count: 3)
        let again = try start(retry: 1)
        #expect(again.run == first.run && again.runIndex == 1 && again.scan.totals.count == 3)
        _ = try folder.makeRetryFolder(1)
        try folder.recordComplete(run: 1, end: ShardID(3))
        #expect(throws: (any Error).self) { try folder.retryLists(1) }
        #expect(try RunHistory.read(from: folder)?.openRetryIndex == nil)
        #expect(try start(retry: 2).shards.lowerBound == 3)
    }

    @Test("A download leaves alone what an open retry has left") func leftAlone() throws {
        _ = try downloaded()
        _ = try start(retry: 1)
        try test.write("journal", to: "out/.img2shards/open/00002.journal")
        try test.write("old", to: "out/.img2shards/open/00001.tar")
        try test.write("data", to: "out/00002.tar")
        _ = try start()
        #expect(try folder.names(in: folder.openPath) == ["00002.journal"])
        #expect(try test.text("out/00002.tar") == "data")
        // The retry itself clears what nothing can be kept of.
        _ = try start(retry: 1)
        #expect(try folder.names(in: folder.openPath).isEmpty)
    }

    @Test("Shards of a run do not begin in a gap of the runs before it") func gap() throws {
        _ = try downloaded()
        try FileManager.default.removeItem(atPath: test.out + "/00001_stats.json")
        #expect(try start(.extend).shards.lowerBound == 2)
    }

    @Test("A record without retries is read as it was written before there were any") func older() throws {
        let text = """
            {"version": 1, "runs": [{"firstShard": {"number": 0}, "identity":
            {"lists": [], "columns": ["url"], "options": []}}]}
            """
        try test.write(text, to: "out/.img2shards/run.json")
        let history = try #require(try RunHistory.read(from: folder))
        #expect(history.runs[0].end == nil && history.runs[0].retry == nil && history.downloadIndex == 0)
    }
}
