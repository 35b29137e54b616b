// Indices on a failing disk, and with every kind of damage.

import Files
import Foundation
import Indexing
import TestSupport
import Testing
import VectorSearch

@Suite("Damaged indices and failing disks")
struct DamagedIndexTests {
    private static func made(_ folder: TemporaryFolder, rows: Int = 60) throws -> IndexingOptions {
        var made = MadeVectors(dimension: 8, seed: 5)
        try EmbeddingFixture.write(
            (0..<rows).map { _ in made.vector() }, to: folder.path("emb/img_emb/img_emb_0.npy"))
        return IndexingOptions(embeddings: [folder.path("emb")], outputFolder: folder.path("index"), threads: 1)
    }

    @Test(
        "Whichever call to the disk fails, there is a whole index or none, and the next build completes it",
        arguments: IndexType.allCases)
    func disk(type: IndexType) throws {
        let folder = try TemporaryFolder()
        var options = try Self.made(folder)
        options.type = type
        let calls = FileFaults()
        _ = try calls.run { try IndexBuild(options).run { _ in } }
        let count = calls.operations.count
        #expect(count > 10)
        for number in 0..<count {
            for isReplaced in [false, true] {
                options.outputFolder = folder.path("\(type.rawValue)-\(number)-\(isReplaced)")
                var query = MadeVectors(dimension: 8, seed: 6)
                if isReplaced {
                    var earlier = options
                    earlier.type = type == .flat ? .ivf : .flat
                    _ = try IndexBuild(earlier).run { _ in }
                }
                let faults = FileFaults { place, _ in place == number ? .error(EIO) : nil }
                var failed = false
                do {
                    _ = try faults.run { try IndexBuild(options).run { _ in } }
                } catch {
                    failed = true
                }
                if let info = try? IndexInfo.read(folder: options.outputFolder) {
                    let index = try VectorIndex(path: options.outputFolder, modality: .image)
                    #expect(try index.search(vector: query.vector(), count: 3).count == 3)
                    #expect(failed || info.image?.type == type)
                } else {
                    #expect(failed, "call \(number): \(calls.operations[number])")
                }
                _ = try IndexBuild(options).run { _ in }
                #expect(try VectorIndex(path: options.outputFolder, modality: .image).info?.type == type)
                #expect(try Durable.list(options.outputFolder + "/.img2shards") == ["index-lock"])
            }
        }
    }

    @Test("A file that is cut or has other bytes is refused or searched, never a crash", arguments: IndexType.allCases)
    func damage(type: IndexType) throws {
        let folder = try TemporaryFolder()
        var options = try Self.made(folder)
        options.type = type
        _ = try IndexBuild(options).run { _ in }
        let path = options.outputFolder + "/image.index"
        let whole = try folder.bytes(of: "index/image.index")
        var query = MadeVectors(dimension: 8, seed: 6)
        let vector = query.vector()
        var refused = 0
        func open(_ bytes: [UInt8]) throws {
            try Durable.replace(path, with: bytes)
            do {
                let index = try VectorIndex(path: options.outputFolder, modality: .image)
                _ = try index.search(vector: vector, count: 5)
            } catch {
                #expect(error.category == .damaged, "\(error)")
                let command = "img2shards index \(folder.path("emb")) --output-folder \(options.outputFolder)"
                #expect(error.description.hasSuffix("\n  build it again: " + command), "\(error)")
                refused += 1
            }
        }
        for length in stride(from: 0, to: whole.count, by: 7) { try open(Array(whole[..<length])) }
        #expect(refused == (whole.count + 6) / 7)
        try open(whole + [0])
        #expect(refused == (whole.count + 6) / 7 + 1)
        for place in 0..<min(whole.count, 400) {
            for byte: UInt8 in [0, 1, 0x7f, 0x80, 0xff] where whole[place] != byte {
                var bytes = whole
                bytes[place] = byte
                try open(bytes)
            }
        }
        #expect(refused > 200)
    }

    @Test(
        "An info of another version, or that is no JSON, is refused by name", arguments: ["{}", "no", "{\"format\":9}"])
    func info(text: String) throws {
        let folder = try TemporaryFolder()
        let options = try Self.made(folder)
        _ = try IndexBuild(options).run { _ in }
        try folder.write("index/info.json", text)
        let error = #expect(throws: SearchError.self) { try VectorIndex(path: options.outputFolder, modality: .image) }
        #expect(error?.category == .damaged)
        #expect(error?.description.hasSuffix("index … --output-folder \(options.outputFolder)") == true)
        // Built again.
        _ = try IndexBuild(options).run { _ in }
        #expect(try VectorIndex(path: options.outputFolder, modality: .image).count == 60)
    }
}
