// What a run has done so far: a plain value, updated with every settled row.

package import DatasetModel
internal import Ground

/// Counts, speeds and forecasts of one start. Its memory is bounded whatever the list and the network bring.
///
/// A value without clock or lock: the pipeline keeps one behind a lock and passes the time in.
package struct RunStatistics: Sendable {
    /// Seconds over which speeds are taken, and the forecast.
    private static let speedSeconds = 10
    private static let forecastSeconds = 60
    /// Before this, a forecast would be a guess.
    private static let forecastAfter = Duration.seconds(3)

    package let start: ContinuousClock.Instant
    /// Rows of the whole list; nil until known. Set it when the list has been read to its end.
    package var totalRows: Int?
    /// Rows that are being fetched or worked on; a gauge.
    package var inFlight = 0
    package var earlier: EarlierStarts
    /// This start's sums.
    package private(set) var counts = SettledCounts()
    /// Shards finished by this start.
    package private(set) var shards = 0
    /// Failures of this start by tally word (`dns`, `http_404`…).
    package private(set) var categories = ErrorTally(limit: 1000)
    /// Failures of this start by message.
    package private(set) var messages = ErrorTally()
    package private(set) var hosts = HostTally()

    /// What is written in each size, where there are several: this start's sums.
    package private(set) var sizes: [SettledCounts] = []
    /// How many sizes are written; 0 where there is only one.
    package var sizeCount: Int {
        get { sizes.count }
        set { sizes = Array(repeating: SettledCounts(), count: newValue) }
    }

    /// Rows of this start whose body came and gave no image.
    package private(set) var resizeFailures = 0
    /// Temporary failures of this start.
    package private(set) var mayPass = 0

    /// How the list's rows were chosen so far; nil where all are taken.
    package var selection: SelectionTally?

    private var speeds = RateWindow()
    private var recent = RecentWindow()
    private var listRows = 0
    private var listFraction = 0.0
    private var usage: ProcessUsage?
    private var usageElapsed = Duration.zero
    private var cpuShare: Double?

    package init(totalRows: Int?, earlier: EarlierStarts = .none, start: ContinuousClock.Instant) {
        self.totalRows = totalRows
        self.earlier = earlier
        self.start = start
    }

    /// A row has come to its end.
    ///
    /// - Parameters:
    ///   - url: as in the list, for the tally of hosts; nil for a row without one.
    ///   - bytesIn: bytes fetched for it.
    ///   - bytesOut: bytes of the written image; 0 for a failure.
    package mutating func rowSettled(
        _ outcome: SampleOutcome, url: String?, bytesIn: Int, bytesOut: Int, at now: ContinuousClock.Instant
    ) {
        let isImage = outcome.status == .success
        let category = isImage ? nil : outcome.category ?? outcome.status.rawValue
        let row = SettledCounts(rows: 1, images: isImage ? 1 : 0, bytesIn: bytesIn, bytesOut: bytesOut)
        counts += row
        speeds.add(row, at: now - start)
        recent.add(category: category, at: now - start)
        if let category {
            categories.add(category)
            messages.add(outcome.message ?? category)
            if outcome.mayPass { mayPass += 1 }
            if outcome.status == .failedToResize { resizeFailures += 1 }
        }
        if let url { hosts.rowSettled(outcome, url: url) }
    }

    /// A row has come to its end in one of several sizes; `rowSettled` follows with the last, without `bytesOut`.
    package mutating func sizeSettled(
        _ size: Int, _ outcome: SampleOutcome, bytesOut: Int, at now: ContinuousClock.Instant
    ) {
        let bytes = SettledCounts(bytesOut: bytesOut)
        counts += bytes
        speeds.add(bytes, at: now - start)
        guard sizes.indices.contains(size) else { return }
        sizes[size] += SettledCounts(rows: 1, images: outcome.status == .success ? 1 : 0, bytesOut: bytesOut)
    }

    /// A shard has its final name.
    package mutating func shardFinished() { shards += 1 }

    /// The reader has come further: for a forecast while `totalRows` is nil.
    ///
    /// - Parameters:
    ///   - rows: read or skipped so far, over the whole list.
    ///   - fraction: of the list's bytes, from 0 to 1.
    package mutating func listRead(rows: Int, fraction: Double) {
        listRows = rows
        listFraction = min(max(0, fraction), 1)
    }

    /// The system has been asked; a CPU share needs two readings at least a second apart.
    package mutating func usageRead(_ reading: ProcessUsage, at now: ContinuousClock.Instant) {
        let elapsed = now - start
        if let usage, elapsed - usageElapsed < .seconds(1) {
            self.usage = ProcessUsage(
                cpuTime: usage.cpuTime, residentBytes: reading.residentBytes, processorCount: usage.processorCount)
            return
        }
        if let usage {
            let available = (elapsed - usageElapsed).inSeconds * Double(reading.processorCount)
            cpuShare = min(1, max(0, (reading.cpuTime - usage.cpuTime).inSeconds / available))
        }
        usage = reading
        usageElapsed = elapsed
    }

    /// The whole dataset: this start and the earlier ones.
    package var datasetCounts: SettledCounts { earlier.counts + counts }
    package var datasetShards: Int { earlier.shards + shards }

    /// Everything that can be shown, as of `now`.
    package func figures(at now: ContinuousClock.Instant) -> RunFigures {
        let elapsed = max(.zero, now - start)
        let sum = speeds.sum(overSeconds: RunStatistics.speedSeconds, at: elapsed)
        let seconds = speeds.coveredSeconds(overSeconds: RunStatistics.speedSeconds, at: elapsed)
        var figures = RunFigures()
        figures.elapsed = elapsed
        figures.rowsDone = datasetCounts.rows
        figures.total = total
        figures.settled = counts.rows
        figures.images = counts.images
        figures.failures = categories.top(1000).map { RunFigures.FailureCount($0.word, $0.count) }
        figures.imagesPerSecond = Rate(Double(sum.images) / seconds)
        figures.bytesInPerSecond = Rate(Double(sum.bytesIn) / seconds)
        figures.bytesOutPerSecond = Rate(Double(sum.bytesOut) / seconds)
        figures.timeLeft = timeLeft(at: elapsed)
        figures.inFlight = inFlight
        figures.cpuShare = cpuShare
        figures.residentBytes = (usage?.residentBytes).flatMap { $0 > 0 ? $0 : nil }
        figures.shardsDone = datasetShards
        figures.own = counts
        figures.dataset = datasetCounts
        figures.ownShards = shards
        figures.mayPass = mayPass
        figures.resizeFailures = resizeFailures
        figures.recent = recent.outcomes(at: elapsed)
        return figures
    }

    private var total: RunFigures.Total {
        if let totalRows { return .known(totalRows) }
        guard listFraction > 0, listRows > 0 else { return .unknown }
        return .estimated(max(datasetCounts.rows, Int((Double(listRows) / max(listFraction, 1e-6)).rounded())))
    }

    private func timeLeft(at elapsed: Duration) -> Duration? {
        let rowsLeft: Int
        switch total {
        case .known(let rows), .estimated(let rows): rowsLeft = max(0, rows - datasetCounts.rows)
        case .unknown: return nil
        }
        if rowsLeft == 0 { return .zero }
        guard elapsed >= RunStatistics.forecastAfter else { return nil }
        let sum = speeds.sum(overSeconds: RunStatistics.forecastSeconds, at: elapsed)
        guard sum.rows > 0 else { return nil }
        let seconds = speeds.coveredSeconds(overSeconds: RunStatistics.forecastSeconds, at: elapsed)
        return .seconds(Double(rowsLeft) * seconds / Double(sum.rows))
    }
}
