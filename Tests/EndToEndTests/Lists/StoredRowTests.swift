// Rows that name places in stores.

import Foundation
import SampleWeb
import Tables
import TestSupport
import Testing

@Suite(
    "Rows in S3", .serialized,
    .enabled(if: StoreServer.isHere, "scripts/setup check installs moto where Python can be had"))
struct StoredRowTests {
    /// Images in the bucket `lists` below `photos/`, and lists that name them there and on a server of the web.
    private struct Stored {
        let images: SmallImages
        let store: StoreServer
        let list: String

        init(rows: Int) throws {
            images = try SmallImages(rows: rows)
            store = try StoreServer()
            var lines = "url,caption\n"
            for (number, path) in images.paths.enumerated() {
                lines += "s3://lists/photos/\(number).jpg,caption \(number)\n"
                guard number % 20 != 7 else { continue }
                let image = try Data(LocalRequest.send(images.server.url(path)).body)
                let file = images.folder.path("image")
                try image.write(to: URL(filePath: file))
                try store.put(file, as: "photos/\(number).jpg")
            }
            list = try images.folder.write("stored.csv", lines)
            _ = try store.requests()
        }

        func run(
            _ more: [String] = ["--allow-stores", "s3://lists/photos"], list: String? = nil, output: String = "out"
        ) throws -> ToolRun {
            var words = images.arguments("webdataset", more, output: output, samplesPerShard: 25)
            words[2] = list ?? self.list
            return try ToolRun(words + ["--order", "input"], environment: store.environment)
        }

        func dataset(_ output: String = "out") throws -> WrittenDataset {
            try WrittenDataset(images.folder.path(output))
        }
    }

    @Test("Their images are those of the same rows of the web")
    func same() throws {
        let stored = try Stored(rows: 60)
        let local = try stored.run([], list: stored.images.list, output: "web")
        #expect(local.exitCode == 0, "\(local.errors)")
        let run = try stored.run()
        #expect(run.exitCode == 0, "\(run.errors)")
        func images(_ output: String) throws -> [String: [UInt8]] {
            try stored.dataset(output).members.filter { $0.key.hasSuffix(".jpg") }
        }
        #expect(try images("out") == images("web"))
        #expect(try images("out").count == 57)
        let rows = try TextTable(stored.images.folder.path("out/00000.parquet")).rows
        #expect(rows[0]["final_url"] == "s3://lists/photos/0.jpg" && rows[0]["http_status"] == "200")
        #expect(rows[7]["error_class"] == "http_404" && rows[7]["error_message"] == "HTTP Error 404: NoSuchKey")
        #expect(try stored.store.requests().count == 60)
    }

    @Test("Without --allow-stores, or with another bucket, no store is asked, and the run says what to type")
    func refused() throws {
        let stored = try Stored(rows: 20)
        for (more, output) in [([], "none"), (["--allow-stores", "s3://lists/photo,gs://lists"], "other")] {
            let run = try stored.run(more, output: output)
            #expect(run.exitCode == 4 && run.errors.contains("--allow-stores s3://BUCKET"), "\(run.errors)")
        }
        #expect(try stored.store.requests().isEmpty)
    }

