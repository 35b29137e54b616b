// Shards without an image, and shards whose files are gone.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Shards without data", .serialized)
struct EmptyShardTests {
    /// Thirty rows, of which the first ten and the last ten are not there.
    private func list(_ images: SmallImages) throws -> String {
        let urls = (0..<30).map { row in
            images.server.url("/image/64x64/photo/\(row).jpg") + ((10..<20).contains(row) ? "" : "?status=404")
        }
        return try images.folder.write("list.txt", urls.joined(separator: "\n") + "\n")
    }

    private func arguments(_ images: SmallImages, _ list: String, _ format: String, _ more: [String] = []) -> [String] {
        [
            "download", "--url-list", list, "--output-folder", images.folder.path("out"), "--output-format", format,
            "--number-sample-per-shard", "10", "--allow-private-addresses", "--retries", "0", "--image-size", "32",
        ] + more
    }

    @Test(
        "A shard without an image has a table and stats, and no data file",
        arguments: [
            ("webdataset", ".tar", [String]()), ("webdataset", ".tar", ["--index", "dali,webshart,wids"]),
            ("webdataset", ".tar", ["--order", "input"]), ("webdataset", ".tar", ["--max-shard-size", "1MB"]),
            ("tfrecord", ".tfrecord", []), ("files", "", []),
        ])
    func noData(format: String, suffix: String, more: [String]) throws {
        let images = try SmallImages(rows: 1)
        let list = try list(images)
        let out = images.folder.path("out")
        #expect(try ToolRun(arguments(images, list, format, more)).exitCode == 0)
        let names = try images.folder.names(in: "out").filter { !$0.hasPrefix(".") && $0 != "indices" }
        let tables = (0..<3).flatMap { ["0000\($0).parquet", "0000\($0)_stats.json"] }
        let index = more.contains("--index") ? ["00001.idx"] : []
        #expect(Set(names) == Set(tables + ["00001" + suffix] + index))
        if more.contains("--index") {
            #expect(try images.folder.names(in: "out/indices/webshart") == ["00001.json"])
            let wids = try String(contentsOfFile: out + "/indices/wids/shardindex.json", encoding: .utf8)
            #expect(wids.components(separatedBy: "\"url\"").count == 2 && wids.contains("00001.tar"))
        }
        // Everybody who reads the dataset takes that.
        #expect(try ToolRun(["verify", out, "--deep"]).exitCode == 0)
        #expect(try ToolRun(["inspect", out]).exitCode == 0)
        let requests = images.server.requests
        let again = try ToolRun(arguments(images, list, format, more))
        #expect(again.exitCode == 0 && images.server.requests == requests, "\(again.errors)")
        let reshaped = try ToolRun([
            "reshape", out, "--output-folder", images.folder.path("small"), "--image-size", "16", "--output-format",
            "webdataset",
        ])
        #expect(reshaped.exitCode == 0, "\(reshaped.errors)")
        #expect(try ToolRun(["verify", images.folder.path("small"), "--deep"]).exitCode == 0)
    }

    @Test("A shard without an image is finished with folders for buckets, too", arguments: ["webdataset", "tfrecord"])
    func buckets(format: String) throws {
        let images = try SmallImages(rows: 1)
        let words = arguments(images, try list(images), format, ["--buckets", "32x32,64x32", "--bucket-folders"])
            .filter { $0 != "--image-size" && $0 != "32" }
        let run = try ToolRun(words)
        #expect(run.exitCode == 0, "\(run.errors)")
        let requests = images.server.requests
        let again = try ToolRun(words)
        #expect(again.exitCode == 0 && images.server.requests == requests, "\(again.errors)")
        #expect(try ToolRun(["verify", images.folder.path("out"), "--deep"]).exitCode == 0)
    }

    @Test("A retry that gets nothing leaves no data file") func retry() throws {
        let images = try SmallImages(rows: 1)
        let list = try list(images)
        #expect(try ToolRun(arguments(images, list, "webdataset")).exitCode == 0)
        let out = images.folder.path("out")
        let run = try ToolRun(["retry", out, "--classes", "http_404", "--allow-private-addresses", "--retries", "0"])
        #expect(run.exitCode == 4, "\(run.errors)")
        let tars = try images.folder.names(in: "out").filter { $0.hasSuffix(".tar") }
        #expect(tars == ["00001.tar"])
        #expect(try images.folder.names(in: "out").contains("00003_stats.json"))
        let verified = try ToolRun(["verify", out])
        #expect(verified.exitCode == 0, "\(verified.output)")
    }

    @Test("A file of a finished shard that is gone is not fetched again unasked", arguments: ["tar", "parquet"])
    func gone(suffix: String) throws {
        let images = try SmallImages(rows: 40)
        let arguments = images.arguments("webdataset", samplesPerShard: 10)
        #expect(try ToolRun(arguments).exitCode == 0)
        let requests = images.server.requests
        let file = images.folder.path("out/00001." + suffix)
        let elsewhere = images.folder.path("elsewhere")
        try FileManager.default.moveItem(atPath: file, toPath: elsewhere)
        for more in [[], ["--dry-run"], ["--incremental-mode", "extend"]] {
            let refused = try ToolRun(arguments + more)
            #expect(refused.exitCode == 3, "\(more): \(refused.errors)")
            #expect(refused.errors.contains("00001.\(suffix) is missing in"), "\(more): \(refused.errors)")
            #expect(refused.errors.contains("--repair"))
        }
        #expect(images.server.requests == requests)
        #expect(FileManager.default.fileExists(atPath: images.folder.path("out/00001_stats.json")))
        // Put back, all is well.
        try FileManager.default.moveItem(atPath: elsewhere, toPath: file)
        #expect(try ToolRun(arguments).exitCode == 0 && images.server.requests == requests)
        try FileManager.default.removeItem(atPath: file)
        #expect(try ToolRun(["verify", images.folder.path("out"), "--repair"]).exitCode == 1)
        #expect(try ToolRun(arguments).exitCode == 0)
        #expect(images.server.requests == requests + 10)
        #expect(try WrittenDataset(images.folder.path("out")).rows.count == 40)
    }
}
