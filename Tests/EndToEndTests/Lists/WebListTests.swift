// Lists on servers, by their URLs.

import Foundation
import SampleWeb
import Tables
import TestSupport
import Testing

@Suite("Lists at http:// and https://", .serialized)
struct WebListTests {
    @Test(
        "A list of every format gives the same shards, to the byte, as from the local file",
        arguments: [true, false])
    func same(knowsRanges: Bool) throws {
        let images = try SmallImages(rows: 60)
        let lists = try ListFormats(images)
        let server = try FileService(knowsRanges: knowsRanges)
        for name in ListFormats.names {
            server.put(try lists.bytes(name), as: name)
            let local = try ToolRun(lists.arguments(lists.path(name), named: name, output: "local-" + name))
            #expect(local.exitCode == 0, "\(local.errors)")
            let remote = try ToolRun(lists.arguments(server.url(name), named: name, output: "remote-" + name))
            #expect(remote.exitCode == 0, "\(remote.errors)")
            for shard in ["00000", "00001", "00002"] {
                let (own, theirs) = try (
                    images.folder.bytes(of: "local-\(name)/\(shard).tar"),
                    images.folder.bytes(of: "remote-\(name)/\(shard).tar")
                )
                #expect(own == theirs && own.count > 10_000, "\(name), shard \(shard)")
            }
            #expect(remote.errors.contains("was copied to a temporary file") == !knowsRanges, "\(remote.errors)")
        }
    }

    @Test("Of a parquet list the footer is read, and the wanted columns of the row groups that may have wanted rows")
    func ranges() throws {
        let folder = try TemporaryFolder()
        let rows = 60_000
        let batch = try ColumnBatch(
            rowCount: rows,
            columns: [
                NewColumn(name: "url", values: .text((0..<rows).map { "http://a.example/\($0).jpg" })),
                NewColumn(name: "noise", values: .text((0..<rows).map { _ in "\(UInt64.random(in: 0 ... .max))" })),
                NewColumn(name: "width", values: .int64((0..<rows).map { Int64($0) })),
            ])
        var writer = try ParquetWriter(path: folder.path("list.parquet"), schema: batch.schema, rowGroupRows: 6000)
        try writer.write(batch)
        try writer.finish()
        let server = try FileService()
        server.put(try folder.bytes(of: "list.parquet"), as: "list.parquet")
        let run = try ToolRun(["count", "--url-list", server.url("list.parquet"), "--where", "width < 9000"])
        #expect(run.exitCode == 0 && run.output.contains("9,000 rows"), "\(run.errors)")
        let requests = server.takeRequests()
        #expect((3...4).contains(requests.count), "\(requests.map(\.headers))")
        let bytes = requests.dropFirst().reduce(0) { sum, request in
            let ends = (request.headers["range"] ?? "").dropFirst(6).split(separator: "-").compactMap { Int($0) }
            return sum + (ends.count == 2 ? ends[1] - ends[0] + 1 : 1 << 30)
        }
        #expect(bytes < 700_000, "\(requests.map(\.headers))")
    }

    @Test("Several URLs are several files; the same one twice is an error, the same path with another query is not")
    func several() throws {
        let server = try FileService()
        let text = "url\n" + (0..<20).map { "http://a.example/\($0).jpg\n" }.joined()
        for name in ["a.csv", "b%20c.csv", "get"] { server.put(Array(text.utf8), as: name) }
        func count(_ urls: String...) throws -> ToolRun {
            try ToolRun(["count"] + urls.flatMap { ["--url-list", $0] } + ["--input-format", "csv", "--json"])
        }
        let both = try count(server.url("a.csv"), server.url("b c.csv#part"))
        #expect(both.exitCode == 0 && both.output.contains("\"rows\":40,"), "\(both.output)\(both.errors)")
        let queries = try count(server.url("get?file=1"), server.url("get?file=2"))
        #expect(queries.exitCode == 0 && queries.output.contains("\"rows\":40,"), "\(queries.output)\(queries.errors)")
        let twice = try count(server.url("a.csv?key=secret"), server.url("a.csv?key=secret"))
        #expect(twice.exitCode == 2 && twice.errors.contains("is in the list twice"), "\(twice.errors)")
        #expect(!twice.errors.contains("secret"))
    }

    @Test("A server that is busy for a moment is asked again")
    func busy() throws {
        let images = try SmallImages(rows: 20)
        let server = try FileService()
        server.put(try images.folder.bytes(of: "list.csv"), as: "list.csv")
        server.fail(2, with: 503)
        let run = try ToolRun(["count", "--url-list", server.url("list.csv")])
        #expect(run.exitCode == 0, "\(run.errors)")
    }

