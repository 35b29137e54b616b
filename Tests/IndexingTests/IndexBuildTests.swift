// Indices of made embeddings: what they find, and what is left on disk.

import Arrays
import Files
import Foundation
import Ground
import Indexing
import TestSupport
import Testing
import VectorSearch

@Suite("Building indices")
struct IndexBuildTests {
    /// Embeddings of both kinds, in files of unequal size.
    private struct Made {
        let folder: TemporaryFolder
        let images: [[Float]]
        let texts: [[Float]]

        var embeddings: String { folder.path("emb") }
        var index: String { folder.path("index") }

        init(rows: Int, dimension: Int = 64) throws {
            folder = try TemporaryFolder()
            var made = MadeVectors(dimension: dimension, seed: 7)
            images = made.vectors(rows, clusters: 40)
            texts = images.map { made.vector(near: $0, spread: 0.05) }
            for (kind, vectors) in [("img", images), ("text", texts)] {
                let cut = rows / 3
                try EmbeddingFixture.write(
                    Array(vectors[..<cut]), to: folder.path("emb/\(kind)_emb/\(kind)_emb_9.npy"))
                try EmbeddingFixture.write(
                    Array(vectors[cut...]), to: folder.path("emb/\(kind)_emb/\(kind)_emb_10.npy"), as: .float32)
            }
        }

        func options(_ type: IndexType, threads: Int = 2) -> IndexingOptions {
            var options = IndexingOptions(embeddings: [embeddings], outputFolder: index, threads: threads)
            options.type = type
            return options
        }

        func build(_ options: IndexingOptions) throws -> IndexReport { try IndexBuild(options).run { _ in } }
    }

    @Test("Every row is found by its own vector and by its caption's, in both types", arguments: IndexType.allCases)
    func finds(type: IndexType) throws {
        let made = try Made(rows: 3_000)
        let report = try made.build(made.options(type))
        #expect(report.parts.map(\.modality) == [.image, .text])
        for part in report.parts {
            #expect(part.info.vectors == 3_000)
            #expect(part.info.type == type)
            #expect(part.info.recall.filter { $0.probes == part.info.probes }.count == 2)
            for recall in part.info.recall where recall.probes == part.info.probes {
                #expect(recall.at10 >= (type == .flat ? 0.999 : 0.95), "\(recall)")
            }
        }
        #expect(try VectorIndex.modalities(at: made.index) == [.image, .text])
        let images = try VectorIndex(path: made.index, modality: .image)
        #expect(images.count == 3_000)
        #expect(images.folders.map(\.path) == [made.embeddings])
        for row in stride(from: 0, to: 3_000, by: 97) {
            let hits = try images.search(vector: made.images[row], count: 3)
            #expect(hits.first?.row == row)
            #expect(hits.count == 3)
            #expect(abs((hits.first?.similarity ?? 0) - 1) < 1e-3)
            #expect(zip(images.vector(row: row), made.images[row]).allSatisfy { abs($0 - $1) < 1e-3 })
        }
    }

    @Test("A search of all lists finds what a search of all rows finds")
    func exact() throws {
        let made = try Made(rows: 2_000)
        _ = try made.build(made.options(.ivf))
        let lists = try #require(VectorIndex(path: made.index, modality: .text).info?.lists)
        let index = try VectorIndex(path: made.index, modality: .text, probes: lists)
        for row in stride(from: 0, to: 2_000, by: 61) {
            let found = try index.search(vector: made.images[row], count: 10).map(\.row)
            #expect(found == EmbeddingFixture.nearest(made.images[row], among: made.texts, count: 10))
        }
    }

    @Test("The files are the same for any number of threads and any memory", arguments: IndexType.allCases)
    func same(type: IndexType) throws {
        let made = try Made(rows: 7_000, dimension: 20)
        var files: [[UInt8]] = []
        for threads in [1, 3] {
            var options = made.options(type, threads: threads)
            options.outputFolder = made.folder.path("index-\(threads)")
            options.memory = (threads == 1 ? 64 : 512) << 20
            _ = try made.build(options)
            files.append(try made.folder.bytes(of: "index-\(threads)/image.index"))
            #expect(try made.folder.names(in: "index-\(threads)/.img2shards") == ["index-lock"])
        }
        #expect(files[0] == files[1])
    }

