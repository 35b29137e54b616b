// A part of a list, chosen before the first fetch.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("A part of the list")
struct SubsetTests {
    private func rows(_ list: SampleList) throws -> [String?] { try list.dataset().rows.map(\.url) }

    private func urls(of list: SampleList) throws -> [String] {
        try String(contentsOfFile: list.path, encoding: .utf8).split(separator: "\n").dropFirst().map { line in
            String(line.dropFirst().prefix { $0 != "\"" })
        }
    }

    private func run(_ list: SampleList, _ more: [String], samplesPerShard: Int = 10) throws -> ToolRun {
        let run = try ToolRun(list.arguments(more, samplesPerShard: samplesPerShard))
        #expect(run.exitCode == 0, "\(run.errors)")
        return run
    }

    @Test("--limit takes the first rows and asks for no others")
    func limit() throws {
        let list = try SampleList(rows: 60, imagesOnly: true)
        _ = try run(list, ["--limit", "25"])
        #expect(try rows(list) == urls(of: list).prefix(25).map { $0 })
        #expect((1...25).contains(list.server.requests))
        #expect(try list.dataset().shards.map(\.rows.count) == [10, 10, 5])
    }

    @Test("--sample and --shuffle choose the same rows for the same seed, also where a shard was lost in between")
    func sampleAndResume() throws {
        let list = try SampleList(rows: 200, imagesOnly: true)
        let options = ["--sample", "0.2", "--seed", "3", "--shuffle", "--dedup", "url", "--shuffle-buffer", "15"]
        _ = try run(list, options)
        let first = try list.dataset().shards.map { Set($0.rows.map(\.url)) }
        #expect((15...70).contains(first.reduce(0) { $0 + $1.count }))
        let out = list.folder.path("out")
        for name in try list.folder.names(in: "out") where name.hasPrefix("00001") {
            try FileManager.default.removeItem(atPath: "\(out)/\(name)")
        }
        _ = try run(list, options)
        #expect(try list.dataset().shards.map { Set($0.rows.map(\.url)) } == first)
    }

    @Test("Another choice would mix two datasets")
    func identity() throws {
        let list = try SampleList(rows: 30, imagesOnly: true)
        _ = try run(list, ["--limit", "20"])
        let other = try ToolRun(list.arguments(["--limit", "25"], samplesPerShard: 10))
        #expect(other.exitCode == 2, "\(other.errors)")
        #expect(other.errors.contains("begun with --limit 20; resuming with 25 would mix"), "\(other.errors)")
        let exclude = try list.folder.write("out.txt", "a.test\n")
        let third = try ToolRun(list.arguments(["--limit", "20", "--exclude-list", exclude], samplesPerShard: 10))
        #expect(third.exitCode == 2)
        #expect(third.errors.contains("--exclude-list '\(exclude) (7 bytes)'"), "\(third.errors)")
    }

