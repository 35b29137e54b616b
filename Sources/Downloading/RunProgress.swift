// The run's numbers, shared by the threads that make them and the one that shows them.

internal import Reporting
import Synchronization

/// Statistics behind a lock; touched once per row.
final class RunProgress: Sendable {
    private let statistics: Mutex<RunStatistics>
    private let finishedRows = Atomic<Int>(0)

    init(_ statistics: RunStatistics) {
        self.statistics = Mutex(statistics)
    }

    /// A copy of the numbers as they are now.
    var now: RunStatistics { statistics.withLock { $0 } }

    func update(_ change: (inout RunStatistics) -> Void) {
        statistics.withLock { change(&$0) }
    }

    func shardFinished(rows: Int) {
        finishedRows.wrappingAdd(rows, ordering: .relaxed)
        update { $0.shardFinished() }
    }

    /// Rows settled by this start in shards that are not finished: the next start does them again.
    var unfinishedRows: Int { now.counts.rows - finishedRows.load(ordering: .relaxed) }
}
