// A shard on its way from the writer to the finisher.

internal import ShardFormats

/// A shard with all its rows settled, in one size.
///
/// `@unchecked Sendable` holds because the writer lets go of `output` when it hands it over.
struct CompleteShard: @unchecked Sendable {
    let input: ShardInWork
    /// Place of the size in the run.
    let size: Int
    let output: OpenShard
}
