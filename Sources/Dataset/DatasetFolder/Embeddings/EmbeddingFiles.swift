// Names of embeddings: clip-retrieval's layout.

/// The files of one part of a dataset's embeddings, by the folder that has them.
package struct EmbeddingFiles: Hashable, Sendable {
    /// Which of them there are.
    package struct Kinds: Hashable, Sendable {
        package let hasImages: Bool
        package let hasTexts: Bool

        package init(hasImages: Bool, hasTexts: Bool) {
            self.hasImages = hasImages
            self.hasTexts = hasTexts
        }

        static let all = Kinds(hasImages: true, hasTexts: true)
    }

    /// Folders that have a file of each part.
    package static let folders = (image: "img_emb", text: "text_emb", metadata: "metadata")

    /// `img_emb/img_emb_00012.npy`; nil without.
    package let image: String?
    /// `text_emb/text_emb_00012.npy`; nil without.
    package let text: String?
    /// `metadata/metadata_00012.parquet`.
    package let metadata: String

    /// - Parameter part: the number as it stands in names: all have as many digits.
    package init(part: String, _ kinds: Kinds) {
        func name(_ folder: String, _ suffix: String) -> String { "\(folder)/\(folder)_\(part).\(suffix)" }
        image = kinds.hasImages ? name(Self.folders.image, "npy") : nil
        text = kinds.hasTexts ? name(Self.folders.text, "npy") : nil
        metadata = name(Self.folders.metadata, "parquet")
    }

    /// All, the metadata last.
    package var inOrder: [String] { [image, text, metadata].compactMap { $0 } }

    /// All that a shard may have, and what is known of their bytes.
    package static func all(of shard: String) -> [String] {
        EmbeddingFiles(part: shard, .all).inOrder + [EmbeddingChecksums.path(of: shard)]
    }
}
