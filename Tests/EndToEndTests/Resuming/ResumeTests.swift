// Stops of every kind, and starts after them: every row exactly once in the end.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Starting again", .serialized)
struct ResumeTests {
    /// What must hold of a finished dataset, however it came to be.
    private func expectWhole(_ list: SampleList, rows: Int) throws {
        let dataset = try list.dataset()
        #expect(dataset.rows.count == rows)
        #expect(dataset.rows.enumerated().allSatisfy { $1.url == list.server.url(list.catalog.row($0).path) })
        #expect(Set(dataset.rows.map(\.key)).count == rows)
        let successes = dataset.rows.filter { $0.status == "success" }.map(\.key)
        let images = dataset.shards.flatMap(\.memberOrder).filter { $0.hasSuffix(".jpg") }
        #expect(images.sorted() == successes.map { "\($0).jpg" })
        let names = try list.folder.names(in: "out")
        #expect(names.count == 1 + 3 * dataset.shards.count, "\(names)")
    }

    @Test("Killed at ten random moments and started again, a run ends with every row exactly once")
    func killed() throws {
        let rows = 600
        let list = try SampleList(rows: rows)
        try list.server.draw(SampleWebCatalog.drawings, threads: 2)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<10 {
            let before = list.server.requests
            let tool = try RunningTool(list.arguments(["--max-in-flight", "16"], samplesPerShard: 25))
            // A random number of requests later is a random moment, however slow the machine is.
            let moment = before + Int.random(in: 1...90, using: &generator)
            while list.server.requests < moment, tool.process.isRunning { usleep(1000) }
            tool.send(SIGKILL)
            _ = tool.wait()
        }
        let run = try ToolRun(list.arguments(samplesPerShard: 25))
        #expect(run.exitCode == 0, "\(run.errors)")
        try expectWhole(list, rows: rows)
    }

    @Test("A finished dataset is not fetched again")
    func finished() throws {
        let list = try SampleList(rows: 100)
        #expect(try ToolRun(list.arguments()).exitCode == 0)
        let requests = list.server.requests
        let again = try ToolRun(list.arguments())
        #expect(again.exitCode == 0)
        #expect(list.server.requests == requests)
        #expect(again.errors.contains("resuming: 2 shards done"), "\(again.errors)")
    }

    @Test("A shard whose stats file is gone is done again, alone")
    func oneShard() throws {
        let list = try SampleList(rows: 100, imagesOnly: true)
        #expect(try ToolRun(list.arguments()).exitCode == 0)
        try FileManager.default.removeItem(atPath: list.folder.path("out/00001_stats.json"))
        let requests = list.server.requests
        #expect(try ToolRun(list.arguments()).exitCode == 0)
        #expect(list.server.requests == requests + 50)
        try expectWhole(list, rows: 100)
    }

    @Test(
        "SIGINT and SIGTERM end a run with 130 and 143, and the next start finishes it", arguments: [SIGINT, SIGTERM])
    func stopped(signal: Int32) throws {
        let list = try SampleList(rows: 200)
        let tool = try RunningTool(list.arguments(["--max-in-flight", "8"], samplesPerShard: 20))
        while list.server.requests < 60, tool.process.isRunning { usleep(1000) }
        tool.send(signal)
        let run = tool.wait()
        #expect(run.exitCode == 128 + signal)
        #expect(run.errors.contains("\nstopped "), "\(run.errors)")
        #expect(try ToolRun(list.arguments(samplesPerShard: 20)).exitCode == 0)
        try expectWhole(list, rows: 200)
    }

    @Test("Another option that shapes the dataset is refused, with what differs")
    func otherOptions() throws {
        let list = try SampleList(rows: 20, imagesOnly: true)
        #expect(try ToolRun(list.arguments()).exitCode == 0)
        let run = try ToolRun(list.arguments(["--image-size", "384"]))
        #expect(run.exitCode == 2)
        #expect(
            run.errors.contains("was begun with --image-size 256; resuming with 384 would mix two datasets."),
            "\(run.errors)")
        #expect(run.errors.contains("--incremental-mode overwrite"))
    }

    @Test("A list that was edited without a change of its size is noticed inside a shard that is half done")
    func editedList() throws {
        let images = try SmallImages(rows: 400)
        let tool = try RunningTool(images.arguments("webdataset"))
        while images.server.requests < 200, tool.process.isRunning { usleep(500) }
        tool.send(SIGTERM)
        #expect(tool.wait().exitCode == 143)
        let text = try String(contentsOfFile: images.list, encoding: .utf8)
        for edited in ["caption 17\n": "caption 71\n", "jpg?_=3,": "jpg?_=9,"] {
            try images.folder.write("list.csv", text.replacing(edited.key, with: edited.value))
            let requests = images.server.requests
            let refused = try ToolRun(images.arguments("webdataset"))
            #expect(refused.exitCode == 2)
            #expect(refused.errors.contains("list.csv was edited since"), "\(refused.errors)")
            #expect(refused.errors.contains("Resume with the original list, add it as further"), "\(refused.errors)")
            #expect(images.server.requests == requests)
        }
        try images.folder.write("list.csv", text)
        let run = try ToolRun(images.arguments("webdataset"))
        #expect(run.exitCode == 0 && run.errors.contains("kept"), "\(run.errors)")
        #expect(images.requests().allSatisfy { $0 <= 2 })
    }

    @Test("A changed list is refused; extend adds it behind; overwrite starts anew")
    func changedList() throws {
        let list = try SampleList(rows: 40, imagesOnly: true)
        #expect(try ToolRun(list.arguments()).exitCode == 0)
        let text = try String(contentsOfFile: list.path, encoding: .utf8)
        try list.folder.write("list.csv", text + "\(list.server.url("/image/64x64/photo/1.jpg")),one more\n")
        let refused = try ToolRun(list.arguments())
        #expect(refused.exitCode == 2)
        #expect(refused.errors.contains("list.csv"), "\(refused.errors)")

        #expect(try ToolRun(list.arguments(["--incremental-mode", "extend"])).exitCode == 0)
        #expect(try list.dataset().rows.map(\.status) == Array(repeating: "success", count: 81))
        #expect(try ToolRun(list.arguments(["--incremental-mode", "overwrite"])).exitCode == 0)
        #expect(try list.dataset().rows.count == 41)
    }
}
