// A row on its way into its shard.

internal import ByteBuffers
internal import DatasetModel

/// A row with its outcome, and its image when there is one.
struct SettledRow: Sendable {
    let shard: ShardInWork
    let record: SampleRecord
    /// The encoded image; nil for failures.
    let image: ByteBuffer?
    /// The image's file extension.
    let imageExtension: String
    /// Size of the body as fetched, in bytes.
    let receivedBytes: Int
}
