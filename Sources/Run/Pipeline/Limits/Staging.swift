// How much of this machine's disk a dataset takes that is written elsewhere.

/// Finished shards that wait to be sent to the dataset's place. A plain value.
struct Staging: Hashable, Sendable {
    private(set) var shards = 0
    private(set) var bytes = 0
    /// The size of the largest shard so far: about what an open one will be.
    private var largest = 0

    mutating func add(bytes added: Int) {
        shards += 1
        bytes += added
        largest = max(largest, added)
    }

    mutating func remove(bytes removed: Int) {
        shards -= 1
        bytes -= removed
    }

    /// Whether another shard may be opened. Open shards can always be finished, so their bytes count as taken; and one shard
    /// may always be open, so that a run whose limit is too small for its shards goes on.
    ///
    /// - Parameter limit: of all bytes.
    func hasRoom(bytes limit: Int, openShards: Int) -> Bool {
        guard limit < .max, shards + openShards > 0 else { return true }
        return bytes + (openShards + 1) * largest <= limit
    }
}
