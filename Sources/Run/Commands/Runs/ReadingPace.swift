// How often those who watch get a reading.

internal import DatasetModel
internal import Pipeline
internal import Reporting
internal import Watching

/// Makes a reading once a second, and looks at all hosts every five.
struct ReadingPace {
    private static let interval = Duration.seconds(1)
    private static let hostInterval = Duration.seconds(5)

    private var lastReading: ContinuousClock.Instant?
    private var lastHosts: ContinuousClock.Instant?
    private var hosts: [HostTally.Entry] = []

    /// - Returns: nil when none is due.
    mutating func reading(
        _ figures: RunFigures, of pipeline: Pipeline, now: ContinuousClock.Instant = .now
    ) -> RunReading? {
        if let lastReading, now - lastReading < Self.interval { return nil }
        lastReading = now
        if lastHosts.map({ now - $0 >= Self.hostInterval }) ?? true {
            lastHosts = now
            hosts = pipeline.worstHosts(Download.shownHosts)
        }
        return RunReading(figures, worstHosts: hosts)
    }
}
