// Where a run is shown, as typed.

/// Options on who may watch a run; none of them changes the dataset.
package struct WatchFlags: Sendable {
    /// `ADDRESS:PORT`; nil for no page and no metrics.
    package var listen: String?
    package var metricsFile: String?
    package var tensorBoardFolder: String?
    /// Whether a bell rings at the end.
    package var notifies = false

    package init() {}
}
