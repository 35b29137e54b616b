// A folder for each bucket: every image in its bucket's, once, whatever stops the run.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("A folder for each bucket", .serialized)
struct BucketFolderTests {
    private static let sizes = ["100x100", "160x80", "60x120"]
    private static let buckets = ["64x64", "96x48", "48x96"]

    private let server: SampleWebServer
    private let folder: TemporaryFolder
    private let urls: [String]
    private let arguments: [String]

    init() throws {
        let server = try SampleWebServer()
        folder = try TemporaryFolder()
        urls = (0..<240).map { index in
            // Squares in the first shards only: others have no such bucket.
            let size = index < 80 ? Self.sizes[index % 3] : Self.sizes[1 + index % 2]
            return server.url("/image/\(size)/photo/\(index % 5).jpg?_=\(index)\(index % 20 == 7 ? "&status=404" : "")")
        }
        let list = try folder.write("list.txt", urls.joined(separator: "\n") + "\n")
        arguments = [
            "download", "--url-list", list, "--input-format", "txt", "--output-folder", folder.path("out"),
            "--buckets", "64x64,96x48,48x96", "--bucket-folders", "--number-sample-per-shard", "40", "--retries", "0",
            "--allow-private-addresses", "--max-in-flight", "8",
        ]
        self.server = server
    }

    private func expectWhole() throws {
        let all = try WrittenDataset(folder.path("out"), hasTars: false)
        #expect(all.rows.map(\.url) == urls)
        #expect(all.rows.enumerated().allSatisfy { ($1.status == "success") == ($0 % 20 != 7) })
        var keys: [String] = []
        for bucket in Self.buckets {
            let dataset = try WrittenDataset(folder.path("out/\(bucket)"))
            for shard in dataset.shards {
                #expect(shard.rows.allSatisfy { "\($0.width ?? "")x\($0.height ?? "")" == bucket })
                #expect(shard.memberOrder == shard.rows.flatMap { ["\($0.key).jpg", "\($0.key).json"] })
                #expect(shard.stats["count"] as? Int == shard.rows.count)
                keys += shard.rows.map(\.key)
            }
            let verified = try ToolRun(["verify", folder.path("out/\(bucket)")])
            #expect(verified.exitCode == 0, "\(verified.output)\(verified.errors)")
        }
        #expect(keys.sorted() == all.rows.filter { $0.status == "success" }.map(\.key).sorted())
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("out/.img2shards/open")).isEmpty)
        let verified = try ToolRun(["verify", folder.path("out")])
        #expect(verified.exitCode == 0, "\(verified.output)\(verified.errors)")
    }

    @Test("Each image lies in the folder of its bucket, with its row; failures are in the table of all")
    func sorted() throws {
        let run = try ToolRun(arguments)
        #expect(run.exitCode == 0, "\(run.errors)")
        try expectWhole()
        #expect(try folder.names(in: "out/64x64").filter { $0.hasSuffix(".tar") } == ["00000.tar", "00001.tar"])
        #expect(try !folder.names(in: "out").contains { $0.hasSuffix(".tar") })
        let requests = server.requests
        #expect(try ToolRun(arguments).exitCode == 0)
        #expect(server.requests == requests)
    }

    @Test("Killed again and again, every image is in one bucket, once")
    func killed() throws {
        var moments = SeededGenerator(state: 11)
        for _ in 0..<10 {
            let before = server.requests
            let tool = try RunningTool(arguments)
            let moment = before + Int.random(in: 0..<40, using: &moments)
            while server.requests < moment, tool.process.isRunning { usleep(300) }
            usleep(UInt32.random(in: 0..<20_000, using: &moments))
            tool.send(SIGKILL)
            _ = tool.wait()
        }
        let run = try ToolRun(arguments)
        #expect(run.exitCode == 0, "\(run.errors)")
        try expectWhole()
    }

    @Test("The dataset is damaged where one of its buckets is, and repaired as a whole; it is retried as a whole")
    func damaged() throws {
        #expect(try ToolRun(arguments).exitCode == 0)
        try FileManager.default.removeItem(atPath: folder.path("out/96x48/00003.tar"))
        for path in ["out", "out/96x48"] {
            let verified = try ToolRun(["verify", folder.path(path)])
            #expect(verified.exitCode == 1, "\(path): \(verified.output)")
            #expect(verified.output.contains("the data is missing"), "\(verified.output)")
            let inspected = try ToolRun(["inspect", folder.path(path)])
            #expect(inspected.output.contains("00003 is missing: img2shards verify"), "\(inspected.output)")
        }
        #expect(try ToolRun(["verify", folder.path("out"), "--repair"]).exitCode == 1)
        #expect(try !folder.names(in: "out/48x96").contains("00003.tar"))
        let requests = server.requests
        #expect(try ToolRun(arguments).exitCode == 0)
        #expect(server.requests == requests + 40)
        try expectWhole()
        let retry = try ToolRun(["retry", folder.path("out/96x48")])
        #expect(retry.exitCode == 2)
        #expect(retry.errors.contains("img2shards retry \(folder.path("out"))\n"), "\(retry.errors)")
    }

    @Test("A bucket's file that is gone is made again with its shard; overwriting removes all buckets")
    func again() throws {
        #expect(try ToolRun(arguments).exitCode == 0)
        try FileManager.default.removeItem(atPath: folder.path("out/96x48/00003.tar"))
        let requests = server.requests
        #expect(try ToolRun(arguments).exitCode == 0)
        #expect(server.requests == requests + 40)
        try expectWhole()
        try folder.write("out/96x48/notes.md", "mine")
        _ = try folder.write("list.txt", urls[120] + "\n")
        let over = try ToolRun(arguments + ["--incremental-mode", "overwrite"])
        #expect(over.exitCode == 0, "\(over.errors)")
        #expect(try !folder.names(in: "out").contains("64x64"))
        #expect(try folder.names(in: "out/96x48").contains("notes.md"))
    }
}
