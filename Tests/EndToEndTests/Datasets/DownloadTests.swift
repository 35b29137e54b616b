// The main job, end to end: real executable, real sockets, real images, real files.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("A download", .serialized)
struct DownloadTests {
    @Test("Every row of the list is in the metadata, with its image or its reason")
    func everyRow() throws {
        let list = try SampleList(rows: 400)
        let run = try ToolRun(list.arguments())
        #expect(run.exitCode == 0, "\(run.errors)")
        let dataset = try list.dataset()
        #expect(dataset.shards.map(\.name) == (0..<8).map { "0000\($0)" })
        #expect(dataset.rows.count == 400)
        #expect(Set(dataset.rows.map(\.key)).count == 400)

        for (index, row) in dataset.rows.enumerated() {
            let expected = list.catalog.row(index)
            #expect(row.url == list.server.url(expected.path))
            #expect(row.caption == expected.caption)
            switch expected.expectation {
            case .image, .redirectedImage:
                #expect(row.status == "success", "\(expected.path): \(row.error ?? "")")
                #expect(row.width == "256" && row.height == "256")
            case .notFound:
                #expect(row.status == "failed_to_download" && row.error == "HTTP Error 404: Not Found")
            case .refused:
                #expect(row.status == "failed_to_download" && row.error?.hasPrefix("HTTP Error ") == true)
            case .page:
                #expect(row.status == "failed_to_resize" && row.error == "Image decoding error")
            case .truncated:
                #expect(row.status != "success")
            case .disallowed:
                #expect(row.error == "Use of image disallowed by X-Robots-Tag directive")
            }
        }
    }

    @Test("A sample is an image, its JSON and its caption, side by side in the tar")
    func samples() throws {
        let list = try SampleList(rows: 60, imagesOnly: true)
        let run = try ToolRun(list.arguments(["--compute-hash", "md5"], samplesPerShard: 30))
        #expect(run.exitCode == 0, "\(run.errors)")
        let dataset = try list.dataset()
        for shard in dataset.shards {
            try #require(shard.memberOrder.count == 90)
            for start in stride(from: 0, to: 90, by: 3) {
                let key = shard.memberOrder[start].split(separator: ".")[0]
                #expect(Array(shard.memberOrder[start..<start + 3]) == ["\(key).jpg", "\(key).json", "\(key).txt"])
            }
            #expect(shard.stats["count"] as? Int == 30)
            #expect(shard.stats["successes"] as? Int == 30)
        }
        for row in dataset.rows {
            let json = try #require(dataset.members["\(row.key).json"])
            let fields = try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
            #expect(fields["url"] as? String == row.url)
            #expect(fields["caption"] as? String == row.caption)
            #expect(fields["key"] as? String == row.key)
            #expect((fields["md5"] as? String)?.count == 32)
            #expect(dataset.members["\(row.key).txt"] == Array((row.caption ?? "").utf8))
            #expect(dataset.members["\(row.key).jpg"]?.starts(with: [0xff, 0xd8, 0xff]) == true)
        }
    }

    @Test("dummy fetches and decodes, and writes nothing but stats")
    func dummy() throws {
        let list = try SampleList(rows: 60, imagesOnly: true)
        let run = try ToolRun(list.arguments(["--output-format", "dummy"]))
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try list.folder.names(in: "out") == [".img2shards", "00000_stats.json", "00001_stats.json"])
        #expect(list.server.requests == 60)
    }

    @Test("The log is lines on stderr, JSON when asked for, and stdout stays empty")
    func log() throws {
        let list = try SampleList(rows: 20, imagesOnly: true)
        let run = try ToolRun(list.arguments(["--log-format", "json"]))
        #expect(run.exitCode == 0)
        #expect(run.output.isEmpty)
        let events = try run.errors.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(events.first?["event"] as? String == "start")
        #expect(events.last?["images"] as? Int == 20)
    }

    @Test("A shard's slow URL does not keep the next shards from being done")
    func slowTail() throws {
        let list = try SampleList(rows: 40, imagesOnly: true)
        let slow = list.server.url("/image/64x64/photo/1.jpg?delay=60000")
        var lines = try String(contentsOfFile: list.path, encoding: .utf8).split(separator: "\n").map(String.init)
        lines[1] = "\"\(slow)\",\"slow\""
        try list.folder.write("list.csv", lines.joined(separator: "\n"))
        let tool = try RunningTool(list.arguments(["--max-in-flight", "4", "--timeout", "50"], samplesPerShard: 10))
        defer { tool.send(SIGKILL) }
        let last = list.folder.path("out/00003_stats.json")
        let deadline = Date().addingTimeInterval(40)
        while !FileManager.default.fileExists(atPath: last), Date() < deadline { usleep(20_000) }
        #expect(
            try list.folder.names(in: "out").filter { $0.hasSuffix("_stats.json") }.sorted() == [
                "00001_stats.json", "00002_stats.json", "00003_stats.json",
            ])
    }
}
