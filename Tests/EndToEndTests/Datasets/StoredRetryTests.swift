// Failed rows of datasets in stores: fetched again, and looked at.

import Foundation
import HubStandIn
import SampleWeb
import TestSupport
import Testing

@Suite(
    "Rows of datasets in stores are fetched again", .serialized,
    .enabled(if: !OtherStoreServer.Kind.installed.isEmpty, "scripts/setup check installs the servers"))
struct StoredRetryTests {
    /// Rows of four kinds in turn: there at once, at the second request, at the third, never.
    private struct Rows {
        let server: SampleWebServer
        let folder: TemporaryFolder
        let paths: [String]
        let urls: [String]
        let list: String
        let place: String
        let environment: [String: String]
        var options: [String] { place.hasPrefix("hf://") ? ["--store-option", "commit-interval=0"] : [] }

        init(_ place: String, _ environment: [String: String], rows: Int = 48) throws {
            let server = try SampleWebServer()
            let faults = ["", "&status=500&first=1", "&status=500&first=2", "&status=404"]
            paths = (0..<rows).map { "/image/64x48/photo/\($0 % 5).jpg?_=\($0)\(faults[$0 % 4])" }
            urls = paths.map { server.url($0) }
            self.server = server
            folder = try TemporaryFolder()
            list = try folder.write("list.csv", "url\n" + urls.map { $0 + "\n" }.joined())
            self.place = place
            self.environment = environment
        }

        func run(_ words: [String]) throws -> ToolRun { try ToolRun(words, environment: environment) }

        func download(state: String = "state", _ more: [String] = []) throws -> ToolRun {
            try run(
                [
                    "download", "--url-list", list, "--output-folder", place, "--output-format", "webdataset",
                    "--number-sample-per-shard", "16", "--image-size", "32", "--retries", "0",
                    "--allow-private-addresses", "--state-folder", folder.path(state),
                ] + more + options)
        }

        func retry(state: String = "state") throws -> ToolRun {
            try run(
                [
                    "retry", place, "--retries", "0", "--allow-private-addresses", "--state-folder", folder.path(state),
                ] + options)
        }

        /// URLs of the rows with an image, as the dataset in the store has them.
        func failed() throws -> [String] {
            let run = try run(["inspect", place, "--failed", "--format", "jsonl"])
            #expect(run.exitCode == 0, "\(run.errors)")
            return try run.output.split(separator: "\n").map { line in
                let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                return row?["url"] as? String ?? ""
            }.sorted()
        }

        func expectSound(images: Int) throws {
            let verified = try run(["verify", place])
            #expect(verified.exitCode == 0, "\(verified.output)\(verified.errors)")
            let inspected = try run(["inspect", place, "--json"])
            #expect(inspected.output.contains("\"images\":\(images),"), "\(inspected.output)\(inspected.errors)")
        }
    }

