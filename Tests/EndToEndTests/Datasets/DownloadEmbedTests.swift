// `download --embed`: models that see each image in the pass of the download.

import Arrays
import Foundation
import SampleWeb
import Tables
import TestSupport
import Testing

@Suite("Embeddings in the pass of a download", .serialized)
struct DownloadEmbedTests {
    /// A list with a few failures, and models with random weights.
    private struct Fixture {
        let folder: TemporaryFolder
        let list: SampleList
        let hasNSFW: Bool
        var out: String { list.folder.path("out") }
        var after: String { folder.path("after") }

        init(rows: Int = 40, imagesOnly: Bool = false, nsfw: Bool = true) throws {
            folder = try TemporaryFolder()
            list = try SampleList(rows: rows, imagesOnly: imagesOnly)
            hasNSFW = nsfw
            if ModelTools.hasAll { try ModelTools.makeTinyModels(in: folder.path) }
        }

        var models: [String] {
            [
                "--image-model", folder.path("image.onnx"), "--text-model", folder.path("text.onnx"),
                "--vocabulary", ModelTools.vocabulary, "--head", "head=" + folder.path("head.onnx"),
            ] + (hasNSFW ? ["--nsfw-model", ModelTools.nsfwModel] : [])
        }

        func download(_ options: [String] = [], models own: [String]? = nil, samplesPerShard: Int = 15) throws
            -> ToolRun
        {
            try ToolRun(arguments(options, models: own, samplesPerShard: samplesPerShard))
        }

        func arguments(_ options: [String] = [], models own: [String]? = nil, samplesPerShard: Int = 15) -> [String] {
            list.arguments(["--embed"] + (own ?? models) + options, samplesPerShard: samplesPerShard)
        }

        /// `embed` of the finished dataset, a file for each shard.
        func embedAfterwards() throws {
            let run = try ToolRun(
                ["embed", out, "--output-folder", after, "--rows-per-file", "1"] + models)
            #expect(run.exitCode == 0, "\(run.errors)")
        }

