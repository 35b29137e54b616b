// Folders of embeddings: which files, in which order, and exact search in them.

import Arrays
import Files
import TestSupport
import Testing
import VectorSearch

@Suite("Folders of embeddings")
struct EmbeddingFolderTests {
    @Test("Names with numbers that are not padded are in the order of the numbers")
    func order() throws {
        let names = ["img_emb_10.npy", "img_emb_9.npy", "img_emb_100.npy", "a", "img_emb_0.npy", "img_emb_09b.npy"]
        #expect(
            names.sorted(by: NumericOrder.precedes)
                == ["a", "img_emb_0.npy", "img_emb_9.npy", "img_emb_09b.npy", "img_emb_10.npy", "img_emb_100.npy"])
    }

    @Test("Rows of many files, of float16 and float32 and without a row, are one list in numeric order")
    func manyFiles() throws {
        let folder = try TemporaryFolder()
        var made = MadeVectors(dimension: 20, seed: 1)
        let vectors = (0..<33).map { _ in made.vector() }
        for (number, rows) in [(0, 0..<3), (2, 3..<10), (10, 10..<31), (11, 31..<33)] {
            try EmbeddingFixture.write(
                Array(vectors[rows]), to: folder.path("text_emb/text_emb_\(number).npy"),
                as: number == 2 ? .float32 : .float16)
        }
        #expect(try VectorIndex.modalities(at: folder.path) == [.text])
        let index = try VectorIndex(path: folder.path, modality: .text)
        #expect(index.count == 33)
        #expect(index.dimension == 20)
        for row in 0..<33 {
            #expect(zip(index.vector(row: row), vectors[row]).allSatisfy { abs($0 - $1) < 1e-3 })
            let hits = try index.search(vector: vectors[row].map { $0 * 7 }, count: 5)
            #expect(hits.map(\.row) == EmbeddingFixture.nearest(vectors[row], among: vectors, count: 5))
            #expect(abs((hits.first?.similarity ?? 0) - 1) < 1e-3)
        }
        #expect(try index.search(vector: [Float](repeating: 0, count: 20), count: 5).isEmpty)
        #expect(try index.search(vector: vectors[0], count: 100).count == 33)
        #expect(throws: SearchError.self) { try index.search(vector: [1, 2], count: 5) }
        #expect(throws: SearchError.self) { try VectorIndex(path: folder.path, modality: .image) }
    }

    @Test("Rows of other lengths among unit vectors are compared by their direction")
    func oddLengths() throws {
        let folder = try TemporaryFolder()
        var made = MadeVectors(dimension: 16, seed: 4)
        let vectors = (0..<40).map { _ in made.vector() }
        var stored = vectors
        stored[17] = stored[17].map { $0 * 3 }
        stored[5] = stored[5].map { $0 / 100 }
        try EmbeddingFixture.write(stored, to: folder.path("img_emb/img_emb_0.npy"), as: .float32)
        let index = try VectorIndex(path: folder.path, modality: .image)
        for row in [0, 5, 17, 30] {
            let hits = try index.search(vector: vectors[row], count: 5)
            #expect(hits.map(\.row) == EmbeddingFixture.nearest(vectors[row], among: vectors, count: 5))
            #expect(hits.allSatisfy { $0.similarity < 1.001 })
        }
    }

    @Test("A folder of arrays alone is searched, and one without any is refused with what is expected")
    func otherLayouts() throws {
        let folder = try TemporaryFolder()
        #expect(throws: SearchError.self) { try EmbeddingFolder(path: folder.path) }
        var made = MadeVectors(dimension: 4, seed: 2)
        try EmbeddingFixture.write([made.vector()], to: folder.path("img_emb_0.npy"))
        try EmbeddingFixture.write([made.vector()], to: folder.path("text_emb_0.npy"))
        let listed = try EmbeddingFolder(path: folder.path)
        #expect(listed.imageFiles == [folder.path("img_emb_0.npy")])
        #expect(listed.textFiles == [folder.path("text_emb_0.npy")])
    }

    @Test("Files of other dimensions, and what is no array, are refused by name")
    func refused() throws {
        let folder = try TemporaryFolder()
        var (made, longer) = (MadeVectors(dimension: 4, seed: 2), MadeVectors(dimension: 5, seed: 2))
        try EmbeddingFixture.write([made.vector()], to: folder.path("img_emb/img_emb_0.npy"))
        try EmbeddingFixture.write([longer.vector()], to: folder.path("img_emb/img_emb_1.npy"))
        let error = #expect(throws: SearchError.self) { try VectorIndex(path: folder.path, modality: .image) }
        #expect(error?.category == .damaged)
        #expect(error?.description.contains("img_emb_1.npy holds vectors of 5 values") == true)
    }
}
