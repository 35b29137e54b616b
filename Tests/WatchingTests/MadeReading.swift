// Readings as a run would make them.

import DatasetModel
import Ground
import Reporting
import Watching

enum MadeReading {
    static let run = RunIdentification(command: "download", outputFolder: "out", startSecondsSince1970: 1_700_000_000)

    /// 100 rows: 80 images, failures of several kinds.
    static func reading() -> RunReading {
        var figures = RunFigures()
        figures.elapsed = .seconds(20)
        figures.settled = 100
        figures.images = 80
        figures.rowsDone = 150
        figures.total = .known(1000)
        figures.failures = [
            RunFigures.FailureCount("http_404", 9), RunFigures.FailureCount("http_299", 1),
            RunFigures.FailureCount("http_777", 2), RunFigures.FailureCount("timeout", 5),
            RunFigures.FailureCount("evil\"} 1\n", 1), RunFigures.FailureCount("decode", 2),
        ]
        figures.resizeFailures = 2
        figures.own = SettledCounts(rows: 100, images: 80, bytesIn: 5000, bytesOut: 4000)
        figures.ownShards = 2
        figures.flow.bytesReceived = 6000
        figures.flow.retries = 3
        figures.flow.waiting = 7
        figures.flow.inFlightLimit = 128
        for milliseconds in [5, 30, 30, 700, 120_000] {
            figures.flow.requestTimes.add(.milliseconds(milliseconds))
        }
        figures.names.lookUps = 20
        figures.names.failed = 6
        figures.names.unknown = 3
        figures.names.unanswered = 2
        return RunReading(figures, secondsSince1970: 1_700_000_020)
    }
}
