// What is the same for all shards of a run.

package import DatasetModel

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
    /// Modification time of all members, in seconds since 1970, for runs that must be equal to the byte; nil for
    /// the time of writing.
    package let fixedModificationTime: Int64?
    /// When what is written is made to reach the disk.
    package let sync: SyncPolicy

    package init(
        format: OutputFormat, keyFormat: KeyFormat, imageExtension: String, columns: [String], hasCaptions: Bool,
        includesEXIF: Bool, hashName: String?, hasFetchColumns: Bool = false, fixedModificationTime: Int64? = nil,
        sync: SyncPolicy = .shard
    ) {
        self.format = ShardFormat(format)
        self.keyFormat = keyFormat
        self.imageExtension = imageExtension
        self.columns = columns
        self.hasCaptions = hasCaptions
        self.includesEXIF = includesEXIF
        self.hashName = hashName
        self.hasFetchColumns = hasFetchColumns
        self.fixedModificationTime = fixedModificationTime
        self.sync = sync
    }
}
