// Killed again and again, and whatever a power cut can do: in the end every row exactly once.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Nothing lost, nothing twice", .serialized)
struct TortureTests {
    /// What must hold of the finished dataset.
    ///
    /// - Returns: bytes of its smallest image.
    @discardableResult
    private func expectWhole(_ images: SmallImages, format: String) throws -> Int {
        let out = images.folder.path("out")
        let dataset = try WrittenDataset(out, hasTars: format == "webdataset")
        #expect(dataset.rows.map(\.url) == images.paths.map { images.server.url($0) })
        for (index, row) in dataset.rows.enumerated() {
            #expect(row.status == (index % 20 == 7 ? "failed_to_download" : "success"), "row \(index)")
        }
        #expect(Set(dataset.rows.map(\.key)).count == dataset.rows.count)
        for shard in dataset.shards {
            let keys = shard.rows.filter { $0.status == "success" }.map(\.key)
            #expect(shard.stats["count"] as? Int == shard.rows.count)
            #expect(shard.stats["successes"] as? Int == keys.count)
            guard format == "webdataset" else { continue }
            #expect(shard.memberOrder.sorted() == keys.flatMap { ["\($0).jpg", "\($0).json", "\($0).txt"] }.sorted())
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: out + "/.img2shards/open").isEmpty)
        let kinds = try Set(images.folder.names(in: "out").map { $0.drop { $0.isNumber } })
        #expect(kinds.count <= 4, "\(kinds)")
        let written = try #require(try WrittenImages(out, format: format)?.all)
        #expect(
            written.map(\.key).sorted() == dataset.rows.filter { $0.status == "success" }.map(\.key).sorted())
        // The same image is the same bytes wherever it stands.
        let indices = Dictionary(uniqueKeysWithValues: dataset.rows.enumerated().map { ($1.key, $0) })
        var bytes: [Int: Data] = [:]
        for image in written {
            let index = try #require(indices[image.key])
            #expect(bytes[index % 8, default: image.bytes] == image.bytes)
            bytes[index % 8] = image.bytes
        }
        #expect(Set(bytes.values).count == 8)
        return try #require(bytes.values.map(\.count).min())
    }

    @Test(
        "Killed fifty times at random moments, a run of 5,000 rows has every row once, and fetches again only what was in flight",
        arguments: TestedFormats.all)
    func killed(format: String) throws {
        let images = try SmallImages(rows: 5000)
        var moments = SeededGenerator(state: 20_261_121)
        var kills = 0
        while kills < 50 {
            let before = images.server.requests
            let tool = try RunningTool(images.arguments(format))
            // A number of requests later is a random moment, however slow the machine is; 0 is while it starts.
            let moment = before + Int.random(in: 0..<140, using: &moments)
            while images.server.requests < moment, tool.process.isRunning { usleep(300) }
            usleep(UInt32.random(in: 0..<3000, using: &moments))
            #expect(tool.process.isRunning, "the run ended before its kills")
            tool.send(SIGKILL)
            _ = tool.wait()
            kills += 1
        }
        let last = try ToolRun(images.arguments(format))
        #expect(last.exitCode == 0, "\(last.errors)")
        #expect(last.errors.contains("open shard"), "\(last.errors)")
        let smallest = try expectWhole(images, format: format)
        #expect(try ToolRun(["verify", images.folder.path("out"), "--deep"]).exitCode == 0)
        let requests = images.requests()
        #expect(requests.allSatisfy { (1...kills + 1).contains($0) })
        // A row that is asked for and not yet in the journal is in flight or fetched and on its way to the disk. Both
        // count against one budget, from before the request on; only the few failures of that moment do not.
        let again = requests.reduce(0, +) - images.paths.count
        let mostAtOnce = SmallImages.budgetBytes / smallest
        #expect(mostAtOnce <= SmallImages.maximumInFlight + 2)
        #expect(again <= kills * (mostAtOnce + 1), "\(again) rows, \(mostAtOnce) of them in flight or held")
        print("torture \(format): \(kills) kills, \(again) of \(images.paths.count) rows fetched once more")
    }

    @Test("Stopped by a signal at half, the next start keeps every sample and says so", arguments: [SIGINT, SIGTERM])
    func stopped(signal: Int32) throws {
        let images = try SmallImages(rows: 1500)
        let tool = try RunningTool(images.arguments("webdataset"))
        while images.server.requests < 750, tool.process.isRunning { usleep(500) }
        tool.send(signal)
        let stopped = tool.wait()
        #expect(stopped.exitCode == 128 + signal)
        #expect(stopped.errors.contains("what is finished is not fetched again"), "\(stopped.errors)")
        let next = try ToolRun(images.arguments("webdataset"))
        #expect(next.exitCode == 0, "\(next.errors)")
        #expect(next.errors.contains("resuming: "), "\(next.errors)")
        #expect(next.errors.contains(try Regex(#"kept +[0-9,]+ samples? of [0-9]+ open shards?"#)), "\(next.errors)")
        #expect(next.errors.contains("1,500 rows: 1,425 images (95.0 %)"), "\(next.errors)")
        #expect(next.errors.contains("not found 75"), "\(next.errors)")
        try expectWhole(images, format: "webdataset")
        // What was in flight at the signal, no more.
        #expect(images.requests().reduce(0, +) <= 1500 + SmallImages.maximumInFlight)
    }

    @Test(
        "After power cuts that cut and garble what lay open, the dataset ends whole",
        arguments: TestedFormats.all)
    func powerCuts(format: String) throws {
        let images = try SmallImages(rows: 2400)
        var chance = SeededGenerator(state: 7)
        for _ in 0..<6 {
            let before = images.server.requests
            // A folder's sync is one of the whole file system, and waits for what others write.
            let tool = try RunningTool(
                images.arguments(format, ["--sync", TestedFormats.isFolder(format) ? "never" : "seconds=1"]))
            while images.server.requests < before + 250, tool.process.isRunning { usleep(300) }
            tool.send(SIGKILL)
            _ = tool.wait()
            let open = images.folder.path("out/.img2shards/open")
            for name in try FileManager.default.contentsOfDirectory(atPath: open).sorted() {
                try damage(open + "/" + name, &chance)
            }
        }
        let last = try ToolRun(images.arguments(format))
        #expect(last.exitCode == 0, "\(last.errors)")
        try expectWhole(images, format: format)
    }

    /// What a power cut can leave of a file whose bytes were not synced: less, holes, or bytes of somebody else.
    private func damage(_ path: String, _ chance: inout SeededGenerator) throws {
        if let names = try? FileManager.default.contentsOfDirectory(atPath: path).sorted() {
            for name in names where Int.random(in: 0..<20, using: &chance) == 0 {
                try damage(path + "/" + name, &chance)
            }
            return
        }
        let file = try FileHandle(forUpdating: URL(filePath: path))
        defer { try? file.close() }
        let size = Int(try file.seekToEnd())
        guard size > 0 else { return }
        let place = Int.random(in: 0..<size, using: &chance)
        switch Int.random(in: 0..<4, using: &chance) {
        case 0: try file.truncate(atOffset: UInt64(place))
        case 1, 2:
            try file.seek(toOffset: UInt64(place))
            try file.write(
                contentsOf: Data(repeating: Bool.random(using: &chance) ? 0xa5 : 0, count: min(4096, size - place)))
        default: break
        }
    }
}
