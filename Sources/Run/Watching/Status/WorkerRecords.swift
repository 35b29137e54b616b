// The other workers of a dataset, by what they report in its folder.

internal import Files
internal import Ground

/// Where the workers of a dataset have their own state.
package struct WorkerRecords: Hashable, Sendable {
    /// With a folder for each worker: `OUT/.img2shards/workers`.
    package let folder: String
    package let statusName: String
    /// More are not shown.
    private static let most = 500

    package init(folder: String, statusName: String) {
        self.folder = folder
        self.statusName = statusName
    }

    /// All that have reported, this one among them.
    func read(now: Double = WallClock.secondsSince1970) -> [PageState.Worker] {
        // A folder that is gone has no workers.
        let names = ((try? Durable.list(folder)) ?? []).sorted().prefix(Self.most)
        return names.compactMap { name in
            StatusRecord.read("\(folder)/\(name)/\(statusName)").map { record in
                // Processes of other machines cannot be looked for.
                PageState.Worker(name: name, status: RunStatus(record, now: now, host: "", isAlive: { _ in true }))
            }
        }
    }
}
