// The kinds of dataset this tool writes.

/// How samples are written.
package enum OutputFormat: String, Sendable, CaseIterable {
    /// One tar per shard with `KEY.jpg`, `KEY.json`, `KEY.txt`.
    case webdataset
    /// One folder per shard with those files in it.
    case files
    /// One parquet per shard: the metadata with the image's bytes in a column.
    case parquet
    /// One file of `tf.train.Example` records per shard.
    case tfrecord
    /// Nothing but stats: for measuring.
    case dummy
}
