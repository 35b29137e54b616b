// As which of several processes this one opens a folder.

/// Where a process gets its name among a dataset's workers.
package enum WorkerSeat: Sendable {
    /// It takes one. `goesOn` is asked while it waits for one; `sharers` is among how many workers it divides the limits
    /// of hosts: 0 if that is found out by looking, nil if it asks no host.
    case new(
        WorkerName, leaseSeconds: Double, sharers: Int?, needsClaims: Bool = true, goesOn: @Sendable () -> Bool)
    /// It has one already, by another folder of the same run.
    case held(DatasetWorker)

    /// Whether shards are taken as they are free: that needs a place that excludes two processes.
    var needsClaims: Bool {
        guard case .new(_, _, _, let needsClaims, _) = self else { return false }
        return needsClaims
    }

    func taken(in claims: any ClaimPlace, dataset: String) throws(ShardError) -> DatasetWorker {
        switch self {
        case .new(let name, let seconds, let sharers, _, let goesOn):
            try DatasetWorker(
                name, in: claims, dataset: dataset, seconds: seconds, sharers: sharers, goesOn: goesOn)
        case .held(let worker): worker
        }
    }
}
