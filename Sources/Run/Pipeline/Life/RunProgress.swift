// The run's numbers, shared by the threads that make them and the one that shows them.

package import Reporting
import Synchronization

/// Statistics behind a lock; touched once per row.
package final class RunProgress: Sendable {
    private let statistics: Mutex<RunStatistics>

    init(_ statistics: RunStatistics) {
        self.statistics = Mutex(statistics)
    }

    /// A copy of the numbers as they are now.
    package var now: RunStatistics { statistics.withLock { $0 } }

    func update(_ change: (inout RunStatistics) -> Void) {
        statistics.withLock { change(&$0) }
    }

    func shardFinished() {
        update { $0.shardFinished() }
    }
}