    @Test("A complete index is kept; one of changed embeddings is refused and built again")
    func changed() throws {
        let made = try Made(rows: 300)
        _ = try made.build(made.options(.flat))
        #expect(try made.build(made.options(.flat)).parts.allSatisfy(\.isKept))
        #expect(try made.build(made.options(.ivf)).parts.allSatisfy { !$0.isKept })
        var other = MadeVectors(dimension: 64, seed: 8)
        try EmbeddingFixture.write(
            (0..<100).map { _ in other.vector() }, to: made.embeddings + "/img_emb/img_emb_9.npy")
        let error = #expect(throws: SearchError.self) { try VectorIndex(path: made.index, modality: .image) }
        #expect(error?.category == .changed)
        #expect(try made.build(made.options(.ivf)).parts.allSatisfy { !$0.isKept })
        #expect(try VectorIndex(path: made.index, modality: .image).count == 300)
    }

    @Test("One changed row among many is noticed; a copy of the same rows is not another")
    func changedRow() throws {
        let made = try Made(rows: 300)
        _ = try made.build(made.options(.flat))
        let file = URL(filePath: made.embeddings + "/img_emb/img_emb_9.npy")
        let bytes = try Data(contentsOf: file)
        try FileManager.default.removeItem(at: file)
        try bytes.write(to: file)
        #expect(try VectorIndex(path: made.index, modality: .image).count == 300)
        var other = bytes
        other[other.count - 333] ^= 1
        try other.write(to: file)
        #expect(
            #expect(throws: SearchError.self) { try VectorIndex(path: made.index, modality: .image) }?.category
                == .changed)
    }

    @Test("Embeddings that were moved are named, and found where they are now")
    func moved() throws {
        let made = try Made(rows: 50)
        _ = try made.build(made.options(.flat))
        try FileManager.default.moveItem(atPath: made.embeddings, toPath: made.folder.path("away"))
        let error = #expect(throws: SearchError.self) { try VectorIndex(path: made.index, modality: .image) }
        #expect(error?.category == .missing)
        #expect(error?.description.contains(made.embeddings) == true)
        let index = try VectorIndex(path: made.index, modality: .image, embeddings: [made.folder.path("away")])
        #expect(try index.search(vector: made.images[7], count: 1).map(\.row) == [7])
    }

    @Test("Rows of zeros and of no numbers are counted and never found", arguments: IndexType.allCases)
    func unusable(type: IndexType) throws {
        let folder = try TemporaryFolder()
        var made = MadeVectors(dimension: 16, seed: 3)
        var vectors = (0..<200).map { _ in made.vector() }
        vectors[10] = [Float](repeating: 0, count: 16)
        vectors[20][3] = .nan
        vectors[30][3] = .infinity
        try EmbeddingFixture.write(vectors, to: folder.path("emb/img_emb/img_emb_0.npy"), as: .float32)
        var options = IndexingOptions(
            embeddings: [folder.path("emb")], outputFolder: folder.path("index"), threads: 2)
        options.type = type
        let report = try IndexBuild(options).run { _ in }
        #expect(report.parts.first?.info.unusableRows == 3)
        #expect(report.lines.contains { $0.contains("3 vectors without a direction") })
        let index = try VectorIndex(path: folder.path("index"), modality: .image, probes: 1_000)
        let hits = try index.search(vector: vectors[0], count: 300)
        #expect(Set(hits.map(\.row)) == Set(0..<200).subtracting([10, 20, 30]))
    }

    @Test("What cannot be built is refused before anything is written")
    func refused() throws {
        let made = try Made(rows: 30)
        func error(_ change: (inout IndexingOptions) -> Void) -> CommandFailure? {
            var options = made.options(.ivf)
            change(&options)
            return #expect(throws: CommandFailure.self) { try IndexBuild(options) }
        }
        #expect(error { $0.embeddings = [made.folder.path("nothing")] }?.exitCode == 2)
        #expect(error { $0.lists = 31 }?.description.contains("--lists cannot be 31") == true)
        #expect(error { $0.threads = 0 }?.exitCode == 2)
        #expect(error { $0.recall = 1.5 }?.exitCode == 2)
        #expect(error { $0.memory = 1 << 20 }?.exitCode == 2)
        try FileManager.default.removeItem(atPath: made.embeddings + "/text_emb/text_emb_9.npy")
        #expect(error { _ in }?.description.contains("are not of the same rows") == true)
        #expect(!FileManager.default.fileExists(atPath: made.index))
    }

    @Test("Two builds in one folder: the second is refused")
    func held() throws {
        let made = try Made(rows: 30)
        try Durable.makeFolder(made.index + "/.img2shards")
        let lock = try FolderLock(path: made.index + "/.img2shards/index-lock")
        let error = #expect(throws: CommandFailure.self) { try made.build(made.options(.flat)) }
        #expect(error?.exitCode == 3)
        _ = lock.isHeld
    }
}
