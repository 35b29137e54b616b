// Keeps account of a shard's rows: every row is settled once, and only then is the shard done.

package import DatasetFolder
package import DatasetModel

/// The rows of one shard, settled in any order. A plain value: no files, no clock.
package struct ShardAssembly: Sendable {
    package let plan: ShardPlan
    private var records: [SampleRecord?]
    private var successes = 0
    private var failedToDownload = 0
    private var failedToResize = 0
    private var statuses = StatusCounter()

    package init(_ plan: ShardPlan) {
        self.plan = plan
        records = Array(repeating: nil, count: plan.rowCount)
    }

    /// Rows settled so far.
    package var settledCount: Int { successes + failedToDownload + failedToResize }

    /// Whether every row is settled: the shard can be finished.
    package var isComplete: Bool { settledCount == plan.rowCount }

    /// Whether a row of this shard still waits for its end.
    package func awaits(_ index: Int) -> Bool { records.indices.contains(index) && records[index] == nil }

    /// Settles a row. A second time, or a row that is not of this shard, is a mistake in the program: it traps in
    /// debug builds and changes nothing in release builds.
    ///
    /// - Returns: whether the row was settled now.
    @discardableResult
    package mutating func settle(_ record: SampleRecord) -> Bool {
        guard awaits(record.index) else {
            assertionFailure(
                "row \(record.index) of shard \(plan.id.number) was finished twice, or does not belong to this shard")
            return false
        }
        switch record.outcome.status {
        case .success: successes += 1
        case .failedToDownload: failedToDownload += 1
        case .failedToResize: failedToResize += 1
        }
        statuses.add(
            record.outcome.status == .success
                ? SampleStatus.success.rawValue : record.outcome.message ?? record.outcome.status.rawValue)
        records[record.index] = record
        return true
    }

    /// The rows settled so far, in list order.
    var settledRecords: [SampleRecord] { records.compactMap { $0 } }

    /// All rows in list order; nil as long as one is missing.
    package var completeRecords: [SampleRecord]? {
        let settled = records.compactMap { $0 }
        return settled.count == plan.rowCount ? settled : nil
    }

    /// The shard's numbers as they stand.
    ///
    /// - Parameters: seconds since 1970.
    package func stats(startTime: Double, endTime: Double) -> ShardStats {
        ShardStats(
            count: settledCount, successes: successes, failedToDownload: failedToDownload,
            failedToResize: failedToResize, startTime: startTime, endTime: endTime, statuses: statuses)
    }
}
