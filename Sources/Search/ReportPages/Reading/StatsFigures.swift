// What the stats of shards say: all there is where a dataset has no tables.

internal import DatasetFolder
internal import Reporting

/// Sums over the stats of shards. A plain value of bounded size, but for one interval a shard.
struct StatsFigures {
    private(set) var intervals: [Timeline.Interval] = []
    private var rows = 0
    private var images = 0
    private var classes: [String: Int] = [:]
    private var hosts: [ShardFailures.Host] = []
    private static let mostClasses = 500
    private static let mostHosts = 20_000

    mutating func add(_ stats: ShardStats) {
        intervals.append(
            Timeline.Interval(
                start: stats.startTime, end: stats.endTime, images: stats.successes,
                failures: stats.count - stats.successes))
        rows += stats.count
        images += stats.successes
        var known = stats.failures.classes
        if known.isEmpty {
            for (message, count) in stats.statuses.counts where message != "success" {
                known[FailureSign(tallyWord: nil, message: message).word ?? "other", default: 0] += count
            }
        }
        for (word, count) in known where classes[word] != nil || classes.count < Self.mostClasses {
            classes[word, default: 0] &+= count
        }
        if hosts.count < Self.mostHosts { hosts += stats.failures.worstHosts }
    }

    /// The figures of a dataset without tables. Of hosts only those are known that failed most in a shard.
    func tally(_ limits: RowTally.Limits) -> RowTally {
        var tally = RowTally(limits)
        (tally.rows, tally.images) = (rows, images)
        func place(_ word: String) -> Int {
            var word = word
            return word.withUTF8 { tally.failures.place(of: UnsafeRawBufferPointer($0)) }
        }
        for (word, count) in classes {
            let place = place(word)
            tally.failures.update(at: place) { $0.merge(FailureFigures(count: count)) }
        }
        for host in hosts where host.failed > 0 && host.rows >= host.failed && host.rows < 1 << 40 {
            let word = place(host.errorClass)
            var name = host.host
            name.withUTF8 { bytes in
                tally.hosts.update(UnsafeRawBufferPointer(bytes)) {
                    $0.merge(HostFigures(rows: host.rows, failed: host.failed, word: word))
                }
            }
        }
        return tally
    }
}
