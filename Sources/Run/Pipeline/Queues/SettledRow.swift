// A row on its way into its shard, in one size.

internal import DatasetModel
internal import Embedding
internal import Ground

/// A row with its outcome in one of the run's sizes, and its image when there is one.
struct SettledRow: Sendable {
    let shard: ShardInWork
    let record: SampleRecord
    /// The encoded image; nil for failures.
    let image: ByteBuffer?
    /// The image's file extension.
    let imageExtension: String
    /// Size of the body as fetched, in bytes.
    let receivedBytes: Int
    /// Place of the size in the run.
    let size: Int
    /// What models are to be given of it; nil once they have run, and without models.
    var inputs: SampleInputs?
    /// What models made of it.
    var embedding: SampleEmbedding?
}