    @Test("URLs on an exclude list are never asked for; an image whose hash is on it is not written")
    func excluded() throws {
        let list = try SampleList(rows: 40, imagesOnly: true)
        _ = try run(list, ["--compute-hash", "md5"])
        let urls = try urls(of: list)
        let first = try list.dataset()
        func md5(_ row: WrittenDataset.Row) throws -> String? {
            guard let bytes = first.members[row.key + ".json"] else { return nil }
            let json = try JSONSerialization.jsonObject(with: Data(bytes))
            return (json as? [String: Any])?["md5"] as? String
        }
        let row = try #require(first.rows.first { $0.url == urls[7] })
        let digest = try #require(try md5(row))
        // The web of the tests has some images twice.
        let named = try first.rows.filter { try md5($0) == digest }.map(\.url)
        let before = list.server.requests
        let exclude = try list.folder.write("exclude.txt", "# opt-outs\n\(urls[3])\n\(digest)\n")
        let again = try run(list, ["--exclude-list", exclude, "--incremental-mode", "overwrite"])
        #expect((1...39).contains(list.server.requests - before))
        let dataset = try list.dataset()
        #expect(dataset.rows.count == 39)
        #expect(!dataset.rows.contains { $0.url == urls[3] })
        let failed = dataset.rows.filter { $0.status != "success" }
        #expect(Set(failed.map(\.url)) == Set(named))
        #expect(failed.allSatisfy { $0.status == "failed_to_resize" && $0.error == "excluded by list" })
        for row in failed { #expect(!dataset.members.keys.contains { $0.hasPrefix(row.key) }) }
        #expect(again.errors.contains("excluded \(named.count)"), "\(again.errors)")
    }

    @Test("What is excluded is never requested: not in another spelling, not by redirect, not by a retry")
    func excludedSpellings() throws {
        let list = try SampleList(rows: 1, imagesOnly: true)
        let image = list.server.url("/image/64x64/photo/7.jpg")
        let rows = [
            image, image.replacing("/", with: "\\/"), "<\(image)>", image.replacing("photo", with: "%70hoto"),
            "http://\(image)",
            list.server.url("/bytes/9?redirect-to=\(image)"), list.server.url("/image/64x64/photo/8.jpg"),
            list.server.url("/bytes/9?status=404"),
        ]
        try (["url"] + rows).joined(separator: "\n").write(toFile: list.path, atomically: true, encoding: .utf8)
        let exclude = try list.folder.write("exclude.txt", image + "\n")
        let count = try ToolRun(["count", "--url-list", list.path, "--exclude-list", exclude])
        #expect(count.output.contains("5") || count.errors.contains("5"), "\(count.output)\(count.errors)")
        let arguments = [
            "download", "--url-list", list.path, "--output-folder", list.folder.path("out"),
            "--allow-private-addresses",
            "--retries", "0", "--exclude-list", exclude,
        ]
        let run = try ToolRun(arguments)
        #expect(run.exitCode == 0, "\(run.errors)")
        let written = try list.dataset().rows
        #expect(written.map(\.url) == rows.suffix(3).map { $0 })
        #expect(written.map(\.status) == ["failed_to_download", "success", "failed_to_download"])
        #expect(written[0].error?.contains("The URL is on an exclude list") == true)
        #expect(run.errors.contains("excluded 1"), "\(run.errors)")
        #expect(list.server.requests == 3)

        // The list has grown since: the row is not asked for again.
        try (image + "\n" + rows[7] + "\n").write(toFile: exclude, atomically: true, encoding: .utf8)
        let retry = try ToolRun([
            "retry", list.folder.path("out"), "--allow-private-addresses", "--retries", "0", "--classes", "http_404",
        ])
        #expect(list.server.requests == 3, "\(retry.errors)")
    }

    @Test("--min-caption-length and --dedup look at the captions")
    func captions() throws {
        let list = try SampleList(rows: 30, imagesOnly: true)
        let all = try String(contentsOfFile: list.path, encoding: .utf8).split(separator: "\n").dropFirst()
        let urls = try urls(of: list)
        var text = "url,caption\n"
        for (place, line) in all.enumerated() {
            text += place % 3 == 0 ? "\(line)\n" : "\(urls[place]),\(place % 3 == 1 ? "cat" : "one and the same")\n"
        }
        try text.write(toFile: list.path, atomically: true, encoding: .utf8)
        _ = try run(list, ["--min-caption-length", "5", "--dedup", "caption"])
        let kept = try rows(list)
        #expect(kept.filter { $0.map { urls.firstIndex(of: $0) ?? 0 }.map { $0 % 3 } == 1 }.isEmpty)
        #expect(kept.filter { $0.map { urls.firstIndex(of: $0) ?? 0 }.map { $0 % 3 } == 2 }.count == 1)
    }

    @Test("A retry takes the failed rows and no others, whatever was chosen at first")
    func retry() throws {
        let list = try SampleList(rows: 60)
        _ = try run(list, ["--limit", "50", "--sample", "0.9", "--seed", "1", "--shuffle"])
        let failed = try list.dataset().rows.filter { $0.status != "success" }.count
        let retry = try ToolRun([
            "retry", list.folder.path("out"), "--classes", "http_404,http_5xx,timeout",
            "--allow-private-addresses", "--retries", "0",
        ])
        #expect(retry.exitCode == 4, "\(retry.errors)")
        #expect(failed > 0)
    }

    @Test("--dry-run tells of a list whose rows are all on one host")
    func dryRunOfOneHost() throws {
        let list = try SampleList(rows: 150, imagesOnly: true)
        #expect(try run(list, ["--dry-run"]).output.contains("one host: at most 32 requests at once"))
        #expect(!(try run(list, ["--dry-run", "--max-in-flight", "8"]).output.contains("one host")))
    }

    @Test("--dry-run tells rows, shards, bytes and time, fetches nothing and makes no folder")
    func dryRun() throws {
        let list = try SampleList(rows: 60, imagesOnly: true)
        let plan = try ToolRun(list.arguments(["--dry-run", "--limit", "25"], samplesPerShard: 10))
        #expect(plan.exitCode == 0, "\(plan.errors)")
        #expect(list.server.requests == 0)
        #expect(!FileManager.default.fileExists(atPath: list.folder.path("out")))
        for words in ["3 shards of 10", "25 of 60 rows", "--limit excluded 35", "fetches", "writes", "takes", "free"] {
            #expect(plan.output.contains(words), "\(words) in \(plan.output)")
        }
        #expect(plan.errors == "")
    }

    @Test("--dry-run of a dataset that is begun tells what is left, and changes nothing")
    func dryRunOfBegun() throws {
        let list = try SampleList(rows: 30, imagesOnly: true)
        _ = try run(list, [])
        let out = list.folder.path("out")
        for name in try list.folder.names(in: "out") where name.hasPrefix("00001") {
            try FileManager.default.removeItem(atPath: "\(out)/\(name)")
        }
        let before = try list.folder.names(in: "out")
        let plan = try ToolRun(list.arguments(["--dry-run", "--log-format", "json"], samplesPerShard: 10))
        #expect(plan.exitCode == 0, "\(plan.errors)")
        let told = try #require(
            try JSONSerialization.jsonObject(with: Data(plan.output.utf8)) as? [String: Any], "\(plan.output)")
        #expect(told["rows_kept"] as? Int == 30)
        #expect(told["rows_done"] as? Int == 20)
        #expect(told["rows_left"] as? Int == 10)
        #expect(told["shards_done"] as? Int == 2)
        #expect(told["shards"] as? Int == 3)
        #expect(try list.folder.names(in: "out") == before)
        let refused = try ToolRun(list.arguments(["--dry-run", "--image-size", "99"], samplesPerShard: 10))
        #expect(refused.exitCode == 2)
        #expect(refused.errors.contains("would mix two datasets"), "\(refused.errors)")
    }

