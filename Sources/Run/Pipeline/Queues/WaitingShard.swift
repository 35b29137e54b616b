// A finished shard on its way to the dataset's place.

internal import DatasetFolder

/// A shard that waits to be sent.
struct WaitingShard: Sendable {
    let shard: StagedShard
    let folder: DatasetFolder
    /// Whether files of it, and of the same shard of another worker, may be in the place beside each other.
    var mayBeMixed = false
}
