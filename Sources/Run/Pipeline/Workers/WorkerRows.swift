// How many rows of the list are this worker's, as far as it has come.

/// Rows of the shards that a worker makes: for its progress, as the list is everybody's.
struct WorkerRows: Sendable {
    /// Of its shards that were done before.
    let before: Int
    /// Of the shards that it has opened.
    private(set) var opened = 0

    init(before: Int) { self.before = before }

    mutating func opened(_ rows: Int) { opened += rows }

    var count: Int { before + opened }
}
