// What a worker's share means for the rest of its plan.

internal import DatasetModel
internal import Fetching
internal import Ground
internal import Stores

extension WorkerShare {
    /// Divides the limits for a host among the workers: a host sees the dataset, not the worker.
    ///
    /// - Returns: what a person should know about it; nil where there is nothing.
    func divide(_ options: inout FetchOptions) -> String? {
        guard let worldSize else {
            // Divided among those that there are.
            options.hostShare = HostShare()
            return nil
        }
        guard worldSize > 1 else { return nil }
        let connections = options.perHostConnections
        options.perHostConnections = max(1, connections / worldSize)
        options.perHostRate = options.perHostRate.map { $0 / Double(worldSize) }
        guard connections < worldSize else { return nil }
        return
            "--per-host-connections \(connections) is less than one for each of \(worldSize) workers: each uses 1, "
            + "so that a host may see \(worldSize)"
    }

    /// - Throws: `command` for what workers cannot write to a store.
    func check(_ store: StoreOutput, _ flags: DownloadFlags) throws(DownloadError) {
        let place = "--output-folder \(flags.outputFolder)"
        guard store.branch == nil else {
            throw DownloadError(
                .command,
                """
                \(place) is on the Hub, which takes shards from one machine at a time.
                  share a folder or an S3 bucket instead, and upload the dataset when it is complete
                """)
        }
        guard store.place.scheme == .s3 || choice != .any else {
            throw DownloadError(
                .command,
                """
                \(place): --claim is for folders and for stores of the S3 family.
                  give each worker a fixed share: --part 1/4 to --part 4/4
                """)
        }
        guard flags.maximumShardSize == nil else {
            throw DownloadError(
                .command,
                """
                \(place): shards with parts (--max-shard-size) are written to a store by one machine alone.
                  use --number-sample-per-shard instead
                """)
        }
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
