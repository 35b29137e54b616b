// A run at one moment, for everything that watches it.

package import DatasetModel
internal import Ground
package import Reporting

/// The figures of a run with the time they were read at. Made once a second, and then never changed.
package struct RunReading: Sendable {
    package var figures: RunFigures
    /// Hosts with the most failures, worst first; a few seconds old.
    package var worstHosts: [HostTally.Entry]
    package var secondsSince1970: Double
    /// How the run ended; nil while it runs.
    package var ending: RunEnding?

    package init(
        _ figures: RunFigures, worstHosts: [HostTally.Entry] = [],
        secondsSince1970: Double = WallClock.secondsSince1970, ending: RunEnding? = nil
    ) {
        self.figures = figures
        self.worstHosts = worstHosts
        self.secondsSince1970 = secondsSince1970
        self.ending = ending
    }
}