        /// The files of one kind, in order.
        func files(_ root: String, _ kind: String) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: root + "/" + kind).sorted()
                .map { root + "/" + kind + "/" + $0 }
        }
    }

    private func table(_ path: String) throws -> ColumnBatch {
        let reader = try ParquetReader(path: path)
        try reader.start(
            atRowGroup: 0, batchRows: 10_000,
            columns: reader.schema.fields.enumerated().map { ColumnChoice(column: $0, name: $1.name) })
        var batches: [ColumnBatch] = []
        while let batch = try reader.next() { batches.append(batch) }
        return try ColumnBatch.concatenate(batches)
    }

    private func least(_ one: ArrayFile, _ other: ArrayFile) -> Double {
        var least = 1.0
        for row in 0..<one.rowCount {
            let (a, b) = (one.floats(ofRows: row..<row + 1), other.floats(ofRows: row..<row + 1))
            func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
            least = min(least, dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot())
        }
        return least
    }

    /// Compares what the download wrote with what `embed` makes of the finished dataset.
    private func expectSame(_ fixture: Fixture) throws {
        let verified = try ToolRun(["verify", fixture.out])
        #expect(verified.exitCode == 0, "\(verified.output)\(verified.errors)")
        try fixture.embedAfterwards()
        for kind in ["img_emb", "text_emb"] {
            let (own, after) = (try fixture.files(fixture.out, kind), try fixture.files(fixture.after, kind))
            #expect(own.count == after.count)
            for (one, other) in zip(own, after) {
                let (a, b) = (try ArrayFile(path: one), try ArrayFile(path: other))
                try #require(a.header == b.header)
                let least = least(a, b)
                #expect(least >= 0.9999, "\(one): \(least)")
            }
        }
        let (own, after) = (
            try fixture.files(fixture.out, "metadata"), try fixture.files(fixture.after, "metadata")
        )
        #expect(own.count == after.count)
        for (one, other) in zip(own, after) {
            let (a, b) = (try table(one), try table(other))
            #expect(a.schema.fields == b.schema.fields)
            try #require(a.rowCount == b.rowCount)
            for field in a.schema.fields where field.typeName != "double" {
                let (left, right) = (a.text(field.name), b.text(field.name))
                for row in 0..<a.rowCount { #expect(left?.string(row) == right?.string(row), "\(field.name)") }
            }
            for name in ["similarity", "head"] + (fixture.hasNSFW ? ["nsfw_score"] : []) {
                let (left, right) = (try a.numbers(name), try b.numbers(name))
                #expect(zip(left, right).allSatisfy { abs($0 - $1) < 0.0001 }, "\(name)")
            }
        }
    }

    @Test(
        "They are those of embed afterwards, in its layout and order",
        .enabled(if: ModelTools.hasAll, "\(ModelTools.advice)"),
        arguments: [
            [], ["--order", "input"], ["--output-format", "files"],
            ["--output-format", "parquet", "--encode-format", "png"],
            [
                "--output-format", "tfrecord", "--resize-mode", "keep_ratio", "--image-size", "300",
                "--encode-quality", "60",
            ],
            ["--resize-mode", "no", "--skip-reencode", "--max-shard-size", "200KB"],
        ])
    func asAfterwards(options: [String]) throws {
        let fixture = try Fixture(rows: 30, nsfw: options.isEmpty)
        let run = try fixture.download(options)
        #expect(run.exitCode == 0, "\(run.errors)")
        try expectSame(fixture)
    }

    @Test(
        "verify names embeddings that are gone or changed, and has their shards made again",
        .enabled(if: ModelTools.hasAll))
    func verified() throws {
        let fixture = try Fixture(rows: 45, imagesOnly: true, nsfw: false)
        #expect(try fixture.download().exitCode == 0)
        try FileManager.default.removeItem(atPath: fixture.out + "/img_emb/img_emb_00001.npy")
        let changed = URL(fileURLWithPath: fixture.out + "/text_emb/text_emb_00002.npy")
        var bytes = try Data(contentsOf: changed)
        bytes[bytes.count - 2] ^= 1
        try bytes.write(to: changed)
        let found = try ToolRun(["verify", fixture.out])
        #expect(found.exitCode == 1)
        #expect(found.output.contains("00001  embeddings  img_emb/img_emb_00001.npy is missing"), "\(found.output)")
        #expect(found.output.contains("text_emb_00002.npy: its bytes are not those that were written"))
        _ = try ToolRun(["verify", fixture.out, "--repair"])
        #expect(try fixture.download().exitCode == 0)
        try expectSame(fixture)
    }

    @Test("The same in a store", .enabled(if: ModelTools.hasAll && StoreServer.isHere))
    func verifiedInStore() throws {
        let store = try StoreServer()
        let fixture = try Fixture(rows: 45, imagesOnly: true, nsfw: false)
        var words = fixture.arguments(["--state-folder", fixture.folder.path("state")])
        words[words.firstIndex(of: "--output-folder").map { $0 + 1 } ?? 0] = "s3://out/data"
        func run(_ words: [String], exitCode: Int32 = 0) throws -> ToolRun {
            let run = try ToolRun(words, environment: store.environment)
            #expect(run.exitCode == exitCode, "\(run.output)\(run.errors)")
            return run
        }
        _ = try run(words)
        _ = try run(["verify", "s3://out/data"])
        try store.remove("data/img_emb/img_emb_00001.npy", of: "out")
        let found = try run(["verify", "s3://out/data", "--repair"], exitCode: 1)
        #expect(found.output.contains("00001  embeddings  img_emb/img_emb_00001.npy is missing\n1 of 3 shards"))
        #expect(try store.sizes(in: "out").keys.filter { $0.contains("00001") } == [])
        _ = try run(words)
        _ = try run(["verify", "s3://out/data"])
    }

    @Test(
        "Computed columns are in the dataset's tables and samples, and conditions find them",
        .enabled(if: ModelTools.hasAll))
    func columns() throws {
        let fixture = try Fixture()
        #expect(try fixture.download().exitCode == 0)
        let table = try table(fixture.out + "/00000.parquet")
        #expect(table.schema.fields.suffix(4).map(\.name) == ["similarity", "nsfw_score", "NSFW", "head"])
        let (statuses, tags) = (table.text("status"), table.text("NSFW"))
        let scores = try table.numbers("similarity")
        for row in 0..<table.rowCount {
            let isImage = statuses?.string(row) == "success"
            #expect(isImage == !scores[row].isNaN && isImage == (tags?.string(row) != nil))
        }
        let sample = try #require(
            try fixture.list.dataset().shards.first?.members.first { $0.key.hasSuffix(".json") })
        let json = try #require(try JSONSerialization.jsonObject(with: Data(sample.value)) as? [String: Any])
        #expect(json["similarity"] is Double && json["NSFW"] is String && json["head"] is Double)

        let middle = scores.filter { !$0.isNaN }.sorted()[3]
        let run = try ToolRun([
            "reshape", fixture.out, "--output-folder", fixture.folder.path("best"), "--disable-all-reencoding",
            "--where", "similarity >= \(middle)",
        ])
        #expect(run.exitCode == 0, "\(run.errors)")
        let best = try WrittenDataset(fixture.folder.path("best"))
        #expect(!best.rows.isEmpty && best.rows.count < 40)
    }

    @Test("Killed at many moments and resumed, every sample has one vector, its own", .enabled(if: ModelTools.hasAll))
    func killed() throws {
        let fixture = try Fixture(rows: 300, nsfw: false)
        let options = ["--max-in-flight", "16"]
        var kills = 0
        for moment in 0..<12 {
            let before = fixture.list.server.requests
            let tool = try RunningTool(fixture.arguments(options, samplesPerShard: 40))
            while fixture.list.server.requests < before + 7 + 5 * moment, tool.process.isRunning { usleep(1000) }
            usleep(UInt32(20_000 * (moment % 4)))
            if tool.process.isRunning { kills += 1 }
            tool.send(SIGKILL)
            _ = tool.wait()
        }
        #expect(kills > 5)
        let run = try fixture.download(options, samplesPerShard: 40)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try fixture.list.dataset().rows.count == 300)
        try expectSame(fixture)
        let open = try FileManager.default.contentsOfDirectory(atPath: fixture.out + "/.img2shards/open")
        #expect(open.isEmpty, "\(open)")
    }

    @Test(
        "Another model is refused, also for an extension; --incremental-mode overwrite begins anew",
        .enabled(if: ModelTools.hasAll))
    func identity() throws {
        let fixture = try Fixture(rows: 30, nsfw: false)
        #expect(try fixture.download().exitCode == 0)
        let other = fixture.folder.path("other.onnx")
        var bytes = try Data(contentsOf: URL(filePath: fixture.folder.path("image.onnx")))
        bytes.append(contentsOf: [0x0a, 0x00])
        try bytes.write(to: URL(filePath: other))
        var models = fixture.models
        models[1] = other
        for own in [models, Array(fixture.models.dropLast(2))] {
            let run = try fixture.download(models: own)
            #expect(run.exitCode == 2, "\(run.errors)")
        }
        let plain = try ToolRun(fixture.list.arguments(samplesPerShard: 15))
        #expect(plain.exitCode == 2 && plain.errors.contains("--embed"), "\(plain.errors)")
        for own in [models, nil] {
            let run =
                try own.map { try fixture.download(["--incremental-mode", "extend"], models: $0) }
                ?? ToolRun(fixture.list.arguments(["--incremental-mode", "extend"], samplesPerShard: 15))
            #expect(run.exitCode == 2 && run.errors.contains("would mix two datasets"), "\(run.errors)")
        }
        let anew = try ToolRun(
            fixture.list.arguments(["--incremental-mode", "overwrite"], samplesPerShard: 15))
        #expect(anew.exitCode == 0, "\(anew.errors)")
        for kind in ["img_emb", "text_emb", "metadata"] {
            #expect(try fixture.files(fixture.out, kind).isEmpty)
        }
    }

    /// Writes a line to `$EVENTS` for each image that a library decodes.
    private static let decoders = """
        static void note(const char *what) {
            int file = open(getenv("EVENTS"), O_WRONLY | O_CREAT | O_APPEND, 0600);
            write(file, what, strlen(what));
            close(file);
        }
        int jpeg_start_decompress(void *picture) {
            note("libjpeg\\n");
            return ((int (*)(void *))dlsym(RTLD_NEXT, "jpeg_start_decompress"))(picture);
        }
        int tjDecompressToYUVPlanes(
            void *handle, const void *bytes, unsigned long count, void *planes, int width, void *strides, int height,
            int flags) {
            note("turbojpeg\\n");
            return ((int (*)(void *, const void *, unsigned long, void *, int, void *, int, int))dlsym(
                RTLD_NEXT, "tjDecompressToYUVPlanes"))(handle, bytes, count, planes, width, strides, height, flags);
        }
        int WebPDecode(const void *bytes, size_t count, void *how) {
            note("libwebp\\n");
            return ((int (*)(const void *, size_t, void *))dlsym(RTLD_NEXT, "WebPDecode"))(bytes, count, how);
        }
        """

    @Test(
        "No library decodes more images than without models, by count",
        .enabled(if: ModelTools.hasAll && PreloadedCalls.canBeMade))
    func oneDecoding() throws {
        let fixture = try Fixture(rows: 1)
        let kinds = ["photo/1.jpg", "cmyk/2.jpg", "gray/3.jpg", "photo/4.webp", "alpha/5.png", "photo/6.gif"]
        let urls = (0..<24).map { fixture.list.server.url("/image/320x200/\(kinds[$0 % kinds.count])?_=\($0)") }
        let list = try fixture.folder.write(
            "kinds.csv", "url,caption\n" + urls.enumerated().map { "\"\($1)\",caption \($0)\n" }.joined())
        let calls = try PreloadedCalls(Self.decoders, in: fixture.folder)
        func decoded(_ name: String, _ arguments: [String]) throws -> [String: Int] {
            let events = fixture.folder.path(name)
            try Data().write(to: URL(filePath: events))
            let run = try ToolRun(arguments, environment: calls.environment(["EVENTS": events]))
            #expect(run.exitCode == 0, "\(run.errors)")
            let lines = String(decoding: try Data(contentsOf: URL(filePath: events)), as: UTF8.self).split(
                separator: "\n")
            return Dictionary(grouping: lines.map(String.init)) { $0 }.mapValues(\.count)
        }
        var plain = fixture.list.arguments()
        plain[2] = list
        let without = try decoded("without", plain)
        #expect(without.values.reduce(0, +) >= 8, "\(without)")
        var arguments = fixture.arguments(["--incremental-mode", "overwrite"])
        arguments[2] = list
        #expect(try decoded("with", arguments) == without)
        // That decodings are seen: reading the dataset again decodes each image once more.
        let again = try decoded(
            "again", ["embed", fixture.out, "--output-folder", fixture.after] + fixture.models)
        #expect(again["libjpeg"] ?? 0 >= 24, "\(again)")
    }

    @Test("A stop ends the run soon, and the next start finishes it", .enabled(if: ModelTools.hasAll))
    func stopped() throws {
        let fixture = try Fixture(rows: 300, imagesOnly: true, nsfw: true)
        let tool = try RunningTool(fixture.arguments(samplesPerShard: 40))
        while fixture.list.server.requests < 100, tool.process.isRunning { usleep(1000) }
        let start = ContinuousClock.now
        tool.send(SIGINT)
        let run = tool.wait()
        #expect(run.exitCode == 130 && ContinuousClock.now - start < .seconds(10), "\(run.errors)")
        let again = try fixture.download(samplesPerShard: 40)
        #expect(again.exitCode == 0, "\(again.errors)")
        let arrays = try fixture.files(fixture.out, "img_emb").map { try ArrayFile(path: $0).rowCount }
        #expect(arrays.reduce(0, +) == 300)
    }

    @Test(
        "A damaged shard is fetched again with its embeddings, and they can be indexed", .enabled(if: ModelTools.hasAll)
    )
    func repaired() throws {
        let fixture = try Fixture(rows: 30, imagesOnly: true, nsfw: false)
        #expect(try fixture.download().exitCode == 0)
        let path = fixture.out + "/00001.tar"
        try Data(contentsOf: URL(filePath: path)).dropLast(9000).write(to: URL(filePath: path))
        #expect(try ToolRun(["verify", fixture.out, "--repair"]).exitCode == 1)
        #expect(try fixture.files(fixture.out, "img_emb").count == 1)
        let run = try fixture.download()
        #expect(run.exitCode == 0, "\(run.errors)")
        try expectSame(fixture)
        let index = try ToolRun(["index", fixture.out, "--output-folder", fixture.folder.path("index")])
        #expect(index.exitCode == 0, "\(index.errors)")
        let found = try ToolRun(["search", fixture.folder.path("index"), "--row", "3"])
        #expect(found.exitCode == 0 && !found.output.isEmpty, "\(found.errors)")
    }

    @Test("Failed rows are tried again with the same models", .enabled(if: ModelTools.hasAll))
    func retried() throws {
        let fixture = try Fixture(rows: 1, nsfw: false)
        let lines = (0..<24).map { row in
            let fault = row % 2 == 0 ? "" : "&status=500&first=1"
            return "\"\(fixture.list.server.url("/image/64x48/photo/\(row).jpg?_=1\(fault)"))\",\"caption \(row)\"\n"
        }
        var arguments = fixture.arguments()
        arguments[2] = try fixture.folder.write("flaky.csv", "url,caption\n" + lines.joined())
        #expect(try ToolRun(arguments).exitCode == 0)
        let run = try ToolRun(["retry", fixture.out, "--allow-private-addresses", "--retries", "0"])
        #expect(run.exitCode == 0, "\(run.errors)")
        let arrays = try fixture.files(fixture.out, "img_emb").map { try ArrayFile(path: $0).rowCount }
        #expect(arrays.reduce(0, +) == 24, "\(arrays)")
        try expectSame(fixture)
    }

    @Test("Rows with one URL share the image and not the caption", .enabled(if: ModelTools.hasAll))
    func sharedURLs() throws {
        let fixture = try Fixture(rows: 1, nsfw: false)
        let url = fixture.list.server.url("/image/64x48/photo/7.jpg")
        let text = (0..<6).map { "\"\(url)\",\"a picture of \($0) things\"\n" }.joined()
        let path = try fixture.folder.write("same.csv", "url,caption\n" + text)
        var arguments = fixture.arguments()
        arguments[2] = path
        let run = try ToolRun(arguments)
        #expect(run.exitCode == 0, "\(run.errors)")
        try expectSame(fixture)
        let texts = try ArrayFile(path: try #require(try fixture.files(fixture.out, "text_emb").first))
        #expect(texts.rowCount == 6)
        #expect(Set((0..<6).map { texts.floats(ofRows: $0..<$0 + 1) }).count == 6)
    }

    @Test("Without OpenVINO the message names the command that installs it, and nothing is written")
    func noEngine() throws {
        let fixture = try Fixture(rows: 5)
        let run = try fixture.download(["--openvino", fixture.folder.path], models: ["--nsfw-model", "x.onnx"])
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("scripts/setup-models"), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: fixture.out))
        #expect(fixture.list.server.requests == 0)
    }

    @Test("What does not go together is refused before anything is fetched")
    func refused() throws {
        let fixture = try Fixture(rows: 5)
        let nsfw = ["--embed", "--nsfw-model", "x.onnx"]
        for (options, word) in [
            (["--embed"], "name at least one of --image-model"),
            (["--image-model", "x.onnx"], "add it"), (["--precision", "bf16"], "--embed"),
            (
                nsfw + ["--image-size", "128,64"],
                "img2shards embed \(fixture.out)/64 --output-folder embeddings --nsfw-model x.onnx\n"
            ),
            (nsfw + ["--output-format", "dummy"], "leave it out"),
            (nsfw + ["--save-metadata-only"], "leave it out"),
            (nsfw + ["--disable-all-reencoding"], "decodes none"), (nsfw + ["--encode-format", "webp"], "jpg and png"),
            (nsfw + ["--encode-format", "original"], "jpg and png"),
            (nsfw + ["--skip-reencode", "--no-orient"], "upright"),
            (nsfw + ["--precision", "int4"], "fp32, bf16"), (nsfw + ["--head", "x.onnx"], "column=file.onnx"),
            (nsfw + ["--head", "url=x.onnx"], "taken"), (nsfw + ["--head", "width=x.onnx"], "taken"),
            (nsfw + ["--resize-mode", "fit", "--buckets", "64", "--bucket-folders"], "bucket"),
        ] {
            let run = try ToolRun(fixture.list.arguments(options))
            #expect(run.exitCode == 2, "\(options)")
            #expect(run.errors.contains(word), "\(options): \(run.errors)")
        }
        // A caption model without captions.
        var arguments = fixture.list.arguments(["--embed", "--text-model", "x.onnx", "--vocabulary", "y"])
        arguments.removeAll { $0 == "--caption-col" || $0 == "caption" }
        #expect(try ToolRun(arguments).errors.contains("--caption-col"))
        #expect(fixture.list.server.requests == 0)
        #expect(!FileManager.default.fileExists(atPath: fixture.out))
    }
}
