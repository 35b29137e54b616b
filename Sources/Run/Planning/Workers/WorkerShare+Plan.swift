// What a worker's share means for the rest of its plan.

internal import DatasetModel
internal import Fetching
internal import Ground

extension WorkerShare {
    /// Divides the limits for a host among the workers: a host sees the dataset, not the worker.
    ///
    /// - Returns: what a person should know about it; nil where there is nothing.
    func divide(_ options: inout FetchOptions) -> String? {
        guard worldSize > 1 else { return nil }
        let connections = options.perHostConnections
        options.perHostConnections = max(1, connections / worldSize)
        options.perHostRate = options.perHostRate.map { $0 / Double(worldSize) }
        guard connections < worldSize else { return nil }
        return
            "--per-host-connections \(connections) is less than one for each of \(worldSize) workers: each uses 1, "
            + "so that a host may see \(worldSize)"
    }

    /// - Throws: `command` for what one of several processes cannot do.
    func check(_ policy: ResumePolicy) throws(DownloadError) {
        guard policy != .incremental else { return }
        throw DownloadError(
            .command,
            """
            --incremental-mode \(policy.rawValue) is for a run of its own: \(words.split(separator: ";")[0]) is one of several.
              leave it out, and choose another --output-folder for another dataset
            """)
    }
}

extension DownloadPlan {
    /// How long a stop may take: 5 s, or as given.
    static func grace(_ flags: WorkerFlags) throws(DownloadError) -> Duration {
        guard let given = flags.graceSeconds else { return usualGrace }
        guard given >= 1, given <= 86_400 else {
            throw DownloadError(.command, "--grace cannot be \(given): it takes 1 to 86400 seconds.")
        }
        return .seconds(given)
    }

    /// Shells and service managers wait no longer without being asked.
    package static let usualGrace = Duration.seconds(5)
}
