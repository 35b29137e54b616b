// Failed rows tried again: what may pass is fetched once more, under its own key, and never twice.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Trying again")
struct RetryTests {
    /// Rows of four kinds in turn: there at once, at the second request, at the third, never.
    private struct FlakyList {
        let server: SampleWebServer
        let folder: TemporaryFolder
        let paths: [String]
        let list: String

        init(rows: Int) throws {
            let server = try SampleWebServer()
            let faults = ["", "&status=500&first=1", "&status=500&first=2", "&status=404"]
            let paths = (0..<rows).map { "/image/64x48/photo/\($0 % 5).jpg?_=\($0)\(faults[$0 % 4])" }
            self.server = server
            self.paths = paths
            folder = try TemporaryFolder()
            let lines = paths.enumerated().map { "\(server.url($1)),caption \($0),\($0 * 3),uid\($0)\n" }
            list = try folder.write("list.csv", "URL,TEXT,number,uid\n" + lines.joined())
        }

        var out: String { folder.path("out") }

        func download(_ more: [String] = []) throws -> ToolRun {
            try ToolRun(
                [
                    "download", "--url-list", list, "--url-col", "URL", "--caption-col", "TEXT",
                    "--save-additional-columns", "number", "--output-folder", out, "--number-sample-per-shard", "16",
                    "--image-size", "32", "--retries", "0", "--allow-private-addresses",
                ] + more)
        }

        func retryArguments(_ more: [String] = []) -> [String] {
            ["retry", out, "--retries", "0", "--allow-private-addresses"] + more
        }

        func retry(_ more: [String] = []) throws -> ToolRun { try ToolRun(retryArguments(more)) }

        /// How often each row was asked for.
        func requests() -> [Int] { paths.map { server.requests(for: $0) } }

        /// The newest status of each row, by its place in the list; keys by place.
        func newest(digits: Int = 7) throws -> [Int: WrittenDataset.Row] {
            var rows: [Int: WrittenDataset.Row] = [:]
            for row in try WrittenDataset(out, hasTars: false).rows {
                let number = try #require(Int(row.key))
                rows[number / 100 * 16 + number % 100] = row
            }
            return rows
        }
    }

