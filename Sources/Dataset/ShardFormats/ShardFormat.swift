// What files an output format makes, and who writes them: the one place to add a format.

internal import DatasetFolder
package import DatasetModel
internal import Files

/// The files of a shard in one output format.
package struct ShardFormat: FolderFormat, Hashable {
    package let format: OutputFormat
    /// Whether images are written at all; without them a shard is its metadata and stats.
    package let savesImages: Bool
    package let order: SampleOrder
    package let indices: Set<ShardIndexKind>
    /// Whether finished samples lie in a folder for each bucket, and the shard's own files are its metadata and stats.
    package let hasBucketFolders: Bool

    package init(
        _ format: OutputFormat, savesImages: Bool = true, order: SampleOrder = .completion,
        indices: Set<ShardIndexKind> = [], hasBucketFolders: Bool = false
    ) {
        self.format = format
        self.savesImages = savesImages
        self.order = order
        self.indices = savesImages ? indices : []
        self.hasBucketFolders = savesImages && hasBucketFolders
    }

    /// `tar` in `00012.tar`; empty for a folder; nil without data.
    ///
    /// A new suffix also goes into `ShardFileName.dataSuffixes`.
    package var dataSuffix: String? {
        guard savesImages, !hasBucketFolders else { return nil }
        switch format {
        case .webdataset: return "tar"
        case .files: return ""
        case .parquet: return "parquet"
        case .tfrecord: return "tfrecord"
        case .dummy: return nil
        }
    }

    /// The same of the data in a bucket's folder.
    package var bucketSuffix: String { format == .tfrecord ? "tfrecord" : "tar" }

    /// Whether the rows go to a `00012.parquet` of their own.
    package var hasMetadata: Bool {
        switch format {
        case .webdataset, .files, .tfrecord: true
        case .parquet: !savesImages
        case .dummy: false
        }
    }

    /// Whether the data is made from an open file of its own when the shard is finished.
    package var isComposed: Bool {
        guard savesImages else { return false }
        switch format {
        case .parquet: return true
        case .webdataset, .tfrecord: return order == .input || hasBucketFolders
        case .files, .dummy: return false
        }
    }

    /// A writer for one shard.
    func makeWriter(_ settings: ShardSettings) -> any ShardWriter {
        guard savesImages else { return DiscardingWriter() }
        switch format {
        case .webdataset:
            return WebDatasetWriter(
                writesJSON: settings.writesJSON, writesCaptions: settings.writesCaptions,
                fixedModificationTime: settings.fixedModificationTime,
                // The open file of a composed shard is not what is kept.
                syncs: settings.sync.syncsFinished && !isComposed)
        case .files:
            return FilesWriter(
                writesJSON: settings.writesJSON, writesCaptions: settings.writesCaptions,
                syncs: settings.sync.syncsFinished)
        case .parquet: return ImageSpool()
        case .tfrecord:
            return TFRecordWriter(
                imageFeature: settings.imageExtension, writesMetadata: settings.writesJSON,
                writesCaptions: settings.writesCaptions, syncs: settings.sync.syncsFinished && !isComposed)
        case .dummy: return DiscardingWriter()
        }
    }

    /// Who makes the data of a finished shard; nil where the writer has made it already.
    func makeComposer(_ settings: ShardSettings) -> (any DataComposer)? {
        // Buckets are made by `BucketFolders`.
        guard isComposed, !hasBucketFolders else { return nil }
        switch format {
        case .parquet: return ParquetComposer()
        case .webdataset: return RangeSorter(endsAsTar: true)
        case .tfrecord: return RangeSorter(endsAsTar: false)
        case .files, .dummy: return nil
        }
    }
}
