// `embed`: finished shards to embeddings and scores.

import Foundation
import Tables
import TestSupport
import Testing

@Suite("Embeddings")
struct EmbedTests {
    /// A dataset and models with random weights.
    private struct Fixture {
        let folder: TemporaryFolder
        let list: SampleList
        var dataset: String { list.folder.path("out") }
        var out: String { folder.path("emb") }

        init(rows: Int = 40, _ options: [String] = []) throws {
            folder = try TemporaryFolder()
            list = try SampleList(rows: rows, imagesOnly: true)
            let run = try ToolRun(list.arguments(options, samplesPerShard: 15))
            #expect(run.exitCode == 0, "\(run.errors)")
            if ModelTools.hasAll { try ModelTools.makeTinyModels(in: folder.path) }
        }

        var models: [String] {
            [
                "--image-model", folder.path("image.onnx"), "--text-model", folder.path("text.onnx"),
                "--vocabulary", ModelTools.vocabulary, "--head", "head=" + folder.path("head.onnx"),
            ]
        }

        func embed(_ options: [String]) throws -> ToolRun {
            try ToolRun(["embed", dataset, "--output-folder", out, "--json"] + options)
        }

        func names(_ kind: String) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: out + "/" + kind).sorted()
        }
    }

    private func counts(_ run: ToolRun) throws -> [String: Double] {
        let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
        return try #require(object as? [String: Double])
    }

    @Test("Without OpenVINO the message names the command that installs it, and nothing is written")
    func noEngine() throws {
        let fixture = try Fixture(rows: 5)
        let run = try fixture.embed(["--nsfw-model", "x.onnx", "--openvino", fixture.folder.path])
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("scripts/setup-models"))
        #expect(!FileManager.default.fileExists(atPath: fixture.out))
    }

    @Test(
        "Embeddings, similarities and scores are those of Pillow, ONNX Runtime and CLIP's tokenizer",
        .enabled(if: ModelTools.hasAll, "scripts/setup-models check installs them"))
    func againstPython() throws {
        let fixture = try Fixture()
        let run = try fixture.embed(
            fixture.models + ["--nsfw-model", ModelTools.nsfwModel, "--rows-per-file", "20", "--batch-size", "4"])
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try counts(run)["rows"] == 40)
        #expect(try fixture.names("img_emb") == ["img_emb_0.npy", "img_emb_1.npy", "img_emb_2.npy"])
        #expect(try fixture.names("text_emb") == ["text_emb_0.npy", "text_emb_1.npy", "text_emb_2.npy"])
        let check = try ModelTools.python([
            Repository.root.appending(path: "scripts/embed-check").path, fixture.dataset, fixture.out,
            fixture.folder.path, ModelTools.nsfwModel,
        ])
        let report = try #require(try JSONSerialization.jsonObject(with: check) as? [String: Any])
        let least = try #require(report["least_cosine"] as? [String: Double])
        let largest = try #require(report["largest_difference"] as? [String: Double])
        #expect(report["rows"] as? Int == 40)
        #expect(least.values.allSatisfy { $0 >= 0.9999 }, "\(least)")
        #expect(largest.values.allSatisfy { $0 <= 0.01 }, "\(largest)")
        let columns = try #require(report["columns"] as? [String])
        #expect(columns.prefix(3) == ["image_path", "caption", "url"])
        #expect(columns.suffix(4) == ["similarity", "nsfw_score", "NSFW", "head"])
    }

    @Test(
        "Shards of every format are read", .enabled(if: ModelTools.hasAll),
        arguments: ["files", "parquet", "tfrecord"])
    func formats(format: String) throws {
        let fixture = try Fixture(rows: 20, ["--output-format", format])
        let run = try fixture.embed(fixture.models)
        #expect(run.exitCode == 0, "\(run.errors)")
        let counts = try counts(run)
        #expect(counts["rows"] == 20 && counts["failed_to_decode"] == 0 && counts["unknown_keys"] == 0)
        let metadata = try ParquetReader(path: fixture.out + "/metadata/metadata_0.parquet")
        #expect(metadata.rowCount == 20)
        #expect(metadata.schema.fields.allSatisfy { !$0.typeName.hasSuffix("binary") })
    }

    @Test(
        "The same command resumes at the first missing file; other options are refused", .enabled(if: ModelTools.hasAll)
    )
    func resume() throws {
        let fixture = try Fixture()
        let options = fixture.models + ["--rows-per-file", "15"]
        #expect(try fixture.embed(options).exitCode == 0)
        let path = fixture.out + "/metadata/metadata_1.parquet"
        let arrays = fixture.out + "/img_emb/img_emb_1.npy"
        let before = try Data(contentsOf: URL(filePath: arrays))
        try FileManager.default.removeItem(atPath: path)
        try Data("left".utf8).write(to: URL(filePath: fixture.out + "/.img2shards/img_emb_1.npy.new"))
        let again = try fixture.embed(options)
        let found = try counts(again)
        #expect(found["kept_files"] == 2 && found["rows"] == 15)
        #expect(try Data(contentsOf: URL(filePath: arrays)) == before)
        #expect(try ParquetReader(path: path).rowCount == 15)
        #expect(!FileManager.default.fileExists(atPath: fixture.out + "/.img2shards/img_emb_1.npy.new"))
        let other = try fixture.embed(fixture.models + ["--rows-per-file", "30"])
        #expect(other.exitCode == 2 && other.errors.contains("choose another --output-folder"))
    }

    @Test("An image that cannot be decoded is skipped and counted", .enabled(if: ModelTools.hasAll))
    func damaged() throws {
        let fixture = try Fixture(rows: 20, ["--output-format", "files"])
        let files = try FileManager.default.subpathsOfDirectory(atPath: fixture.dataset).filter { $0.hasSuffix(".jpg") }
        let victim = try #require(files.sorted().first)
        try Data("no image".utf8).write(to: URL(filePath: fixture.dataset + "/" + victim))
        let run = try fixture.embed(fixture.models)
        #expect(run.exitCode == 0, "\(run.errors)")
        let counts = try counts(run)
        #expect(counts["rows"] == 19 && counts["failed_to_decode"] == 1)
        #expect(try ParquetReader(path: fixture.out + "/metadata/metadata_0.parquet").rowCount == 19)
    }

    @Test("Wrong options are refused before anything is written", .enabled(if: ModelTools.hasAll))
    func refused() throws {
        let fixture = try Fixture(rows: 5)
        let image = ["--image-model", fixture.folder.path("image.onnx")]
        for (options, word) in [
            ([], "name at least one of --image-model"),
            (["--text-model", fixture.folder.path("text.onnx")], "--vocabulary"),
            (["--image-model", fixture.folder.path("text.onnx")], "an image model takes"),
            (
                ["--text-model", fixture.folder.path("image.onnx"), "--vocabulary", ModelTools.vocabulary],
                "a text model takes"
            ),
            (["--image-model", fixture.folder.path("missing.onnx")], "missing.onnx"),
            (image + ["--batch-size", "0"], "--batch-size"), (image + ["--precision", "int4"], "fp32 or bf16"),
            (image + ["--head", "url=x.onnx"], "taken"), (image + ["--head", "x.onnx"], "column=file.onnx"),
            (image + ["--preprocess", "missing.json"], "missing.json"),
            (
                ["--nsfw-model", ModelTools.nsfwModel, "--head", "a=" + fixture.folder.path("head.onnx")],
                "needs --image-model"
            ),
        ] {
            let run = try fixture.embed(options)
            #expect(run.exitCode == 2, "\(options)")
            #expect(run.errors.contains(word), "\(options): \(run.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: fixture.out))
    }
}