    /// The command that a run prints, as words.
    private static func printed(_ run: ToolRun) throws -> [String] {
        let line = try #require(
            run.errors.split(separator: "\n").first { $0.contains("img2shards retry ") }, "\(run.errors)")
        let command = try #require(line.range(of: "img2shards retry "))
        // What stands behind it is a comment.
        return line[command.upperBound...].split(separator: " ").prefix { $0 != "#" }.map(String.init)
    }

    /// On this machine by the command that the download prints, then on one without the state.
    private func expectRetried(_ rows: Rows) throws {
        let first = try rows.download()
        #expect(first.exitCode == 0, "\(first.errors)")
        let kinds = (0..<4).map { kind in rows.urls.enumerated().filter { $0.offset % 4 == kind }.map(\.element) }
        #expect(try rows.failed() == (kinds[1] + kinds[2] + kinds[3]).sorted())
        let again = try rows.run(["retry"] + Self.printed(first))
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(try rows.failed() == (kinds[2] + kinds[3]).sorted())
        let other = try rows.retry(state: "other")
        #expect(other.exitCode == 0, "\(other.errors)")
        #expect(try rows.failed() == kinds[3].sorted())
        let last = try rows.retry()
        #expect(last.exitCode == 0 && last.errors.contains("nothing to retry in \(rows.place)"), "\(last.errors)")
        try rows.expectSound(images: 36)
        // The list's own run has nothing to do, from either machine.
        for state in ["state", "other", "third"] {
            let run = try rows.download(state: state)
            #expect(run.exitCode == 0 && run.errors.contains("nothing to do"), "\(run.errors)")
        }
        #expect(rows.paths.enumerated().allSatisfy { rows.server.requests(for: $1) == [1, 2, 3, 1][$0 % 4] })
    }

    @Test(
        "By the command that the download prints, and on another machine; never twice",
        arguments: OtherStoreServer.Kind.installed)
    func retried(kind: OtherStoreServer.Kind) throws {
        let store = try OtherStoreServer(kind)
        try expectRetried(Rows("\(kind.scheme)://lists/data/out", store.environment))
    }

    @Test("The same on the Hub")
    func onHub() throws {
        let hub = try HubService()
        hub.make("me/out", isPrivate: true)
        hub.accept(token: "hf_a_secret_of_the_tests")
        let rows = try Rows(
            "hf://datasets/me/out/data", hub.environment.merging(["HF_TOKEN": "hf_a_secret_of_the_tests"]) { $1 })
        try expectRetried(rows)
        let report = try rows.run(["report", rows.place, "--output", rows.folder.path("report.html")])
        #expect(report.exitCode == 0, "\(report.errors)")
    }

    @Test("A retry that was killed is resumed, and one whose state is lost begins again: no row is there twice")
    func killed() throws {
        let store = try OtherStoreServer(.azure)
        let rows = try Rows("az://lists/data", store.environment, rows: 400)
        #expect(try rows.download().exitCode == 0)
        for state in ["state", "state", "lost"] {
            let before = rows.server.requests
            let tool = try RunningTool(
                [
                    "retry", rows.place, "--retries", "0", "--allow-private-addresses", "--state-folder",
                    rows.folder.path(state), "--max-in-flight", "2",
                ], environment: store.environment)
            while rows.server.requests < before + 30, tool.process.isRunning { usleep(500) }
            tool.send(SIGKILL)
            _ = tool.wait()
        }
        for _ in 0..<2 {
            let run = try rows.retry()
            #expect(run.exitCode == 0, "\(run.errors)")
        }
        #expect(try rows.failed() == rows.urls.enumerated().filter { $0.offset % 4 == 3 }.map(\.element).sorted())
        try rows.expectSound(images: 300)
    }

    @Test("A shard that is written again leaves out the rows that a retry has")
    func repaired() throws {
        let store = try OtherStoreServer(.azure)
        let rows = try Rows("az://lists/data", store.environment)
        #expect(try rows.download().exitCode == 0)
        #expect(try rows.retry().exitCode == 0)
        let path = try rows.folder.write("short", "not a tar")
        try store.put(path, as: "data/00001.tar")
        #expect(try rows.run(["verify", rows.place, "--repair"]).exitCode == 1)
        let anew = try rows.download(state: "other")
        #expect(anew.exitCode == 0, "\(anew.errors)")
        try rows.expectSound(images: 24)
    }

    @Test("What cannot be retried says why, and which command to use")
    func refusals() throws {
        let store = try OtherStoreServer(.azure)
        let rows = try Rows("az://lists/data", store.environment)
        let none = try rows.retry()
        #expect(none.exitCode == 2 && none.errors.contains("az://lists/data"), "\(none.errors)")
        #expect(try rows.download().exitCode == 0)
        let refused = try rows.run(["retry", rows.place, "--state-folder", rows.folder.path("state")])
        #expect(refused.exitCode == 2, "\(refused.errors)")
        let line = try #require(
            refused.errors.split(separator: "\n").first { $0.contains("img2shards retry") }, "\(refused.errors)")
        #expect(line.contains("--state-folder \(rows.folder.path("state"))"), "\(line)")
        #expect(line.contains("--allow-private-addresses"), "\(line)")
        for (words, said) in [
            (["retry", rows.folder.path("x"), "--staging-size", "1GB"], "leave it out"),
            (["retry", rows.place + "/00000.tar"], "retry takes a dataset's folder"),
            (["retry", "az://none/data"], "az://none"),
            (["retry", rows.place, "--store-option", "region=x"], "has no such option"),
        ] {
            let run = try rows.run(words)
            #expect(run.exitCode == 2 && run.errors.contains(said), "\(words): \(run.errors)")
            #expect(!run.errors.contains("img2shards-mirror"), "\(run.errors)")
        }
    }

    @Test("status says of the place what the run here reports; report and count read the store")
    func looks() throws {
        let store = try OtherStoreServer(.azure)
        let rows = try Rows("az://lists/data", store.environment)
        let nothing = try rows.run([
            "status", rows.place, "--state-folder", rows.folder.path("state"), "--store-option", "account=testaccount",
        ])
        let hint = "img2shards inspect az://lists/data --store-option account=testaccount"
        #expect(nothing.exitCode == 2 && nothing.errors.contains(hint), "\(nothing.errors)")
        let download = try rows.download()
        #expect(download.exitCode == 0, "\(download.errors)")
        #expect(download.errors.contains("img2shards verify az://lists/data"), "\(download.errors)")
        let status = try rows.run(["status", rows.place, "--state-folder", rows.folder.path("state")])
        #expect(status.exitCode == 0 && status.output.contains("az://lists/data"), "\(status.output)\(status.errors)")
        #expect(!status.output.contains(rows.folder.path("state")), "\(status.output)")
        let count = try rows.run(["count", "--url-list", rows.place + "/*.parquet", "--json"])
        #expect(count.exitCode == 0 && count.output.contains("\"rows\":48,"), "\(count.output)\(count.errors)")
        let dry = try rows.run([
            "download", "--url-list", rows.list, "--output-folder", rows.place, "--output-format", "webdataset",
            "--number-sample-per-shard", "16", "--image-size", "32", "--retries", "0", "--allow-private-addresses",
            "--state-folder", rows.folder.path("state"), "--dry-run",
        ])
        #expect(dry.exitCode == 0, "\(dry.output)\(dry.errors)")
        let page = rows.folder.path("report.html")
        let report = try rows.run(["report", rows.place, "--output", page])
        #expect(report.exitCode == 0, "\(report.errors)")
        let text = String(decoding: try Data(contentsOf: URL(filePath: page)), as: UTF8.self)
        #expect(text.contains("az://lists/data") && !text.contains("img2shards-mirror"))
        #expect(text.contains("data:image/"))
    }
}
