// As which of several processes this one opens a folder.

/// Where a process gets its name among a dataset's workers.
package enum WorkerSeat: Sendable {
    /// It takes one. `goesOn` is asked while it waits for one.
    case new(WorkerName, leaseSeconds: Double, goesOn: @Sendable () -> Bool)
    /// It has one already, by another folder of the same run.
    case held(DatasetWorker)

    func taken(state: String, dataset: String) throws(ShardError) -> DatasetWorker {
        switch self {
        case .new(let name, let seconds, let goesOn):
            try DatasetWorker(name, state: state, dataset: dataset, seconds: seconds, goesOn: goesOn)
        case .held(let worker): worker
        }
    }
}
