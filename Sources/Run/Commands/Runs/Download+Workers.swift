// A run that is one of several workers: what it shares with the others.

internal import DatasetFolder
internal import Fetching
internal import Ground
internal import Pipeline
internal import Planning
internal import Reporting

extension Download {
    /// Divides the limits of hosts among the workers that there are, and waits until the others have made room.
    func shareLimits(_ datasets: PreparedDatasets, control: RunControl, display: RunDisplay) {
        guard let share = plan.fetching.hostShare else { return }
        let isShared = datasets.shareLimits(share) { !control.isAskedToStop }
        guard !isShared, !control.isAskedToStop else { return }
        display.notice(
            "another worker does not say that it makes room at the hosts: their limits may be exceeded for a while",
            time: WallClock.timestamp)
    }
}
