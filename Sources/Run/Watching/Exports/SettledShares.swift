// img2dataset's figures of a run.

internal import DatasetModel
internal import Ground
internal import Reporting

/// What img2dataset logs as `total/…`: rows since the start, their outcomes as shares, and rows a second.
struct SettledShares: Hashable, Sendable {
    let rows: Int
    let success: Double
    let failedToDownload: Double
    let failedToResize: Double
    /// img2dataset counts rows that failed, too.
    let rowsPerSecond: Double

    init(_ figures: RunFigures) {
        rows = figures.settled
        let all = Double(max(1, rows))
        success = Double(figures.images) / all
        failedToResize = Double(figures.resizeFailures) / all
        failedToDownload = Double(rows - figures.images - figures.resizeFailures) / all
        let seconds = figures.elapsed.inSeconds
        rowsPerSecond = seconds > 0 ? Double(rows) / seconds : 0
    }
}
