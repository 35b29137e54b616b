// A finished shard on its way to the dataset's place.

internal import DatasetFolder

/// A shard that waits to be sent.
struct WaitingShard: Sendable {
    let shard: StagedShard
    let folder: DatasetFolder
}
