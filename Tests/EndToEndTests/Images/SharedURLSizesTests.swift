// Rows of one URL in several sizes, each with a hash or boxes of its own.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Rows of one URL in several sizes")
struct SharedURLSizesTests {
    /// Two rows of one image, with its hash, and one that hangs.
    private struct Fixture {
        let server: SampleWebServer
        let folder: TemporaryFolder
        let arguments: [String]

        init() throws {
            server = try SampleWebServer()
            folder = try TemporaryFolder()
            let image = server.url("/image/64x64/photo/1.jpg")
            let single = try folder.write("one.csv", "url\n\(image)\n")
            try ToolRun([
                "download", "--url-list", single, "--output-folder", folder.path("one"), "--allow-private-addresses",
            ])
            let sum = try #require(TextTable(folder.path("one/00000.parquet")).rows.first?["sha256"] ?? nil)
            let list = try folder.write(
                "list.csv", "url,sum\n\(image),\(sum)\n\(image),\(sum)\n\(server.url("/bytes/10?hang")),\(sum)\n")
            arguments = [
                "download", "--url-list", list, "--output-folder", folder.path("out"), "--allow-private-addresses",
                "--image-size", "32,48", "--verify-hash", #"["sum","sha256"]"#, "--output-format", "webdataset",
                "--retries", "0",
            ]
        }

        func open(_ size: Int, _ name: String) -> String { folder.path("out/\(size)/.img2shards/open/\(name)") }
    }

    @Test("When the fetch fails, a row is settled in the sizes that it misses and another row of the URL has")
    func failedFetch() throws {
        let fixture = try Fixture()
        let first = try RunningTool(fixture.arguments)
        let giveUp = Date().addingTimeInterval(60)
        while fixture.server.requests < 3, first.process.isRunning, Date() < giveUp { usleep(2000) }
        // What is fetched is written before the end.
        first.send(SIGTERM)
        let stopped = first.wait()
        #expect(stopped.exitCode == 143, "\(stopped.errors)")
        // As if it had been killed earlier: the first row is whole in one size alone, the second in none.
        let open = fixture.folder.path("out/32/.img2shards/open")
        let journal = try #require(
            try FileManager.default.contentsOfDirectory(atPath: open).first { $0.hasSuffix(".journal") })
        let bytes = try Data(contentsOf: URL(filePath: fixture.open(32, journal)))
        try bytes.dropLast(1).write(to: URL(filePath: fixture.open(32, journal)))
        for name in try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path("out/48/.img2shards/open"))
        {
            try FileManager.default.removeItem(atPath: fixture.open(48, name))
        }
        fixture.server.stop()

        let again = try ShellRun(#"exec "$tool" "$@""#, fixture.arguments, seconds: 60)
        #expect(again.exitCode == 0, "\(again.errors)")
        let (small, large) = (
            try WrittenDataset(fixture.folder.path("out/32")), try WrittenDataset(fixture.folder.path("out/48"))
        )
        #expect(small.rows.map(\.status) == ["success", "failed_to_download", "failed_to_download"])
        #expect(large.rows.map(\.status) == Array(repeating: "failed_to_download", count: 3))
    }

    @Test("Rows that share a fetch and not an image tell of the same fetch", arguments: ["32", "32,48"])
    func facts(sizes: String) throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        let image = server.url("/image/64x64/photo/1.jpg")
        let list = try folder.write(
            "list.csv", "url,boxes\n\(image),[]\n\(image),\"[[0.1,0.1,0.9,0.9]]\"\n")
        let run = try ToolRun([
            "download", "--url-list", list, "--output-folder", folder.path("out"), "--allow-private-addresses",
            "--image-size", sizes, "--bbox-col", "boxes", "--output-format", "webdataset",
        ])
        #expect(run.exitCode == 0, "\(run.errors)")
        for size in sizes.split(separator: ",") {
            let table = try TextTable(folder.path(sizes == "32" ? "out/00000.parquet" : "out/\(size)/00000.parquet"))
            #expect(table.rows.map { $0["final_url"] } == [image, image])
            #expect(table.rows.map { $0["http_status"] } == ["200", "200"])
        }
    }
}
