// What a start finds of a shard in one dataset.

internal import DatasetFolder

/// How far an earlier start came with a shard.
enum FoundShard: Sendable {
    /// Nothing of it is kept.
    case nothing
    /// It was begun: these rows are kept.
    case open(LeftShard)
    /// It has its final names.
    case finished

    var isFinished: Bool { if case .finished = self { true } else { false } }
}
