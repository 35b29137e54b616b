// Files in a store beside URL lists: exclude lists, and the files of a crawl.

import Foundation
import HostileInputs
import SampleWeb
import TestSupport
import Testing

@Suite(
    "Exclude lists and crawls in S3", .serialized,
    .enabled(if: StoreServer.isHere, "scripts/setup check installs moto where Python can be had"))
struct StoredInputTests {
    @Test("An exclude list in a store excludes as a local one; one that grew is compared with the finished shards")
    func excluded() throws {
        let images = try SmallImages(rows: 60)
        let store = try StoreServer()
        try store.put(
            try images.folder.write("exclude.txt", images.server.url(images.paths[30]) + "\n"), as: "exclude.txt")
        let words = images.arguments(
            "webdataset", ["--exclude-list", "s3://lists/exclude.txt"], samplesPerShard: 25)
        let run = try ToolRun(words, environment: store.environment)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(images.requests()[30] == 0)
        #expect(try WrittenDataset(images.folder.path("out")).rows.count == 59)
        let again = try ToolRun(words, environment: store.environment)
        #expect(again.exitCode == 0, "\(again.errors)")
        let more = [0, 30].map { images.server.url(images.paths[$0]) + "\n" }.joined()
        try store.put(try images.folder.write("exclude.txt", more), as: "exclude.txt")
        let refused = try ToolRun(words, environment: store.environment)
        #expect(refused.exitCode == 2, "\(refused.errors)")
        for (word, words) in [
            ("s3://lists/none.txt", "exclude list s3://lists/none.txt cannot be read"),
            ("https://a.example/list.txt", "curl -LO"),
        ] {
            let run = try ToolRun(
                images.arguments("webdataset", ["--exclude-list", word], output: "other"),
                environment: store.environment)
            #expect(run.exitCode == 2 && run.errors.contains(words), "\(run.errors)")
        }
    }

    /// A crawl of one file with one pair, in the store's bucket `lists`.
    private static func crawl(_ store: StoreServer, _ folder: TemporaryFolder) throws {
        let links = #"[{"path":"IMG@/src","url":"http://a.example/1.jpg","alt":"a drawn photograph"}]"#
        let record = SampleCrawl.record(
            type: "metadata", body: SampleCrawl.wat(page: "http://a.example/", links: links))
        let file = folder.path("a.warc.wat")
        try Data(record).write(to: URL(filePath: file))
        for key in ["crawl-data/a.warc.wat", "crawl-data/more/b.warc.wat"] { try store.put(file, as: key) }
        try store.put(file, as: "c.warc.wat", in: "out")
    }

    @Test("Files, folders, patterns and lists of paths in a store are read as local ones")
    func extracted() throws {
        let (store, folder) = (try StoreServer(), try TemporaryFolder())
        try Self.crawl(store, folder)
        try store.put(
            try folder.write("own.paths", "crawl-data/a.warc.wat\ns3://lists/crawl-data/more/b.warc.wat\n"),
            as: "crawl-data/wat.paths")
        let local = try folder.write("local.paths", "s3://lists/crawl-data/a.warc.wat\ns3://out/c.warc.wat\n")
        let relative = try folder.write("relative.paths", "crawl-data/a.warc.wat\n")
        for (number, (words, files)) in [
            (["s3://lists/crawl-data/a.warc.wat"], 1), (["s3://lists/crawl-data/more"], 1),
            (["s3://lists/crawl-data/*/*.wat"], 1), (["s3://lists/crawl-data/wat.paths"], 2),
            ([local, "--allow-stores", "s3://lists/crawl-data,s3://out"], 2),
            ([relative, "--base-url", "s3://lists/"], 1),
        ].enumerated() {
            let run = try ToolRun(
                ["extract"] + words + ["--output-folder", folder.path("pairs-\(number)"), "--dedup", "none"],
                environment: store.environment)
            #expect(run.exitCode == 0, "\(words): \(run.errors)")
            #expect(run.output.contains("in \(files) file"), "\(words): \(run.output)")
        }
    }

    @Test("A store that does not answer is no mistake of the command: it may be started again") func unanswered() throws
    {
        let (store, folder) = (try StoreServer(), try TemporaryFolder())
        try Self.crawl(store, folder)
        let out = folder.path("pairs")
        let elsewhere = ["--store-option", "endpoint=http://127.0.0.1:1"]
        for words in [
            ["extract", "s3://lists/crawl-data/more", "--output-folder", out],
            ["extract", "s3://lists/crawl-data/wat.paths", "--output-folder", out],
            ["extract", "s3://lists/a.warc.wat", "--exclude-list", "s3://lists/urls.txt", "--output-folder", out],
            ["count", "--url-list", "list.csv", "--exclude-list", "s3://lists/urls.txt"],
        ] {
            let run = try ToolRun(words + elsewhere, environment: store.environment)
            #expect(run.exitCode == 75, "\(words): \(run.errors)")
            #expect(run.errors.contains("the store does not answer: "), "\(words): \(run.errors)")
        }
        // In the middle of the run: the file is read by the next start.
        let words = ["extract", "s3://lists/crawl-data/a.warc.wat", "--output-folder", out]
        try store.fault(99, of: "GET /lists/crawl-data/a.warc.wat", .slowDown)
        let run = try ToolRun(words, environment: store.environment)
        #expect(run.exitCode == 75, "\(run.errors)\(run.output)")
        #expect(run.output.contains("a.warc.wat: the store does not answer: "), "\(run.output)")
        try store.clearFaults()
        let again = try ToolRun(words, environment: store.environment)
        #expect(again.exitCode == 0 && again.output.contains("1 pair"), "\(again.errors)\(again.output)")
    }

    @Test("A list of paths cannot lead to a bucket that was not named")
    func refused() throws {
        let (store, folder) = (try StoreServer(), try TemporaryFolder())
        try Self.crawl(store, folder)
        _ = try store.requests()
        let out = folder.path("pairs")
        for (line, more) in [
            ("s3://out/c.warc.wat", []), ("s3://out/c.warc.wat", ["--allow-stores", "s3://lists"]),
            ("s3://lists/crawl-data/../../out/c.warc.wat", ["--allow-stores", "s3://lists"]),
            ("../out/c.warc.wat", ["--base-url", "s3://lists/"]),
        ] {
            let list = try folder.write("list.paths", line + "\n")
            let run = try ToolRun(
                ["extract", list, "--output-folder", out] + more, environment: store.environment)
            #expect(run.exitCode == 2 && run.errors.contains("--allow-stores s3://BUCKET"), "\(run.errors)")
        }
        #expect(try store.requests().isEmpty)
        let missing = try ToolRun(
            ["extract", "s3://lists/none.wat", "--output-folder", out], environment: store.environment)
        #expect(missing.exitCode != 0, "\(missing.errors)\(missing.output)")
    }
}