    @Test("Rows of one key in two shards are distinguished by their URLs: no image is lost")
    func sharedKeys() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        let faults = ["&status=500&first=1", "", "&status=500&first=2", ""]
        let urls = faults.enumerated().map { server.url("/image/64x48/photo/\($0).jpg?_=\($0)\($1)") }
        let lines = zip(urls, ["K0", "K1", "K0", "K3"]).map { "\($0),\($1)\n" }
        let list = try folder.write("list.csv", "url,k\n" + lines.joined())
        let words = [
            "--retries", "0", "--allow-private-addresses",
        ]
        let download =
            [
                "download", "--url-list", list, "--key-col", "k", "--output-folder", folder.path("out"),
                "--output-format", "webdataset", "--number-sample-per-shard", "2", "--image-size", "32",
            ] + words
        expect(try ToolRun(download))
        for _ in 0..<3 { _ = try ToolRun(["retry", folder.path("out")] + words) }
        func images() throws -> [String] {
            try WrittenDataset(folder.path("out")).rows.filter { $0.status == "success" }.compactMap(\.url).sorted()
        }
        #expect(try images() == urls.sorted())
        // Shard 0 is made again: its rows are not those that the retries have.
        try FileManager.default.removeItem(atPath: folder.path("out/00001.tar"))
        expect(try ToolRun(["verify", folder.path("out"), "--repair"]), code: 1)
        expect(try ToolRun(download))
        #expect(try images() == urls.sorted())
    }

    private func expect(_ run: ToolRun, code: Int32 = 0) { #expect(run.exitCode == code, "\(run.errors)") }

    @Test(
        "What fails for a while is had by retries, each image once and under its own key",
        arguments: ["webdataset", "parquet"])
    func twoRetries(format: String) throws {
        let flaky = try FlakyList(rows: 40)
        let first = try flaky.download(["--output-format", format])
        expect(first)
        #expect(
            first.errors.contains(
                "img2shards retry \(flaky.out) --allow-private-addresses --retries 0   # 20 of the failures are temporary"
            ), "\(first.errors)")
        #expect(flaky.requests() == Array(repeating: 1, count: 40))

        expect(try flaky.retry())
        #expect(flaky.requests() == (0..<40).map { [1, 2, 2, 1][$0 % 4] })
        var newest = try flaky.newest()
        #expect(newest.count == 40)
        for (index, row) in newest {
            #expect(row.url == flaky.server.url(flaky.paths[index]))
            #expect(row.caption == "caption \(index)")
            #expect((row.status == "success") == (index % 4 < 2), "row \(index)")
        }

        expect(try flaky.retry())
        #expect(flaky.requests() == (0..<40).map { [1, 2, 3, 1][$0 % 4] })
        newest = try flaky.newest()
        for (index, row) in newest { #expect((row.status == "success") == (index % 4 < 3), "row \(index)") }

        let dataset = try WrittenDataset(flaky.out, hasTars: format == "webdataset")
        let keys = dataset.rows.filter { $0.status == "success" }.map(\.key)
        #expect(keys.count == 30 && Set(keys).count == 30)
        if format == "webdataset" {
            #expect(
                dataset.shards.flatMap(\.memberOrder).filter { $0.hasSuffix(".jpg") }.sorted()
                    == keys.map { $0 + ".jpg" }.sorted())
            let json = try #require(dataset.members.first { $0.key == "0000001.json" })
            let object = try JSONSerialization.jsonObject(with: Data(json.value)) as? [String: Any]
            #expect(object?["key"] as? String == "0000001" && object?["number"] as? Int == 3)
        }
        // 3 of the list, 2 of twenty rows, 1 of ten.
        #expect(dataset.shards.map(\.rows.count) == [16, 16, 8, 16, 4, 10])

        let nothing = try flaky.retry()
        expect(nothing)
        #expect(nothing.errors.hasPrefix("nothing to retry"), "\(nothing.errors)")
        #expect(flaky.requests() == (0..<40).map { [1, 2, 3, 1][$0 % 4] })
    }

    @Test("After a retry the download still knows its dataset, the list can be added to, and retried again")
    func downloadAgain() throws {
        let flaky = try FlakyList(rows: 20)
        expect(try flaky.download())
        expect(try flaky.retry())
        let requests = flaky.server.requests
        let again = try flaky.download()
        expect(again)
        #expect(flaky.server.requests == requests)
        #expect(again.errors.contains("resuming: 2 shards done"), "\(again.errors)")
        #expect(!again.errors.contains("img2shards retry"), "\(again.errors)")
        expect(try flaky.download(["--image-size", "48"]), code: 2)

        // The same rows once more, behind: those of a third request are there now.
        expect(try flaky.download(["--incremental-mode", "extend"]))
        var dataset = try WrittenDataset(flaky.out)
        #expect(dataset.shards.map(\.rows.count) == [16, 4, 10, 16, 4])
        #expect(dataset.shards.last?.rows.map(\.key) == ["0000400", "0000401", "0000402", "0000403"])
        // Left are the five that the first retry did not have.
        let third = try flaky.retry()
        expect(third)
        dataset = try WrittenDataset(flaky.out)
        #expect(dataset.shards.map(\.rows.count) == [16, 4, 10, 16, 4, 5])
        #expect(dataset.shards.last?.rows.allSatisfy { $0.status == "success" } == true)
        let keys = dataset.rows.filter { $0.status == "success" }.map(\.key)
        #expect(Set(keys).count == keys.count)
        // Overwriting forgets all of it.
        expect(try flaky.download(["--incremental-mode", "overwrite"]))
        #expect(try WrittenDataset(flaky.out).shards.map(\.rows.count) == [16, 4])
        expect(try flaky.retry(["--classes", "http_404"]), code: 4)
        #expect(try WrittenDataset(flaky.out).shards.map(\.rows.count) == [16, 4, 5])
    }

    @Test("A shard that is repaired after a retry leaves the rows alone that the retry has")
    func repaired() throws {
        let flaky = try FlakyList(rows: 40)
        expect(try flaky.download())
        expect(try flaky.retry())
        try damage(flaky, "00000.tar")
        expect(try ToolRun(["verify", flaky.out, "--repair"]), code: 1)
        expect(try flaky.download())
        // Of the first shard what it had is fetched again, and what no retry had taken; nothing else.
        let expected: [Int] = (0..<40).map { row in row < 16 || [1, 2].contains(row % 4) ? 2 : 1 }
        #expect(flaky.requests() == expected)
        let dataset = try WrittenDataset(flaky.out)
        let images = dataset.shards.flatMap(\.memberOrder).filter { $0.hasSuffix(".jpg") }
        #expect(images.count == 20 && Set(images).count == 20)
        let left = dataset.rows.filter { $0.error == "tried again by a later run" }
        #expect(left.count == 8, "\(left.count)")
        expect(try ToolRun(["verify", flaky.out, "--deep"]))
        var newest = try flaky.newest()
        for (index, row) in newest { #expect((row.status == "success") == (index % 4 < 2), "row \(index)") }

        // The retry's own shard is lost: now nobody has these rows, and the next retry takes them.
        try damage(flaky, "00003.tar")
        expect(try ToolRun(["verify", flaky.out, "--repair"]), code: 1)
        expect(try flaky.retry())
        newest = try flaky.newest()
        for (index, row) in newest { #expect((row.status == "success") == (index % 4 < 3), "row \(index)") }
        expect(try ToolRun(["verify", flaky.out, "--deep"]))
    }

    /// Changes one bit in an image of a tar.
    private func damage(_ flaky: FlakyList, _ tar: String) throws {
        let file = URL(filePath: flaky.out).appending(path: tar)
        var data = try Data(contentsOf: file)
        let image = try #require(data.range(of: Data([0xFF, 0xD8, 0xFF]))).lowerBound
        data[image + 200] ^= 4
        try data.write(to: file)
    }

    @Test("A retry that is killed goes on where it was, and asks for nothing it has")
    func interrupted() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        let rows = 150
        let paths = (0..<rows).map { "/image/64x48/photo/\($0 % 5).jpg?_=\($0)&status=500&first=1" }
        let list = try folder.write("list.txt", paths.map { server.url($0) + "\n" }.joined())
        let out = folder.path("out")
        let both = ["--retries", "0", "--allow-private-addresses", "--max-in-flight", "4", "--memory-budget", "64KB"]
        expect(
            try ToolRun(
                [
                    "download", "--url-list", list, "--output-folder", out, "--number-sample-per-shard", "40",
                    "--disable-all-reencoding",
                ] + both), code: 4)
        for _ in 0..<3 {
            let before = server.requests
            let tool = try RunningTool(["retry", out] + both)
            while server.requests < before + 30, tool.process.isRunning { usleep(300) }
            #expect(tool.process.isRunning)
            tool.send(SIGKILL)
            _ = tool.wait()
        }
        // The download has nothing to do, and leaves the retry what it has.
        let before = server.requests
        expect(
            try ToolRun(
                [
                    "download", "--url-list", list, "--output-folder", out, "--number-sample-per-shard", "40",
                    "--disable-all-reencoding",
                ] + both), code: 4)
        #expect(server.requests == before)
        let last = try ToolRun(["retry", out] + both)
        expect(last)
        #expect(last.errors.contains("resuming the retry that was stopped"), "\(last.errors)")
        let dataset = try WrittenDataset(out)
        #expect(dataset.shards.map(\.rows.count) == [40, 40, 40, 30, 40, 40, 40, 30])
        let had = dataset.rows.filter { $0.status == "success" }
        #expect(had.map(\.key) == dataset.rows.prefix(rows).map(\.key))
        let twice = paths.map { server.requests(for: $0) - 2 }
        #expect(twice.allSatisfy { $0 >= 0 })
        // In flight, or fetched and not written yet, at each of the kills.
        #expect(twice.reduce(0, +) < 90, "\(twice.reduce(0, +))")
        #expect(!FileManager.default.fileExists(atPath: out + "/.img2shards/retries"))
    }

    @Test("--classes chooses by the words of error_class and of the summary, and by status")
    func classes() throws {
        let flaky = try FlakyList(rows: 16)
        expect(try flaky.download(["--no-extra-columns"]))
        let unknown = try flaky.retry(["--classes", "timeout,tmeout"])
        expect(unknown, code: 2)
        #expect(
            unknown.errors.hasPrefix("error: --classes cannot be \"tmeout\". Did you mean \"timeout\"?"),
            "\(unknown.errors)")
        #expect(try flaky.retry(["--classes", "timeout,dns"]).errors.hasPrefix("nothing to retry"))
        #expect(flaky.server.requests == 16)
        expect(try flaky.retry(["--classes", "not-found"]), code: 4)
        #expect(flaky.requests() == (0..<16).map { [1, 1, 1, 2][$0 % 4] })
        expect(try flaky.retry(["--classes", "http_5xx,http_403"]))
        #expect(flaky.requests() == (0..<16).map { [1, 2, 2, 2][$0 % 4] })
    }

    @Test("Keys of a column stay what they are, and captions and types too")
    func keyColumn() throws {
        let flaky = try FlakyList(rows: 16)
        expect(
            try flaky.download(["--key-col", "uid", "--order", "input", "--index", "wids", "--encode-format", "png"]))
        expect(try flaky.retry())
        let dataset = try WrittenDataset(flaky.out)
        #expect(dataset.shards.count == 2)
        let retried = (0..<16).filter { [1, 2].contains($0 % 4) }
        #expect(dataset.shards[1].rows.map(\.key) == retried.map { "uid\($0)" })
        #expect(
            dataset.shards[1].memberOrder.filter { $0.hasSuffix(".png") }
                == retried.filter { $0 % 4 == 1 }.map { "uid\($0).png" })
    }

    @Test("What was made with other options is tried again with those")
    func otherOptions() throws {
        let flaky = try FlakyList(rows: 8)
        let slow = ["--save-additional-columns", "uid,number"]
        expect(try flaky.download())
        // Nothing of the second run passed at the first try: its URLs are its own.
        let text = try String(contentsOfFile: flaky.list, encoding: .utf8).replacing("?_=", with: "?_=other")
        let other = try flaky.folder.write("other.csv", text)
        expect(
            try ToolRun(
                [
                    "download", "--url-list", other, "--url-col", "URL", "--output-folder", flaky.out,
                    "--number-sample-per-shard", "16", "--image-size", "48", "--retries", "0", "--incremental-mode",
                    "extend", "--allow-private-addresses",
                ] + slow))
        expect(try flaky.retry())
        let shards = try WrittenDataset(flaky.out).shards
        #expect(shards.map(\.rows.count) == [8, 8, 4, 4])
        #expect(shards[2].rows.map(\.key) == ["0000001", "0000002", "0000005", "0000006"])
        #expect(shards[3].rows.map(\.key) == ["0000101", "0000102", "0000105", "0000106"])
        #expect(shards[2].rows.compactMap(\.width) == ["32", "32"])
        #expect(shards[3].rows.compactMap(\.width) == ["48", "48"])
        #expect(shards[2].rows[0].caption == "caption 1" && shards[3].rows[0].caption == nil)
    }

    @Test("A retry is refused where there is no record, no dataset, or a download that is not complete")
    func refused() throws {
        let flaky = try FlakyList(rows: 32)
        let none = try ToolRun(["retry", flaky.folder.path("nothing")])
        expect(none, code: 2)
        expect(try flaky.download())
        try FileManager.default.removeItem(atPath: flaky.out + "/00001_stats.json")
        let broken = try flaky.retry()
        expect(broken, code: 2)
        #expect(broken.errors.contains("lacks 1 shard that it had before: 1"), "\(broken.errors)")
        expect(try flaky.download())
        try FileManager.default.removeItem(atPath: flaky.out + "/.img2shards/run.json")
        let foreign = try flaky.retry()
        expect(foreign, code: 2)
        #expect(foreign.errors.contains("has no record of the options"), "\(foreign.errors)")
        // The download records it.
        expect(try flaky.download())
        expect(try flaky.retry())
    }

    @Test("inspect counts a row once, and verify finds nothing wrong")
    func looking() throws {
        let flaky = try FlakyList(rows: 20)
        expect(try flaky.download())
        expect(try flaky.retry())
        expect(try flaky.retry())
        let inspected = try ToolRun(["inspect", flaky.out, "--json"])
        expect(inspected)
        let report = try JSONSerialization.jsonObject(with: Data(inspected.output.utf8)) as? [String: Any]
        #expect(report?["rows"] as? Int == 20 && report?["images"] as? Int == 15, "\(inspected.output)")
        expect(try ToolRun(["verify", flaky.out, "--deep"]))
    }
}