    @Test("A row cannot leave the folder that was named")
    func hostile() throws {
        let stored = try Stored(rows: 1)
        try stored.store.put(stored.images.list, as: "secret/a.jpg")
        let rows = [
            "s3://lists/photos/0.jpg", "s3://lists/photos/../secret/a.jpg", "s3://lists/secret/a.jpg",
            "s3://lists/photos/%2e%2e/secret/a.jpg", "s3://lists/photos/..%2Fsecret/a.jpg",
            "s3://lists/photos//../secret/a.jpg", "s3://out/a.jpg", "s3://lists/photos%2F..%2Fsecret/a.jpg",
            "s3://lists:80/photos/a.jpg", "s3://lists@127.0.0.1/photos/a.jpg", "gs://lists/photos/0.jpg",
        ]
        let list = try stored.images.folder.write("hostile.txt", rows.map { $0 + "\n" }.joined())
        _ = try stored.store.requests()
        var words = stored.images.arguments("webdataset", ["--allow-stores", "s3://lists/photos"])
        words[2] = list
        words.removeSubrange(3...4)
        let run = try ToolRun(words, environment: stored.store.environment)
        #expect(run.exitCode == 0, "\(run.errors)")
        let requests = try stored.store.requests().map(\.path)
        #expect(requests.allSatisfy { $0.hasPrefix("/lists/photos/") && !$0.contains("/../") }, "\(requests)")
        #expect(requests.count == 3, "\(requests)")
        let table = try TextTable(stored.images.folder.path("out/00000.parquet"))
        #expect(table.rows.count { $0["status"] == "success" } == 1)
        #expect(table.rows.count { $0["error_class"] == "store_not_allowed" } == 6)
        #expect(table.rows.count { $0["error_class"] == "invalid_url" } == 2)
    }

