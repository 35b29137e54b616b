// `embed --embeddings`: embeddings of a dataset for another one with the same images.

import Arrays
import Foundation
import TestSupport
import Testing

@Suite("Embeddings that are taken from elsewhere")
struct TakenEmbeddingTests {
    /// A dataset of 40 images in shards of 15, and models with random weights.
    private struct Fixture {
        let folder: TemporaryFolder
        let list: SampleList
        var dataset: String { list.folder.path("out") }
        var embeddings: String { folder.path("emb") }

        init(_ options: [String] = []) throws {
            folder = try TemporaryFolder()
            list = try SampleList(rows: 40, imagesOnly: true)
            if ModelTools.hasAll { try ModelTools.makeTinyModels(in: folder.path) }
            let words = options.contains("--embed") ? options + models : options
            let run = try ToolRun(list.arguments(words, samplesPerShard: 15))
            #expect(run.exitCode == 0, "\(run.errors)")
        }

        var models: [String] {
            [
                "--image-model", folder.path("image.onnx"), "--text-model", folder.path("text.onnx"),
                "--vocabulary", ModelTools.vocabulary,
            ]
        }

        func run(_ words: [String], exitCode: Int32 = 0) throws -> ToolRun {
            let run = try ToolRun(words)
            #expect(run.exitCode == exitCode, "\(words): \(run.output)\(run.errors)")
            return run
        }
    }

    /// Both vectors of each image, by its key.
    private func vectors(_ folder: String) throws -> [String: [Float]] {
        var vectors: [String: [Float]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/metadata") {
            let part = name.dropFirst("metadata_".count).dropLast(".parquet".count)
            let images = try ArrayFile(path: folder + "/img_emb/img_emb_\(part).npy")
            let texts = try ArrayFile(path: folder + "/text_emb/text_emb_\(part).npy")
            let rows = try TextTable(folder + "/metadata/" + name).rows
            try #require(rows.count == images.rowCount && rows.count == texts.rowCount)
            for (place, row) in rows.enumerated() {
                let own = images.floats(ofRows: place..<place + 1) + texts.floats(ofRows: place..<place + 1)
                vectors[try #require(row["image_path"] ?? nil)] = own
            }
        }
        return vectors
    }

    @Test(
        "A filtered dataset gets the vectors and scores of its images, without models",
        .enabled(if: ModelTools.hasAll))
    func filtered() throws {
        let fixture = try Fixture()
        _ = try fixture.run(
            ["embed", fixture.dataset, "--output-folder", fixture.embeddings, "--rows-per-file", "20"] + fixture.models)
        let all = try vectors(fixture.embeddings)
        #expect(all.count == 40)
        let (best, out) = (fixture.folder.path("best"), fixture.folder.path("best-emb"))
        _ = try fixture.run([
            "reshape", fixture.dataset, "--scores", fixture.embeddings, "--top", "similarity:50%", "--image-size", "64",
            "--output-folder", best, "--number-sample-per-shard", "7",
        ])
        let words = ["embed", best, "--embeddings", fixture.embeddings, "--output-folder", out]
        let first = try fixture.run(words)
        #expect(first.output.hasPrefix("20 images embedded, from "), "\(first.output)")
        let own = try vectors(out)
        #expect(own.count == 20)
        for (key, vector) in own { #expect(vector == all[key]) }
        let similarities = try TextTable(out + "/metadata/metadata_0.parquet").rows.map { $0["similarity"] }
        #expect(similarities.count == 20 && similarities.allSatisfy { $0 != nil })
        // Complete: nothing is made again.
        #expect(try fixture.run(words).output.contains("1 file of an earlier run kept"))
        _ = try fixture.run(["index", out, "--output-folder", fixture.folder.path("index")])
    }

    @Test("The folder of a download with --embed is such a place, too", .enabled(if: ModelTools.hasAll))
    func ofDownload() throws {
        let fixture = try Fixture(["--embed"])
        let out = fixture.folder.path("again")
        _ = try fixture.run(["embed", fixture.dataset, "--embeddings", fixture.dataset, "--output-folder", out])
        let (own, given) = (try vectors(out), try vectors(fixture.dataset))
        #expect(own.count == 40)
        #expect(own == given)
    }

    @Test("Images of another dataset with the same keys get none of them", .enabled(if: ModelTools.hasAll))
    func otherImages() throws {
        let (fixture, other) = (try Fixture(), try Fixture())
        _ = try fixture.run(["embed", fixture.dataset, "--output-folder", fixture.embeddings] + fixture.models)
        let run = try fixture.run(
            ["embed", other.dataset, "--embeddings", fixture.embeddings, "--output-folder", other.embeddings],
            exitCode: 1)
        #expect(run.errors.contains("has embeddings of none of the 40 images"), "\(run.errors)")
    }

    @Test("A place without embeddings, and models beside it, are refused before anything is written")
    func refused() throws {
        let fixture = try Fixture()
        let words = ["embed", fixture.dataset, "--embeddings", fixture.dataset, "--output-folder", fixture.embeddings]
        let none = try fixture.run(words, exitCode: 2)
        #expect(none.errors.contains("no embeddings are there"), "\(none.errors)")
        let models = try fixture.run(words + ["--image-model", "x.onnx"], exitCode: 2)
        #expect(models.errors.contains("leave out --image-model"), "\(models.errors)")
        #expect(!FileManager.default.fileExists(atPath: fixture.embeddings))
    }
}
