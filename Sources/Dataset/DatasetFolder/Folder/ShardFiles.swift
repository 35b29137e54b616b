// The names of one shard's files.

internal import DatasetModel

/// Names of one shard's files, the same for the temporary and the final place.
package struct ShardFiles: Hashable, Sendable {
    /// `00012`.
    private let name: String
    /// `00012.tar`, or the folder `00012`; nil for a format without data, and for a shard without an image.
    package private(set) var data: String?
    /// Where samples go while the shard is open: `data`, or a file that the data is made from.
    package let openData: String?
    /// `00012.idx`; nil without that index.
    package private(set) var dali: String?
    /// `indices/webshart/00012.json`; nil without that index.
    package private(set) var webshart: String?
    /// nil without embeddings.
    package private(set) var embeddings: EmbeddingFiles?
    /// `.img2shards/checksums/00012.embeddings`; nil without embeddings.
    package var embeddingChecksums: String? { embeddings.map { _ in EmbeddingChecksums.path(of: name) } }
    /// `00012.vectors`, in the dot-folder alone: what the embeddings are made from; nil without.
    package let vectors: String?
    /// `.img2shards/checksums/00012`.
    package let checksums: String
    /// `00012.parquet`; nil for a format without metadata.
    package let metadata: String?
    /// `00012_stats.json`, whose presence marks the shard done.
    package let stats: String
    /// `00012.journal`, in the dot-folder alone: what is settled while the shard is open.
    package let journal: String

    static let journalSuffix = ".journal"

    /// - Parameters:
    ///   - name: the shard's name, as `KeyFormat` writes it.
    ///   - format: what files there are.
    package init(name: String, format: some FolderFormat) {
        self.name = name
        data = format.dataSuffix.map { $0.isEmpty ? name : "\(name).\($0)" }
        openData = format.isComposed ? "\(name).samples" : data
        dali = format.indices.contains(.dali) ? "\(name).idx" : nil
        webshart = format.indices.contains(.webshart) ? "\(ShardIndexFolder.webshart)/\(name).json" : nil
        embeddings = format.embeddings.map { EmbeddingFiles(part: name, $0) }
        vectors = format.embeddings.map { _ in "\(name).vectors" }
        checksums = "\(ShardChecksums.folder)/\(name)"
        metadata = format.hasMetadata ? "\(name).parquet" : nil
        stats = "\(name)_stats.json"
        journal = name + Self.journalSuffix
    }

    /// The same without data, its indices and embeddings: of a shard without an image, as readers break on empty archives.
    package var withoutData: ShardFiles {
        var files = self
        (files.data, files.dali, files.webshart, files.embeddings) = (nil, nil, nil, nil)
        return files
    }

    /// The same without embeddings: of a shard without an image.
    package var withoutEmbeddings: ShardFiles {
        var files = self
        files.embeddings = nil
        return files
    }

    /// In the order in which they become visible: who sees one, sees all before it; the stats come last.
    package var inOrder: [String] {
        [data, dali, webshart].compactMap { $0 } + (embeddings?.inOrder ?? [])
            + [embeddingChecksums, checksums, metadata, stats].compactMap { $0 }
    }

    /// Everything that may lie in the temporary place.
    var temporary: [String] { inOrder + [openData == data ? nil : openData, vectors].compactMap { $0 } }
}
