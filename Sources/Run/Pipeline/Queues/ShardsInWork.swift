// Finds the shard of a fetched URL.

import Synchronization

/// The open shards by their order of opening.
final class ShardsInWork: Sendable {
    private let shards = Mutex<[UInt32: ShardInWork]>([:])

    func add(_ shard: ShardInWork) {
        shards.withLock { $0[shard.ordinal] = shard }
    }

    func remove(_ shard: ShardInWork) {
        shards.withLock { $0[shard.ordinal] = nil }
    }

    subscript(ordinal: UInt32) -> ShardInWork? {
        shards.withLock { $0[ordinal] }
    }
}
