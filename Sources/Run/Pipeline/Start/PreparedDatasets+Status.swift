// Where a run reports its figures.

internal import DatasetFolder

extension PreparedDatasets {
    /// One for each size.
    package var statusPaths: [String] { sizes.map(\.folder.statusPath) }

    /// The folder of the dataset's workers; nil where this run is alone.
    package var workersFolder: String? {
        sizes.first.flatMap { $0.folder.worker == nil || $0.folder.place != nil ? nil : $0.folder.workersPath }
    }
}
