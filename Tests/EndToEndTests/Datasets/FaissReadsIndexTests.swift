// Python's faiss over our indices, where scripts/setup could install it.

import Foundation
import TestSupport
import Testing

@Suite("Python's faiss")
struct FaissReadsIndexTests {
    private static let python = Repository.root.appending(path: ".deps/faiss-venv/bin/python")
    static let isHere = FileManager.default.isExecutableFile(atPath: python.path)

    /// Searches as it is read and as it is mapped; prints the rows that both find.
    private static let program = """
        import sys, numpy, faiss
        folder, queries, probes = sys.argv[1], numpy.load(sys.argv[2]).astype("float32"), int(sys.argv[3])
        found = []
        for flags in [0, faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY]:
            index = faiss.read_index(folder + "/image.index", flags)
            if probes: index.nprobe = probes
            found.append(index.search(queries, 10)[1])
        assert (found[0] == found[1]).all()
        for rows in found[0]: print(*rows)
        """

    @Test(
        "It reads both types, whole and mapped, and finds the same rows",
        .enabled(if: isHere, "scripts/setup check installs faiss where Python can be had"), arguments: ["flat", "ivf"])
    func same(type: String) throws {
        let folder = try TemporaryFolder()
        var made = MadeVectors(dimension: 48, seed: 11)
        let vectors = made.vectors(4_000, clusters: 50)
        try EmbeddingFixture.write(vectors, to: folder.path("emb/img_emb/img_emb_0.npy"))
        let queries = folder.path("queries.npy")
        try EmbeddingFixture.write((0..<50).map { made.vector(near: vectors[$0 * 70], spread: 0.1) }, to: queries)
        let index = folder.path("index")
        let built = try ToolRun(
            ["index", folder.path("emb"), "--output-folder", index, "--type", type, "--lists", "32", "--json"])
        try #require(built.exitCode == 0, "\(built.errors)")
        let searched = try ToolRun(["search", index, "--queries", queries, "--probes", "8"])
        try #require(searched.exitCode == 0, "\(searched.errors)")
        let own = searched.output.split(separator: "\n").map { $0.split(separator: " ")[1] }
        let faiss = Process()
        let output = Pipe()
        faiss.executableURL = Self.python
        faiss.arguments = ["-c", Self.program, index, queries, type == "ivf" ? "8" : "0"]
        faiss.standardOutput = output
        try faiss.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        faiss.waitUntilExit()
        #expect(faiss.terminationStatus == 0)
        let theirs = String(decoding: text, as: UTF8.self).split(separator: "\n").flatMap { $0.split(separator: " ") }
        try #require(own.count == 500 && theirs.count == 500)
        // Ours are compared again by the embeddings themselves: neighbours as near as a code's step may change places.
        let same = (0..<50).reduce(0) { sum, query in
            let rows = (query * 10)..<(query * 10 + 10)
            return sum + Set(own[rows]).intersection(theirs[rows]).count
        }
        #expect(same >= 480, "\(same) of 500 rows")
    }
}
