// Datasets that are written to other stores than moto's.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Datasets in other stores", .serialized)
struct OtherStoreOutputTests {
    private static func arguments(_ images: SmallImages, _ kind: OtherStoreServer.Kind, state: String) -> [String] {
        var words = images.arguments("webdataset", samplesPerShard: 25)
        words[words.firstIndex(of: "--output-folder").map { $0 + 1 } ?? 0] = "\(kind.scheme)://lists/data"
        return words + ["--order", "input", "--state-folder", images.folder.path(state)]
    }

    @Test(
        "A dataset is written, continued and extended from another machine, and replaced",
        arguments: OtherStoreServer.Kind.installed
    )
    func written(kind: OtherStoreServer.Kind) throws {
        let images = try SmallImages(rows: 60)
        let store = try OtherStoreServer(kind)
        let words = Self.arguments(images, kind, state: "state")
        let first = try ToolRun(words, environment: store.environment)
        #expect(first.exitCode == 0, "\(first.errors)")
        let own = ["run.json", "lists.json", "checksums/00000", "checksums/00001", "checksums/00002"]
        let shards = ["00000", "00001", "00002"].flatMap { [".tar", ".parquet", "_stats.json"].map($0.appending) }
        let expected = (own.map { "data/.img2shards/" + $0 } + shards.map { "data/" + $0 }).sorted()
        #expect(try store.keys().filter { !$0.hasSuffix("/") }.sorted() == expected)
        let rows = try ToolRun(
            ["count", "--url-list", "\(kind.scheme)://lists/data/*.parquet", "--json"], environment: store.environment)
        #expect(rows.exitCode == 0 && rows.output.contains("\"rows\":60,"), "\(rows.output) \(rows.errors)")
        let other = try ToolRun(
            Self.arguments(images, kind, state: "other"), environment: store.environment)
        #expect(other.exitCode == 0 && other.errors.contains("nothing to do"), "\(other.errors)")
        let more = try ToolRun(
            Self.arguments(images, kind, state: "third") + ["--incremental-mode", "extend"],
            environment: store.environment)
        #expect(more.exitCode == 0, "\(more.errors)")
        let all = try ToolRun(
            ["inspect", "\(kind.scheme)://lists/data", "--json"], environment: store.environment)
        #expect(all.output.contains("\"images\":114,") && all.output.contains("\"shards\":6"), "\(all.output)")
        let refused = try ToolRun(words + ["--compute-hash", "md5"], environment: store.environment)
        #expect(refused.exitCode == 2, "\(refused.errors)")
        let replaced = try ToolRun(
            words + ["--compute-hash", "md5", "--incremental-mode", "overwrite"], environment: store.environment)
        #expect(replaced.exitCode == 0, "\(replaced.errors)")
        #expect(try store.keys().filter { !$0.hasSuffix("/") }.sorted() == expected)
    }

    @Test(
        "An empty record that a killed start left in Azure is replaced",
        .enabled(if: OtherStoreServer.Kind.azure.isHere, "scripts/setup check installs the servers"))
    func emptyRecord() throws {
        let images = try SmallImages(rows: 60)
        let store = try OtherStoreServer(.azure)
        try store.put(images.folder.write("empty", ""), as: "data/.img2shards/run.json")
        let run = try ToolRun(Self.arguments(images, .azure, state: "state"), environment: store.environment)
        #expect(run.exitCode == 0, "\(run.errors)")
        let inspected = try ToolRun(["inspect", "az://lists/data"], environment: store.environment)
        #expect(inspected.exitCode == 0 && inspected.output.contains("3 shards"), "\(inspected.output)")
        #expect(!inspected.output.contains("not complete"), "\(inspected.output)")
    }

    @Test(
        "Two workers that begin a dataset at the same moment both come to their end",
        arguments: OtherStoreServer.Kind.installed.filter { $0 == .azure || $0 == .google })
    func together(kind: OtherStoreServer.Kind) throws {
        let images = try SmallImages(rows: 60)
        let store = try OtherStoreServer(kind)
        let workers = try (1...2).map { number in
            try RunningTool(
                Self.arguments(images, kind, state: "state-\(number)") + ["--part", "\(number)/2"],
                environment: store.environment)
        }
        for worker in workers {
            let run = worker.wait()
            #expect(run.exitCode == 0, "\(run.errors)")
        }
        #expect(try store.keys().filter { $0.hasSuffix("_stats.json") }.count == 3)
    }

    @Test("What fails for a moment is sent again", arguments: OtherStoreServer.Kind.installed)
    func failing(kind: OtherStoreServer.Kind) throws {
        let images = try SmallImages(rows: 60, delayMilliseconds: 500)
        let store = try OtherStoreServer(kind)
        let tool = try RunningTool(Self.arguments(images, kind, state: "state"), environment: store.environment)
        while images.server.requests < 20, tool.process.isRunning { usleep(1000) }
        try store.fail(3, with: 503)
        let run = tool.wait()
        // What a run on a busy machine did not meet, as it had ended, is not for the next request.
        try store.fail(0, with: 503)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try store.keys().contains("data/00002_stats.json"))
    }
}