    @Test("--dry-run of a run that was stopped tells what the next start finds")
    func dryRunOfStopped() throws {
        let list = try SampleList(rows: 60, imagesOnly: true)
        // One row hangs, so that its shard stays open.
        let urls = try urls(of: list)
        var text = try String(contentsOfFile: list.path, encoding: .utf8)
        text = text.replacing(urls[5], with: list.server.url("/bytes/10?hang"))
        try text.write(toFile: list.path, atomically: true, encoding: .utf8)
        let tool = try RunningTool(list.arguments(["--timeout", "60"], samplesPerShard: 20))
        let deadline = ContinuousClock.now + .seconds(60)
        while list.server.requests < 60, ContinuousClock.now < deadline { usleep(10_000) }
        tool.send(SIGTERM)
        #expect(tool.wait().exitCode == 143)
        func resuming(_ text: String) -> Substring? { text.split(separator: "\n").first { $0.contains("resuming:") } }
        let plan = try ToolRun(list.arguments(["--dry-run"], samplesPerShard: 20))
        let next = try run(list, ["--timeout", "1"], samplesPerShard: 20)
        #expect(resuming(plan.output) == resuming(next.errors))
        #expect(resuming(plan.output)?.contains("open shard") == true, "\(plan.output)")
    }

    @Test("count and --dry-run tell the number of rows that a download takes")
    func sameNumber() throws {
        let list = try SampleList(rows: 150, imagesOnly: true)
        let options = ["--sample", "0.3", "--seed", "2", "--dedup", "url", "--min-caption-length", "3"]
        let count = try ToolRun(["count", "--url-list", list.path, "--caption-col", "caption"] + options)
        #expect(count.exitCode == 0, "\(count.errors)")
        let plan = try ToolRun(list.arguments(options + ["--dry-run"], samplesPerShard: 10))
        _ = try run(list, options)
        let rows = try list.dataset().rows.count
        #expect((20...80).contains(rows))
        #expect(plan.output.contains("\(rows) of 150 rows"), "\(plan.output)")
        #expect(count.output.contains("150 rows: \(rows) rows"), "\(count.output)")
    }

    @Test(
        "A value that cannot be is reported before the first fetch",
        arguments: [
            (["--limit", "0"], "--limit cannot be 0"), (["--sample", "0"], "0.01 for 1 %"),
            (["--sample", "1.5"], "--sample cannot be 1.5"), (["--sample", "nan"], "--sample"),
            (["--seed", "3"], "--seed is for --sample and --shuffle"),
            (["--shuffle-buffer", "10"], "--shuffle-buffer is for --shuffle"),
            (["--shuffle", "--shuffle-buffer", "1"], "--shuffle-buffer cannot be 1"),
            (["--shuffle", "--seed=-1"], "--seed cannot be -1"),
            (["--dedup", "urls"], "Did you mean \"url\"?"), (["--dedup-fpr", "0.1"], "--dedup-fpr is for --dedup"),
            (["--dedup", "url", "--dedup-fpr", "0"], "0.0001 for 0.01 %"),
            (["--dedup", "url", "--dedup-memory", "much"], "--dedup-memory \"much\" is no size"),
            (["--min-caption-length=-1"], "--min-caption-length cannot be -1"),
            (["--exclude-list", "/nowhere/list.txt"], "/nowhere/list.txt cannot be read"),
            (["--exclude-list", "/etc/passwd"], "no URL, domain or hash"),
        ])
    func mistakes(options: [String], words: String) throws {
        let list = try SampleList(rows: 3)
        let run = try ToolRun(list.arguments(options))
        #expect(run.exitCode == 2)
        #expect(run.errors.hasPrefix("error: "), "\(run.errors)")
        #expect(run.errors.contains(words), "\(run.errors)")
        #expect(list.server.requests == 0)
    }

    @Test(
        "What looks at captions asks for their column",
        arguments: [["--dedup", "caption"], ["--dedup", "url+caption"], ["--min-caption-length", "5"]])
    func needsCaptions(options: [String]) throws {
        let folder = try TemporaryFolder()
        let list = try folder.write("list.txt", "http://127.0.0.1:1/a.jpg\n")
        let run = try ToolRun(["download", "--url-list", list, "--output-folder", folder.path("out")] + options)
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("--caption-col"), "\(run.errors)")
    }
}
