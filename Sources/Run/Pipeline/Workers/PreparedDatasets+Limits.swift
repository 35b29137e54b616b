// The limits of hosts, divided among the workers of a dataset.

internal import DatasetFolder
package import Fetching

extension HostShare: LimitShare {}

extension PreparedDatasets {
    /// Divides the limits of hosts among the workers that there are from now on. Returns when the first request may start.
    ///
    /// - Parameter goesOn: asked again and again; false ends the wait.
    /// - Returns: false if the wait was ended, or others did not make room.
    package func shareLimits(_ share: HostShare, goesOn: () -> Bool) -> Bool {
        guard let worker else { return true }
        // Workers that cannot be seen now are looked at again while it runs.
        return (try? worker.shareLimits(share, goesOn: goesOn)) ?? false
    }
}