    @Test("Busy, cut and lost answers are tried again; no rights, and an object that is too large, are not")
    func faults() throws {
        let stored = try Stored(rows: 7)
        try stored.store.fault(2, of: "GET /lists/photos/0.jpg", .slowDown)
        try stored.store.fault(1, of: "GET /lists/photos/1.jpg", .cut)
        try stored.store.fault(1, of: "GET /lists/photos/2.jpg", .serverError)
        try stored.store.fault(9, of: "GET /lists/photos/3.jpg", .denied)
        try stored.store.fault(9, of: "GET /lists/photos/4.jpg", .slowDown)
        let large = try stored.images.folder.write("large", String(repeating: "a", count: 300_000))
        try stored.store.put(large, as: "photos/5.jpg")
        _ = try stored.store.requests()
        let run = try stored.run([
            "--allow-stores", "s3://lists", "--max-bytes", "200KB", "--memory-budget", "16MiB",
        ])
        #expect(run.exitCode == 0, "\(run.errors)")
        let rows = try TextTable(stored.images.folder.path("out/00000.parquet")).rows
        #expect(
            rows.map { $0["error_class"] ?? "" } == ["", "", "", "http_403", "http_503", "too_large", ""],
            "\(run.errors)")
        #expect(rows.map { $0["attempts"] ?? "" } == ["3", "2", "2", "1", "3", "1", "1"])
        #expect(rows[3]["error_message"] == "HTTP Error 403: AccessDenied")
    }

    @Test("A store that lets us read nothing ends the run before anything is written")
    func denied() throws {
        let stored = try Stored(rows: 20)
        try stored.store.denyAccess()
        let run = try stored.run()
        #expect(run.exitCode == 4 && run.errors.contains("img2shards doctor --url s3://lists"), "\(run.errors)")
        #expect(!run.errors.contains("a-secret-of-the-tests"))
        #expect(!FileManager.default.fileExists(atPath: stored.images.folder.path("out/00000.parquet")))
    }

    @Test("Rows that were not allowed are fetched by a retry that allows them")
    func retried() throws {
        let stored = try Stored(rows: 20)
        // A row of the web, so that the run is worth its while.
        let text = try String(contentsOfFile: stored.list, encoding: .utf8)
        let list = try stored.images.folder.write(
            "mixed.csv", text + stored.images.server.url(stored.images.paths[0]) + ",web\n")
        let first = try stored.run([], list: list)
        #expect(first.exitCode == 0, "\(first.errors)")
        let retry = try ToolRun(
            [
                "retry", stored.images.folder.path("out"), "--classes", "store_not_allowed", "--allow-stores",
                "s3://lists", "--store-option", "timeout=10",
            ], environment: stored.store.environment)
        #expect(retry.exitCode == 0, "\(retry.errors)")
        #expect(try stored.dataset().rows.count { $0.status == "success" } == 20)
    }

    @Test("A run that is killed continues, and fetches no finished row twice")
    func resumed() throws {
        let stored = try Stored(rows: 60)
        var words = stored.images.arguments("webdataset", ["--allow-stores", "s3://lists"], samplesPerShard: 60)
        words[2] = stored.list
        words += ["--per-host-rate", "20"]
        let running = try RunningTool(words, environment: stored.store.environment)
        var asked = 0
        while asked < 20, running.process.isRunning {
            asked += try stored.store.requests().count
            usleep(20_000)
        }
        kill(running.process.processIdentifier, SIGKILL)
        _ = running.wait()
        asked += try stored.store.requests().count
        words.removeLast(2)
        let again = try ToolRun(words, environment: stored.store.environment)
        #expect(again.exitCode == 0, "\(again.errors)")
        asked += try stored.store.requests().count
        #expect(asked < 60 + 33, "\(asked)")
        #expect(try stored.dataset().rows.count { $0.status == "success" } == 57)
    }

    @Test("A stop ends a run whose store does not answer")
    func stopped() throws {
        let stored = try Stored(rows: 20)
        let silent = try ScriptedService { _ in .silence }
        var words = stored.images.arguments("webdataset", ["--allow-stores", "s3://lists"])
        words[2] = stored.list
        let running = try RunningTool(
            words, environment: stored.store.environment.merging(["AWS_ENDPOINT_URL": silent.url("")]) { $1 })
        while silent.requests.isEmpty, running.process.isRunning { usleep(20_000) }
        let begin = ContinuousClock.now
        kill(running.process.processIdentifier, SIGTERM)
        let run = running.wait()
        #expect(run.exitCode == 143, "\(run.errors)")
        #expect(ContinuousClock.now - begin < .seconds(30))
    }

    @Test("Rows of a stream may name them, too")
    func streamed() throws {
        let stored = try Stored(rows: 20)
        let (input, output) = (stored.images.folder.path("in.arrows"), stored.images.folder.path("out.arrows"))
        try Data().write(to: URL(filePath: input))
        let file = try FileHandle(forWritingTo: URL(filePath: input))
        let batch = try ColumnBatch(
            rowCount: 20,
            columns: [NewColumn(name: "url", values: .text((0..<20).map { "s3://lists/photos/\($0).jpg" }))])
        var writer = try RecordStreamWriter(descriptor: file.fileDescriptor, columnsOf: batch)
        try writer.write(batch)
        try writer.finish()
        try file.close()
        let settings = stored.store.environment.map { "\($0)='\($1)'" }.joined(separator: " ")
        let run = try ShellRun(
            #"exec env \#(settings) "$tool" "$@" <\#(input) >\#(output)"#,
            ["fetch", "--arrow", "--allow-stores", "s3://lists/photos"])
        #expect(run.exitCode == 0, "\(run.errors)")
        let read = try FileHandle(forReadingFrom: URL(filePath: output))
        var reader = try RecordStreamReader(descriptor: read.fileDescriptor, maximumBytes: 1 << 26)
        var statuses: [String?] = []
        while let next = try reader.next() {
            let column = next.text("status")
            statuses += (0..<next.rowCount).map { column?.string($0) }
        }
        #expect(statuses.count == 20 && statuses.count { $0 == "success" } == 19)
    }

    @Test("An option of stores is for stores of the command, and a wrong place is a mistake of the command")
    func mistakes() throws {
        let stored = try Stored(rows: 1)
        for (more, words) in [
            (["--allow-stores", "photos"], "--allow-stores photos is no place in a store"),
            (["--allow-stores", "s3://lists/*"], "patterns are not taken"),
            (["--allow-stores", "gs://lists", "--store-option", "region=a"], "gs:// has no such option"),
        ] {
            let run = try stored.run(more)
            #expect(run.exitCode == 2 && run.errors.contains(words), "\(run.errors)")
        }
    }
}
