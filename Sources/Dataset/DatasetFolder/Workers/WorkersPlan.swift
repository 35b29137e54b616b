// The plan that a dataset's workers share: one of them makes it for all.

internal import Files
internal import Glibc
internal import Ground

/// `OUT/.img2shards/list.plan`: which rows of the list are selected. The first worker makes it, before the dataset begins.
package struct WorkersPlan: Sendable {
    package let path: String
    private let dataset: String
    private let state: String
    private static let lease = "plan"

    /// - Parameter dataset: its folder, which need not be there.
    package init(dataset: String) {
        self.dataset = dataset
        state = dataset + "/" + DatasetFolder.stateName
        path = state + "/list.plan"
    }

    /// Whether there is one, of whatever list.
    package var isThere: Bool { FileStatus(path)?.kind == .file }
    /// A dataset that was begun without a plan gets none later.
    package var isTooLate: Bool { DatasetFolder.hasRecord(dataset) }

    /// Waits until the plan is there, or is ours to make.
    ///
    /// - Parameters:
    ///   - seconds: how long the lease holds if this process is killed or paused.
    ///   - isReady: whether the plan that is there will do.
    ///   - waiting: called once, with the worker that makes it, if that can be read.
    /// - Returns: nil when another worker made it.
    package func turn(
        seconds: Double, isReady: () -> Bool, waiting: (_ holder: String?) -> Void
    ) throws(ShardError) -> Turn? {
        let process = ProcessIdentity.current
        let leases = try Leases(
            folder: state + "/" + DatasetWorker.claimsName, worker: "\(process.host)-\(process.pid)", seconds: seconds)
        var hasSaid = false
        while !isReady() {
            guard case .held(let holder, _) = try leases.take(Self.lease, belongsToWorker: false) else {
                let turn = Turn(leases)
                // It may have been made while we looked.
                guard isReady() else { return turn }
                turn.end()
                return nil
            }
            if !hasSaid { waiting(holder.map { "process \($0.process.pid) on \($0.process.host)" }) }
            hasSaid = true
            usleep(200_000)
        }
        return nil
    }

    /// The time in which this process makes the plan.
    package final class Turn: Sendable {
        private let leases: Leases
        private let keeper: LeaseKeeper

        fileprivate init(_ leases: Leases) {
            self.leases = leases
            keeper = LeaseKeeper(leases) {}
        }

        /// Lets others look at what was made. Call once.
        package func end() {
            keeper.stop()
            leases.releaseAll()
        }
    }
}
