// A row on its way into its shard.

internal import DatasetModel
internal import Ground

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
    /// Set where a row is written in several sizes, one after the other; nil is the only one.
    var part: Part?

    /// One of a row's sizes.
    struct Part: Sendable {
        /// Place of the size in the run.
        let size: Int
        /// What is told of the row, as no other size of it follows: its first failure where there is one.
        let rowOutcome: SampleOutcome?
    }
}
