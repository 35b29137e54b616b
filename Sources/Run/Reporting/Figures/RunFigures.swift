// The numbers of a run at one moment, ready to be shown.

package import Ground

/// A still picture of `RunStatistics`; what block, log line and warnings are made of.
package struct RunFigures: Hashable, Sendable {
    /// A tally word and its rows.
    package struct FailureCount: Hashable, Sendable {
        package let tallyWord: String
        package let count: Int

        package init(_ tallyWord: String, _ count: Int) {
            self.tallyWord = tallyWord
            self.count = count
        }
    }

    /// How many rows there are to settle.
    package enum Total: Hashable, Sendable {
        case known(Int)
        /// From the part of the list that is read.
        case estimated(Int)
        case unknown
    }

    /// Since this start.
    package var elapsed: Duration = .zero
    /// Rows of the list that are settled, by this start or an earlier one.
    package var rowsDone = 0
    package var total: Total = .unknown
    /// Rows settled by this start, and the images among them.
    package var settled = 0
    package var images = 0
    /// Failures of this start, most frequent first.
    package var failures: [FailureCount] = []
    /// Over the last ten seconds.
    package var imagesPerSecond = Rate(0)
    package var bytesInPerSecond = Rate(0)
    package var bytesOutPerSecond = Rate(0)
    /// Time left, from the speed of the last minute; nil while nobody can know.
    package var timeLeft: Duration?
    package var inFlight = 0
    /// 1 is all CPUs this process may use; nil before the second reading.
    package var cpuShare: Double?
    package var residentBytes: Int?
    /// Shards done, by this start or an earlier one.
    package var shardsDone = 0
    package var recent = RecentOutcomes.none
    /// Of this start.
    package var names = NameLookUps()
    /// This start's sums, and those of all starts.
    package var own = SettledCounts()
    package var dataset = SettledCounts()
    /// Shards finished by this start.
    package var ownShards = 0
    /// Failures of this start that are temporary.
    package var mayPass = 0
    /// Rows of this start whose body came and gave no image; the other failures are img2dataset's `failed_to_download`.
    package var resizeFailures = 0
    /// What is under way.
    package var flow = RunFlow()
    /// What holds the run back; nil while nothing stands out.
    package var holdUp: HoldUp?

    package init() {}

    /// Known or estimated.
    package var totalRows: Int? {
        switch total {
        case .known(let rows), .estimated(let rows): rows
        case .unknown: nil
        }
    }

    /// How much of the list is done, from 0 to 1.
    package var done: Share? {
        totalRows.map { Share(min(rowsDone, $0), of: $0) }
    }

    /// Share of this start's rows that became images.
    package var had: Share { Share(images, of: settled) }

    /// Failures by kind, as shares of this start's rows, most frequent first.
    package var failureClasses: [(kind: FailureClass, count: Int)] {
        FailureClass.grouped(failures)
    }
}

extension FailureClass {
    /// Tally words put together by kind, most frequent first; equal ones by plain word.
    package static func grouped(_ failures: [RunFigures.FailureCount]) -> [(kind: FailureClass, count: Int)] {
        var counts: [FailureClass: Int] = [:]
        for failure in failures { counts[FailureClass(tallyWord: failure.tallyWord), default: 0] += failure.count }
        return counts.map { (kind: $0.key, count: $0.value) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.kind.plainWord < $1.kind.plainWord }
    }
}
