// The closing of a run: its results, and what to do next.

package import DatasetModel
package import Ground

/// The numbers of a run at its end.
package struct RunSummary: Sendable {
    /// Hosts and messages that are named.
    private static let namedHosts = 3
    private static let namedMessages = 20
    /// A host with one failure is no news.
    private static let leastFailuresOfHost = 2

    package let ending: RunEnding
    package let elapsed: Duration
    /// This start alone.
    package let own: SettledCounts
    /// All starts.
    package let dataset: SettledCounts
    package let shards: Int
    package let totalRows: Int?
    /// Samples that this start found in shards that earlier starts left open, and did not fetch again.
    package let samplesKept: Int
    package let openShardsKept: Int
    /// Rows that were fetched, but not written any more: the next start fetches them again.
    package let rowsToRepeat: Int
    /// All starts, as far as the reasons are known; most frequent first.
    package let failures: [RunFigures.FailureCount]
    package let worstHosts: [HostTally.Entry]
    package let topMessages: [(word: String, count: Int)]
    /// This start's failures alone, for `RunWarnings`.
    package let outcomes: RecentOutcomes
    /// Rows of this start whose body came and gave no image.
    package let resizeFailures: Int
    /// Temporary failures of all starts.
    package let mayPass: Int
    /// What is typed to try them again, a command for each dataset of the run; empty where that is no use.
    package var retryCommands: [String] = []
    /// What to do with the dataset, where it is finished.
    package var nextSteps: [NextStep] = []
    /// Whether the command starts over each time that it is started, so that another one resumes.
    package var startsOver = false
    /// Each size's dataset, where a run writes several; all starts.
    package var sizes: [SizeLine] = []
    /// What of the dataset that was reshaped was not there; nil if nothing, or no dataset was reshaped.
    package var sourceNote: String?
    /// The shards of all workers, for one of several; nil for a run of its own.
    package var workers: WorkersLine?
    /// How the list's rows were chosen; nil where all are taken.
    package let selection: SelectionTally?
    /// Processor time, when it was asked for.
    package var cpuTimes: CPUTimes?
    let isResumed: Bool

    /// What one of several workers finds of the dataset at its end.
    package struct WorkersLine: Sendable {
        /// All that the dataset will have, where that is known, and those that are done.
        package let shards: Int?
        package let done: Int?
        /// Numbers and ranges; nil if none is missing, or that is not known.
        package let missingShards: String?
        /// The same of parts, counted from 1.
        package let missingParts: String?
        package let isComplete: Bool

        package init(
            shards: Int? = nil, done: Int? = nil, missingShards: String? = nil, missingParts: String? = nil,
            isComplete: Bool = false
        ) {
            self.shards = shards
            self.done = done
            self.missingShards = missingShards
            self.missingParts = missingParts
            self.isComplete = isComplete
        }
    }

    /// One of several sizes.
    package struct SizeLine: Sendable {
        package let pixels: Int
        package let folder: String
        package let counts: SettledCounts

        package init(pixels: Int, folder: String, counts: SettledCounts) {
            self.pixels = pixels
            self.folder = folder
            self.counts = counts
        }
    }

    /// - Parameter rowsToRepeat: 0 if the next start finds all that was fetched.
    package init(
        _ statistics: RunStatistics, ending: RunEnding, rowsToRepeat: Int = 0, at now: ContinuousClock.Instant
    ) {
        self.ending = ending
        self.rowsToRepeat = rowsToRepeat
        elapsed = max(.zero, now - statistics.start)
        own = statistics.counts
        dataset = statistics.datasetCounts
        resizeFailures = statistics.resizeFailures
        shards = statistics.datasetShards
        mayPass = statistics.earlier.mayPass + statistics.mayPass
        totalRows = statistics.totalRows
        selection = statistics.selection
        samplesKept = statistics.earlier.openSamples
        openShardsKept = statistics.earlier.openShards
        isResumed = statistics.earlier.counts.rows > 0 || statistics.earlier.shards > 0
        var failures = ErrorTally(limit: 2000)
        for (word, count) in statistics.earlier.failures { failures.add(word, count: count) }
        var byKind: [FailureClass: Int] = [:]
        for (word, count) in statistics.categories.top(1000) {
            failures.add(word, count: count)
            byKind[FailureClass(tallyWord: word), default: 0] += count
        }
        self.failures = failures.top(2000).map { RunFigures.FailureCount($0.word, $0.count) }
        outcomes = RecentOutcomes(rows: own.rows, images: own.images, failures: byKind)
        worstHosts = statistics.hosts.worst(
            RunSummary.namedHosts, minimumFailures: RunSummary.leastFailuresOfHost)
        topMessages = statistics.messages.top(RunSummary.namedMessages)
    }

    /// For somebody at another window.
    var callWords: String {
        "img2shards: \(ending.word.split(separator: "_").joined(separator: " ")), \(dataset.images.counted("image"))"
    }

    /// Over this start.
    package var imagesPerSecond: Rate {
        let seconds = elapsed.inSeconds
        return Rate(seconds > 0 ? Double(own.images) / seconds : 0)
    }

    /// Failures of earlier starts without a known reason.
    var unexplainedFailures: Int {
        max(0, dataset.rows - dataset.images - failures.reduce(0) { $0 + $1.count })
    }
}
