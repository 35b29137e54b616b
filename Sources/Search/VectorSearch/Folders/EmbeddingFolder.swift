// Where embeddings lie: clip-retrieval's layout, which `embed` writes and LAION published.

internal import Files

/// The files of a folder of embeddings, in the order of their rows. Nothing is opened.
package struct EmbeddingFolder: Hashable, Sendable {
    package let path: String
    /// `img_emb/*.npy`, in numeric order.
    package let imageFiles: [String]
    /// `text_emb/*.npy`, in numeric order.
    package let textFiles: [String]
    /// `metadata/*.parquet`, in numeric order. There may be more or fewer of them than of the others: only the order of
    /// all rows is the same.
    package let metadataFiles: [String]

    /// Folders by the names that are in use, the first that is there.
    private static let names: [(image: String, text: String)] = [("img_emb", "text_emb"), ("images", "texts")]

    /// Lists a folder.
    ///
    /// - Throws: `missing` when it has no .npy file where they are looked for; `file`.
    package init(path: String) throws(SearchError) {
        self.path = path
        var (images, texts): ([String], [String]) = ([], [])
        for name in Self.names where images.isEmpty && texts.isEmpty {
            images = try Self.files(path + "/" + name.image, suffix: ".npy")
            texts = try Self.files(path + "/" + name.text, suffix: ".npy")
        }
        var tables = try Self.files(path + "/metadata", suffix: ".parquet")
        if images.isEmpty, texts.isEmpty {
            // All in one folder, or the folder of one kind alone.
            let arrays = try Self.files(path, suffix: ".npy")
            texts = arrays.filter { Self.lastName($0).hasPrefix("text_emb") }
            images = arrays.filter { !Self.lastName($0).hasPrefix("text_emb") }
            if tables.isEmpty { tables = try Self.files(path, suffix: ".parquet") }
        }
        guard !images.isEmpty || !texts.isEmpty else {
            throw SearchError(
                .missing,
                """
                \(path) has no embeddings
                  expected are img_emb/*.npy or text_emb/*.npy, as img2shards embed and clip-retrieval write them
                """)
        }
        (imageFiles, textFiles, metadataFiles) = (images, texts, tables)
    }

    /// The .npy files of one kind.
    package func files(_ modality: VectorModality) -> [String] {
        switch modality {
        case .image: imageFiles
        case .text: textFiles
        }
    }

    private static func lastName(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }

    /// Files by their suffix, without hidden ones; none where there is no such folder.
    private static func files(_ folder: String, suffix: String) throws(SearchError) -> [String] {
        guard FileStatus(folder)?.kind == .folder else { return [] }
        do {
            return try Durable.list(folder).filter { $0.hasSuffix(suffix) && !$0.hasPrefix(".") }
                .sorted(by: NumericOrder.precedes).map { folder + "/" + $0 }
        } catch {
            throw SearchError(error)
        }
    }
}
