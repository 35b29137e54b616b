// Where a run is shown beside its terminal.

package import LocalServer

/// What was asked for. Nothing of it changes the dataset.
package struct WatchOptions: Sendable {
    /// Where page and metrics are served; nil for nowhere.
    package var listen: ListenAddress?
    /// What clients must know; nil where everybody on this machine may ask.
    package var token: String?
    /// Whether the token was made for this run: then it is shown with the address.
    package var isTokenNew = false
    /// A file of Prometheus' format.
    package var metricsFile: String?
    /// A folder for TensorBoard.
    package var tensorBoardFolder: String?
    package var otlp: OTLPSettings?
    /// Where the run notes its status.
    package var statusFiles: [String] = []
    /// The workers of the dataset, where the run is one of several.
    package var workers: WorkerRecords?

    package init() {}
}
