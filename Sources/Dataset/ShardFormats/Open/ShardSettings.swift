// What is the same for all shards of a run.

package import DatasetModel
package import Files

/// How the shards of a run are written.
package struct ShardSettings: Hashable, Sendable {
    package let format: ShardFormat
    package let keyFormat: KeyFormat
    /// Extension of images that bring none of their own, without the dot: `jpg`, `png`, `webp`.
    package let imageExtension: String
    /// Input columns that go into each sample's JSON, in this order.
    package let columns: [String]
    /// Whether each sample gets a `.txt`: there is a caption column.
    package let hasCaptions: Bool
    /// Whether there is an `exif` column.
    package let includesEXIF: Bool
    /// Name of the hash column (`sha256`); nil for none.
    package let hashName: String?
    /// Whether there are columns on how each fetch went, beside img2dataset's.
    package let hasFetchColumns: Bool
    /// Whether there is a `bucket` column behind all others: images have the sizes of a list of buckets.
    package let hasBucketColumn: Bool
    /// Modification time of all members, in seconds since 1970, for runs that must be equal to the byte; nil for
    /// the time of writing.
    package let fixedModificationTime: Int64?
    /// When what is written is made to reach the disk.
    package let sync: SyncPolicy
    /// Whether samples get their metadata as JSON.
    package let writesJSON: Bool
    /// Whether samples get their caption as a file of its own.
    package let writesCaptions: Bool
    /// The column of the rows that has the keys; nil for img2dataset's keys by place. When it is the last one and
    /// none of `columns`, it is not written as one.
    package let keyColumn: String?
    /// Whether keys follow from the samples' places although the rows have a column of keys: those of another dataset.
    package let renumbersKeys: Bool
    /// No data file is larger than this, in bytes, unless one sample alone is; nil for any size.
    package let maximumShardBytes: Int?
    /// Whether `parquet` has images as Hugging Face's struct<bytes, path>.
    package let usesImageStruct: Bool

    /// What models compute of each sample; nil without. Set where `format.embeddings` is.
    package var embedding: EmbeddingLayout?

    /// The column that keys are taken from; nil for keys by place.
    package var keySource: String? { renumbersKeys ? nil : keyColumn }

    package init(
        format: ShardFormat, keyFormat: KeyFormat, imageExtension: String, columns: [String], hasCaptions: Bool,
        includesEXIF: Bool, hashName: String?, hasFetchColumns: Bool = false, hasBucketColumn: Bool = false,
        fixedModificationTime: Int64? = nil,
        sync: SyncPolicy = .shard,
        writesJSON: Bool = true, writesCaptions: Bool = true, keyColumn: String? = nil, usesImageStruct: Bool = false,
        maximumShardBytes: Int? = nil, renumbersKeys: Bool = false
    ) {
        self.renumbersKeys = renumbersKeys
        self.maximumShardBytes = maximumShardBytes
        self.format = format
        self.writesJSON = writesJSON
        self.writesCaptions = hasCaptions && writesCaptions
        self.keyColumn = keyColumn
        self.usesImageStruct = usesImageStruct
        self.keyFormat = keyFormat
        self.imageExtension = imageExtension
        self.columns = columns
        self.hasCaptions = hasCaptions
        self.includesEXIF = includesEXIF
        self.hashName = hashName
        self.hasFetchColumns = hasFetchColumns
        self.hasBucketColumn = hasBucketColumn
        self.fixedModificationTime = fixedModificationTime
        self.sync = sync
    }
}
