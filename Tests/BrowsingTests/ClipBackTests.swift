import Arrays
import Browsing
import Files
import Foundation
import Ground
import ShardFormats
import Tables
import TestSupport
import Testing
import Vips

/// Embeds words and pictures as vectors that tests know.
private struct KnownVectors: QueryModel {
    let readsText = true
    let readsImages = true

    func embedding(ofText text: String) throws(CommandFailure) -> [Float] {
        var vector = [Float](repeating: 0, count: 8)
        vector[(Int(text) ?? 0) % 8] = 1
        return vector
    }

    func embedding(ofPicture bytes: [UInt8]) throws(CommandFailure) -> [Float] {
        guard bytes.starts(with: [0xff, 0xd8]) else { throw CommandFailure(.command, "no picture") }
        return try embedding(ofText: "3")
    }
}

@Suite struct ClipBackTests {
    @Test("Pictures of one answer have a limit; results beyond it come without theirs") func pictureBytes() async throws
    {
        let folder = try TemporaryFolder()
        let data = folder.path("data")
        try BrowsedDataset.write(data, shards: 0..<1, format: .files)
        let large = Data([0xff, 0xd8, 0xff, 0xe0] + [UInt8](repeating: 0, count: 16 << 20))
        let names = try folder.names(in: "data/00000").filter { $0.hasSuffix(".jpg") }
        for name in names { try folder.write("data/00000/\(name)", large) }
        let page = try await PageClient([data])
        let answer = try await page.post("/metadata", #"{"ids": [0, 1, 2]}"#)
        let found = (answer.json as? [[String: Any]] ?? []).compactMap { $0["metadata"] as? [String: Any] }
        #expect(found.count == 3)
        #expect(found.count { $0["image"] != nil } == 1)
    }

    /// Embeddings of a dataset of two shards: images of the same row of a shard are the same, others are orthogonal.
    private static func writeEmbeddings(of dataset: String, to folder: String, keys: [String]) throws {
        try Durable.makeFolder(folder + "/img_emb")
        try Durable.makeFolder(folder + "/metadata")
        var writer = try ArrayWriter(path: folder + "/img_emb/img_emb_0.npy", element: .float16, rowLength: 8)
        for key in keys {
            var vector = [Float](repeating: 0, count: 8)
            vector[(Int(key.suffix(2)) ?? 0) % 8] = 1
            try writer.append(vector)
        }
        try writer.finish()
        let batch = try ColumnBatch(
            rowCount: keys.count,
            columns: [
                NewColumn(name: "image_path", values: .text(keys)),
                NewColumn(name: "caption", values: .text(keys.map { "caption of \($0)" })),
            ])
        var table = try ParquetWriter(path: folder + "/metadata/metadata_0.parquet", schema: batch.schema)
        try table.write(batch)
        try table.finish()
    }

    /// A page with a dataset, its embeddings in the order of the tar, and known vectors.
    private static func page(
        _ folder: TemporaryFolder, _ change: (inout BrowseOptions) -> Void = { _ in }
    ) async throws -> PageClient {
        let (data, embeddings) = (folder.path("data"), folder.path("emb"))
        try BrowsedDataset.write(data)
        let keys = [0, 1].flatMap { shard in (0..<6).reversed().map { "0000\(shard)0\($0)" } }
        let stored = try await PageClient([data]).get("/api/search?nsfw=1").results.compactMap { $0["key"] as? String }
        let length = try #require(stored.first).count
        #expect(Set(stored) == Set(keys.map { String($0.suffix(length)) }))
        try writeEmbeddings(of: data, to: embeddings, keys: keys.map { String($0.suffix(length)) })
        return try await PageClient([data], model: KnownVectors()) {
            $0.embeddings = [embeddings]
            change(&$0)
        }
    }

    private static func results(_ answer: PageClient.Answer) -> [[String: Any]] {
        answer.json as? [[String: Any]] ?? []
    }

    @Test("Words, pictures and embeddings find the images that are near, with what clip-back gives of each")
    func knn() async throws {
        let folder = try TemporaryFolder()
        let page = try await Self.page(folder)
        #expect(try await page.get("/indices-list").json as? [String] == ["data"])
        let picture = Data(try BrowsedDataset.picture(0, 3)).base64EncodedString()
        for query in [#""text": "3""#, #""image": "\#(picture)""#, #""embedding_input": [0,0,0,2,0,0,0,0]"#] {
            let body =
                #"{\#(query), "modality": "image", "num_images": 1, "num_result_ids": 4, "indice_name": "data", "deduplicate": false, "use_mclip": false, "aesthetic_score": 9, "aesthetic_weight": 0.5}"#
            let found = Self.results(try await page.post("/knn-service", body))
            #expect(found.count == 4)
            #expect(found.prefix(2).allSatisfy { $0["similarity"] as? Double == 1 })
            // Only so many come with their metadata.
            #expect(found.first?["caption"] as? String == "two red cars and a dog")
            #expect((found.first?["url"] as? String)?.hasSuffix("/3.jpg") == true)
            #expect(found[1]["caption"] == nil)
            let image = try #require(found.first?["image"] as? String)
            #expect(Data(base64Encoded: image)?.starts(with: [0xff, 0xd8]) == true)
            let ids = found.compactMap { $0["id"] as? Int }
            let metadata = Self.results(
                try await page.post("/metadata", #"{"indice_name": "data", "ids": [\#(ids[1]), \#(ids[0])]}"#))
            #expect(metadata.compactMap { $0["id"] as? Int } == [ids[1], ids[0]])
            #expect(
                metadata.allSatisfy {
                    ($0["metadata"] as? [String: Any])?["caption"] as? String == "two red cars and a dog"
                })
        }
    }

    @Test("The same picture comes once with deduplicate, and unsafe ones not with use_safety_model")
    func filtered() async throws {
        let folder = try TemporaryFolder()
        let page = try await Self.page(folder)
        func ask(_ more: String) async throws -> Int {
            Self.results(
                try await page.post(
                    "/knn-service",
                    #"{"text": "1", "modality": "image", "num_images": 100, "indice_name": "data"\#(more)}"#)
            ).count
        }
        #expect(try await ask("") == 12)
        #expect(try await ask(#", "deduplicate": true"#) == 6)
        #expect(try await ask(#", "use_safety_model": true"#) == 8)
    }

    @Test("Similar images need no model, uploads and words by meaning do") func pageSearches() async throws {
        let folder = try TemporaryFolder()
        let page = try await Self.page(folder)
        let red = try #require(
            try await page.get("/api/search?q=dog&nsfw=1").results.first?["id"] as? Int)
        let near = try await page.get("/api/search?like=0:\(red)&nsfw=1").results
        #expect(near.prefix(2).allSatisfy { $0["caption"] as? String == "two red cars and a dog" })
        #expect(near.first?["score"] as? Double == 1)
        #expect(try await page.get("/api/search?by=meaning&q=1").results.first?["caption"] as? String == "a blue boat")
        let upload = try await page.ask("POST", "/api/picture", body: try BrowsedDataset.picture(0, 3))
        let word = try #require(upload.object["picture"] as? String)
        #expect(
            try await page.get("/api/search?picture=\(word)&nsfw=1").results.first?["caption"] as? String
                == "two red cars and a dog")
        #expect(try await page.post("/api/picture", "<svg/>").status == 400)
        for query in ["like=0:99", "like=7:0", "picture=unknown"] {
            #expect(try await page.get("/api/search?\(query)").status == 400)
        }
    }

    @Test("Nothing is fetched unless that is allowed, and a private address never") func urls() async throws {
        let folder = try TemporaryFolder()
        let body =
            #"{"image_url": "http://127.0.0.1:9/x.jpg", "modality": "image", "num_images": 1, "indice_name": "data"}"#
        let closed = try await Self.page(folder).post("/knn-service", body)
        #expect(closed.status == 400)
        #expect(closed.text.contains("--allow-image-urls"))
        let other = try TemporaryFolder()
        let open = try await Self.page(other) { $0.allowsImageURLs = true }
        for url in [
            "http://127.0.0.1:9/x.jpg", "http://localhost/x", "file:///etc/passwd", "http://[::1]/",
            "http://169.254.169.254/",
        ] {
            let answer = try await open.post("/knn-service", body.replacing("http://127.0.0.1:9/x.jpg", with: url))
            #expect(answer.status == 400, "\(url)")
            #expect(answer.text.contains("cannot be fetched"), "\(answer.text)")
        }
    }

    @Test("What fits nothing is an error in words") func wrong() async throws {
        let folder = try TemporaryFolder()
        let page = try await Self.page(folder)
        for body in [
            #"{"modality": "image", "num_images": 1, "indice_name": "data"}"#,
            #"{"text": "1", "modality": "image", "num_images": 1, "indice_name": "other"}"#,
            #"{"embedding_input": [1, 2], "modality": "image", "num_images": 1, "indice_name": "data"}"#,
            #"{"image": "no base64!", "modality": "image", "num_images": 1, "indice_name": "data"}"#,
            #"{"text": 3}"#,
        ] {
            let answer = try await page.post("/knn-service", body)
            #expect(answer.status == 400, "\(body)")
            #expect((answer.object["error"] as? String)?.isEmpty == false)
        }
    }

    @Test("Without embeddings words find captions, best first") func captions() async throws {
        let folder = try TemporaryFolder()
        try BrowsedDataset.write(folder.path("data"))
        let page = try await PageClient([folder.path("data")])
        let found = Self.results(
            try await page.post("/knn-service", #"{"text": "red car", "modality": "image", "num_images": 2}"#))
        #expect(found.count == 2)
        #expect(found.first?["similarity"] as? Double == 1)
    }

    @Test("Embeddings of another dataset, or of other tables, are left out and named") func misfits() async throws {
        let folder = try TemporaryFolder()
        try BrowsedDataset.write(folder.path("data"))
        try Self.writeEmbeddings(of: "", to: folder.path("emb"), keys: ["a", "b"])
        let page = try await PageClient([folder.path("data")]) { $0.embeddings = [folder.path("emb")] }
        let what = try await page.get("/api/collections").object["collections"] as? [[String: Any]]
        #expect(what?.first?["vectors"] as? Bool == false)
        #expect(try await page.get("/api/search?q=red").results.isEmpty == false)
        #expect(throws: CommandFailure.self) {
            var options = BrowseOptions(datasets: [folder.path("data")])
            options.embeddings = [folder.path("nowhere")]
            _ = try BrowseRun(options, model: nil)
        }
    }

    @Test("The output of embed alone is its own dataset") func embedded() async throws {
        let folder = try TemporaryFolder()
        try Self.writeEmbeddings(of: "", to: folder.path("emb"), keys: ["01", "02", "09"])
        let page = try await PageClient([folder.path("emb")])
        let near = try await page.get("/api/search?like=0:0").results
        #expect(near.prefix(2).compactMap { $0["key"] as? String } == ["01", "09"])
        #expect(near.allSatisfy { $0["picture"] as? Bool == false })
    }
}