    @Test("What cannot be read is an error that says what to do, and shows no secret of the URL")
    func refusals() throws {
        let server = try FileService()
        server.put([], as: "empty.csv")
        server.put(Array("words of nobody\n".utf8), as: "unknown")
        let silent = try SilentServer()
        func secret(_ name: String) -> String {
            server.url(name + "?X-Amz-Signature=a-secret").replacing("http://", with: "http://user:a-secret@")
        }
        for (url, words) in [
            (secret("none.csv"), "the server answers 404"), (secret("empty.csv"), "is empty"),
            (secret("unknown"), "give --input-format"), (secret("a*.csv"), "a URL is one file"),
            ("http://127.0.0.1:1/list.csv?a-secret", "does not accept connections"),
            (silent.url + "/list.csv?a-secret", "does not answer"), ("https://?a-secret", "is not a URL"),
        ] {
            let run = try ToolRun(["count", "--url-list", url, "--store-option", "timeout=1"])
            let code: Int32 = words.hasPrefix("does not") ? 75 : 2
            let isSaid = run.errors.lowercased().contains(words.lowercased())
            #expect(run.exitCode == code && isSaid, "\(url): \(run.errors)")
            #expect(!(run.errors + run.output).contains("secret"), "\(run.errors)")
        }
        server.fail(100, with: 403)
        let denied = try ToolRun(["count", "--url-list", secret("list.csv")])
        #expect(denied.exitCode == 2 && denied.errors.contains("a URL with a signature"), "\(denied.errors)")
        #expect(!denied.errors.contains("secret"))
        let output = try ToolRun(["download", "--url-list", "x.csv", "--output-folder", "https://h/out?a-secret"])
        #expect(output.exitCode == 2 && !output.errors.contains("secret"), "\(output.errors)")
    }

    @Test("A list that was replaced between two starts is compared with the finished shards")
    func replaced() throws {
        let images = try SmallImages(rows: 60)
        let lists = try ListFormats(images)
        let server = try FileService()
        server.put(try lists.bytes("list.csv"), as: "list.csv")
        let words = lists.arguments(server.url("list.csv"), named: "list.csv", output: "out")
        let first = try ToolRun(words)
        #expect(first.exitCode == 0, "\(first.errors)")
        let again = try ToolRun(words)
        #expect(again.exitCode == 0, "\(again.errors)")
        // Of the same size, with another row.
        let text = try String(contentsOfFile: images.list, encoding: .utf8)
        server.put(Array(text.replacing("caption 17\n", with: "caption 71\n").utf8), as: "list.csv", tag: "\"2\"")
        for file in [".tar", ".parquet", "_stats.json"] {
            try FileManager.default.removeItem(atPath: images.folder.path("out/00002" + file))
        }
        try FileManager.default.removeItem(atPath: images.folder.path("out/.img2shards/checksums/00002"))
        let refused = try ToolRun(words)
        #expect(refused.exitCode == 2 && refused.errors.contains("list.csv was edited since"), "\(refused.errors)")
    }

    @Test(
        "A list that is replaced while it is read ends the run, and is not mixed with the other one",
        arguments: ["\"2\"", "W/\"2\""])
    func changed(tag: String) throws {
        let images = try SmallImages(rows: 80, delayMilliseconds: 1000)
        // Captions that take room: each row group is a request of its own.
        func made(_ name: String) throws -> [UInt8] {
            var random = SystemRandomNumberGenerator()
            let captions = images.paths.map { _ in (0..<2500).map { _ in "\(random.next())" }.joined() }
            let batch = try ColumnBatch(
                rowCount: images.paths.count,
                columns: [
                    NewColumn(name: "url", values: .text(images.paths.map { images.server.url($0) })),
                    NewColumn(name: "caption", values: .text(captions)),
                ])
            var writer = try ParquetWriter(path: images.folder.path(name), schema: batch.schema, rowGroupRows: 10)
            try writer.write(batch)
            try writer.finish()
            return try images.folder.bytes(of: name)
        }
        let server = try FileService()
        server.put(try made("list.parquet"), as: "list.parquet", tag: tag.replacing("2", with: "1"))
        var words = images.arguments("webdataset", samplesPerShard: 10)
        words[2] = server.url("list.parquet")
        let running = try RunningTool(words)
        while images.server.requests == 0, running.process.isRunning { usleep(20_000) }
        server.put(try made("other.parquet"), as: "list.parquet", tag: tag)
        let run = running.wait()
        #expect(run.exitCode != 0 && run.errors.contains("changed during the run"), "\(run.errors)")
        #expect(run.errors.contains("use a copy"), "\(run.errors)")
    }

    @Test("No file and no line of a run has a secret of the list's URL in it")
    func secrecy() throws {
        let images = try SmallImages(rows: 20)
        let lists = try ListFormats(images)
        let server = try FileService()
        server.put(try lists.bytes("list.csv"), as: "list.csv")
        let url = server.url("list.csv?X-Amz-Signature=a-signature").replacing("http://", with: "http://user:a-word@")
        for more in [["--log-format", "json"], ["--dry-run"], []] {
            let run = try ToolRun(lists.arguments(url, named: "list.csv", output: "out", more))
            #expect(run.exitCode == 0, "\(run.errors)")
            #expect(
                !(run.output + run.errors).contains("a-signature") && !run.errors.contains("a-word"), "\(run.errors)")
        }
        let files = FileManager.default.enumerator(atPath: images.folder.path("out"))?.allObjects.compactMap {
            $0 as? String
        }
        var known = 0
        for name in try #require(files) {
            guard let bytes = FileManager.default.contents(atPath: images.folder.path("out/" + name)) else { continue }
            #expect(["a-signature", "a-word"].allSatisfy { bytes.range(of: Data($0.utf8)) == nil }, "\(name)")
            if bytes.range(of: Data("/list.csv".utf8)) != nil || bytes.range(of: Data("\\/list.csv".utf8)) != nil {
                known += 1
            }
        }
        #expect(known > 0)
    }
}
