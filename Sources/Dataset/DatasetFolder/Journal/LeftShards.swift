// The open shards that a start resumes.

package import DatasetModel
internal import Synchronization

/// Left shards by number, each handed out once, so that its rows are not held twice.
package final class LeftShards: Sendable {
    private let shards: Mutex<[ShardID: LeftShard]>

    package init(_ shards: [LeftShard] = []) {
        self.shards = Mutex(Dictionary(shards.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }))
    }

    /// The left part of a shard; nil when there is none, or it was taken.
    package func take(_ id: ShardID) -> LeftShard? {
        shards.withLock { $0.removeValue(forKey: id) }
    }

    /// Those that nobody has taken, by number.
    package var all: [LeftShard] {
        shards.withLock { $0.values.sorted { $0.id < $1.id } }
    }
}
