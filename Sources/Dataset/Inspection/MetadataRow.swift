// One row of a shard's metadata, as far as it is looked at.

/// A row of `S.parquet`.
struct MetadataRow {
    var key = ""
    var isSuccess = false
    var url: String?
    /// Characters of the caption; nil without one.
    var captionLength: Int?
    var width: Int?
    var height: Int?
    var originalWidth: Int?
    var originalHeight: Int?
    /// Why there is no image: a word of `error_class`, or the message where it is of no class; nil for a success.
    var failure: String?
}
