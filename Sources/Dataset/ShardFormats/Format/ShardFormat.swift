// What files the shards of a run have: its output format, and the options that change its files.

package import DatasetFolder
package import DatasetModel
internal import Files

/// The files of a shard in one output format.
package struct ShardFormat: Hashable, Sendable {
    package let format: OutputFormat
    /// Whether images are written at all; without them a shard is its metadata and stats.
    package let savesImages: Bool
    package let order: SampleOrder
    package let indices: Set<ShardIndexKind>
    /// Whether finished samples lie in a folder for each bucket, and the shard's own files are its metadata and stats.
    package let hasBucketFolders: Bool
    /// `tar` in `00012.tar`; empty for a folder; nil without data.
    package let dataSuffix: String?
    /// Which embeddings are written beside the samples; nil without models.
    package var embeddings: EmbeddingFiles.Kinds?

    package init(
        _ format: OutputFormat, savesImages: Bool = true, order: SampleOrder = .completion,
        indices: Set<ShardIndexKind> = [], hasBucketFolders: Bool = false
    ) {
        self.format = format
        self.savesImages = savesImages
        self.order = order
        self.indices = savesImages ? indices : []
        self.hasBucketFolders = savesImages && hasBucketFolders
        dataSuffix = savesImages && !hasBucketFolders ? format.definition.suffix : nil
    }

    var definition: any DataFormat { format.definition }

    /// Whether the rows are in the data file.
    var hasTableInData: Bool { savesImages && definition.table == .data }

    /// A writer for one shard.
    func makeWriter(_ settings: ShardSettings) -> any ShardWriter {
        guard savesImages else { return DiscardingWriter() }
        // The open file of a composed shard is not what is kept.
        return definition.makeWriter(settings, syncs: settings.sync.syncsFinished && !isComposed)
    }

    /// Who makes the data of a finished shard; nil where the writer has made it already.
    func makeComposer() -> (any DataComposer)? {
        // Buckets are made by `BucketFolders`.
        guard isComposed, !hasBucketFolders else { return nil }
        return definition.composer ?? RangeSorter(format: definition)
    }
}
