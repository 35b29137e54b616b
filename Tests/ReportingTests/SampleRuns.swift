// Runs made up for the tests.

import DatasetModel
import Ground
import Reporting

/// Figures and statistics with known numbers.
enum SampleRuns {
    static let time = UTCTimestamp(secondsSince1970: 1_795_251_610)

    /// Long into a run over 12,933,524 rows.
    static var figures: RunFigures {
        var figures = RunFigures()
        figures.elapsed = .seconds(2640)
        figures.rowsDone = 3_672_118
        figures.total = .known(12_933_524)
        figures.settled = 1_000_000
        figures.images = 841_000
        figures.failures = [
            .init("http_404", 59_000), .init("dns", 39_000), .init("decode", 34_000), .init("refused", 14_000),
            .init("timeout", 12_000), .init("http_410", 1000),
        ]
        figures.imagesPerSecond = Rate(1372)
        figures.bytesInPerSecond = Rate(151_000_000)
        figures.bytesOutPerSecond = Rate(43_000_000)
        figures.timeLeft = .seconds(6720)
        figures.inFlight = 2918
        figures.cpuShare = 0.96
        figures.residentBytes = 412_000_000
        figures.shardsDone = 367
        return figures
    }

    static let dns = SampleOutcome.failedToDownload("dns", "<urlopen error [Errno -2] Name or service not known>")
    static let notFound = SampleOutcome.failedToDownload("http_404", "HTTP Error 404: Not Found")
    static let noImage = SampleOutcome.failedToResize("decode", "Image decoding error")

    /// 2,000 rows of a list of `totalRows` in 10 s: 1,600 images of 30 KB, 200 of each other fate.
    static func statistics(
        totalRows: Int?, earlier: EarlierStarts = .none, start: ContinuousClock.Instant
    ) -> RunStatistics {
        var statistics = RunStatistics(totalRows: totalRows, earlier: earlier, start: start)
        for row in 0..<2000 {
            let now = start + .milliseconds(row * 5)
            switch row % 10 {
            case 0: statistics.rowSettled(dns, url: "http://gone.example/\(row)", bytesIn: 0, bytesOut: 0, at: now)
            case 1:
                statistics.rowSettled(notFound, url: "http://img.example/\(row)", bytesIn: 500, bytesOut: 0, at: now)
            default:
                statistics.rowSettled(
                    .success, url: "http://img.example/\(row)", bytesIn: 100_000, bytesOut: 30_000, at: now)
            }
        }
        statistics.shardFinished()
        statistics.shardFinished()
        return statistics
    }
}
