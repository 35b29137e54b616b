// What the dataset's folder asks of the format of its shards' data.

package import DatasetModel

/// A format as the folder knows it: the names of its files, and whether they are whole. How samples are written and read
/// is no business of the folder's; `ShardFormats` implements this.
package protocol FolderFormat: Sendable {
    /// `tar` in `00012.tar`; empty for a folder; nil without data.
    var dataSuffix: String? { get }
    /// The same of the data in a bucket's folder.
    var bucketSuffix: String { get }
    /// Whether finished samples lie in a folder for each bucket, and the shard's own files are its metadata and stats.
    var hasBucketFolders: Bool { get }
    /// Whether the rows go to a `00012.parquet` of their own.
    var hasMetadata: Bool { get }
    /// Whether the data is made from an open file of its own when the shard is finished.
    var isComposed: Bool { get }
    /// What is written while a shard is open.
    var layout: DataLayout { get }
    var indices: Set<ShardIndexKind> { get }
    /// Which embeddings shards have; nil without any.
    var embeddings: EmbeddingFiles.Kinds? { get }

    /// Whether the finished data at a path is whole at its end. What cannot be read is not.
    ///
    /// - Parameters:
    ///   - stats: the shard's, also for the data of one of its buckets.
    ///   - checksums: path of the file of checksums beside the data, which may be missing.
    func isWhole(_ data: String, stats: ShardStats, checksums: String) -> Bool

    /// Whether the files of a sample are in the folder of an open shard as they were written; asked where `layout` is
    /// `folder`.
    func holds(_ sample: StoredSample, inFolder path: String) -> Bool
}
