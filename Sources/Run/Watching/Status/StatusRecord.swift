// The progress of a run, as its dataset's folder has it.

internal import DatasetModel
internal import Ground
internal import Reporting

/// What a run notes of itself every few seconds, for `img2shards status`. Read back, every number is a claim of a file: none
/// is added to another.
package struct StatusRecord: Codable, Hashable, Sendable {
    package struct PausedHost: Codable, Hashable, Sendable {
        package let host: String
        package let seconds: Double
        package let givenUp: Bool
    }

    /// More words of failures are not noted.
    private static let mostFailures = 50

    package var version = 1
    /// `running`, or how it ended: `finished`, `stopped`…
    package var state = "running"
    package var command = ""
    /// Seconds since 1970: of this record, and of the run's start.
    package var time = 0.0
    package var started = 0.0
    package var host = ""
    package var process = 0
    /// Where the page is, without a token; nil where none is served.
    package var page: String?
    package var rows = 0
    package var totalRows: Int?
    package var totalIsEstimate = false
    package var rowsThisStart = 0
    package var imagesThisStart = 0
    package var images = 0
    package var bytesOut = 0
    package var shards = 0
    package var openShards = 0
    package var imagesPerSecond = 0.0
    package var bytesInPerSecond = 0.0
    package var bytesOutPerSecond = 0.0
    package var etaSeconds: Double?
    package var elapsedSeconds = 0.0
    package var inFlight = 0
    package var cpu: Double?
    package var memoryBytes: Int?
    package var heldBackBy: String?
    package var heldBackText: String?
    package var pausedHosts: [PausedHost] = []
    /// Of this start, by tally word.
    package var failures: [String: Int] = [:]

    package init() {}

    init(_ reading: RunReading, run: RunIdentification, process: Process, page: String?) {
        let figures = reading.figures
        state = reading.ending?.word ?? "running"
        command = run.command
        time = reading.secondsSince1970
        started = run.startSecondsSince1970
        host = process.host
        self.process = process.number
        self.page = page
        rows = figures.rowsDone
        totalRows = figures.totalRows
        if case .estimated = figures.total { totalIsEstimate = true }
        rowsThisStart = figures.settled
        imagesThisStart = figures.images
        images = figures.dataset.images
        bytesOut = figures.dataset.bytesOut
        shards = figures.shardsDone
        openShards = figures.flow.openShards
        imagesPerSecond = figures.imagesPerSecond.perSecond
        bytesInPerSecond = figures.bytesInPerSecond.perSecond
        bytesOutPerSecond = figures.bytesOutPerSecond.perSecond
        etaSeconds = figures.timeLeft?.inSeconds
        elapsedSeconds = figures.elapsed.inSeconds
        inFlight = figures.inFlight
        cpu = figures.cpuShare
        memoryBytes = figures.residentBytes
        heldBackBy = figures.holdUp?.word
        heldBackText = figures.holdUp?.text
        pausedHosts = figures.flow.pausedHosts.prefix(3).map {
            PausedHost(host: $0.host, seconds: $0.left.inSeconds, givenUp: $0.isGivenUp)
        }
        for failure in figures.failures.prefix(Self.mostFailures) { failures[failure.tallyWord] = failure.count }
    }

    /// Who writes a record.
    struct Process: Hashable, Sendable {
        let host: String
        let number: Int
    }
}
