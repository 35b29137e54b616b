// Where schedulers say which of how many processes one is.

/// Reads rank and world from the variables of schedulers. A plain value: the environment is given.
package struct WorkerEnvironment: Sendable {
    /// The variables of one scheduler.
    private struct Scheduler {
        let rank: String
        /// nil where the scheduler does not tell it.
        let world: String?
        /// The first rank, where it need not be 0, and the step between two.
        var first: String?
        var step: String?
    }

    /// A variable that cannot be what it should be.
    package struct Contradiction: Error, Hashable {
        package let message: String
    }

    /// In the order in which they are looked for. In the tasks of an array each step has rank 0 of Slurm's own, so that the
    /// array comes first.
    private static let schedulers = [
        Scheduler(
            rank: "SLURM_ARRAY_TASK_ID", world: "SLURM_ARRAY_TASK_COUNT", first: "SLURM_ARRAY_TASK_MIN",
            step: "SLURM_ARRAY_TASK_STEP"),
        Scheduler(rank: "SLURM_PROCID", world: "SLURM_NTASKS"),
        Scheduler(rank: "JOB_COMPLETION_INDEX", world: nil),
        Scheduler(rank: "AWS_BATCH_JOB_ARRAY_INDEX", world: "AWS_BATCH_JOB_ARRAY_SIZE"),
        Scheduler(rank: "AWS_BATCH_JOB_NODE_INDEX", world: "AWS_BATCH_JOB_NUM_NODES"),
        Scheduler(rank: "CLOUD_RUN_TASK_INDEX", world: "CLOUD_RUN_TASK_COUNT"),
        Scheduler(rank: "BATCH_TASK_INDEX", world: "BATCH_TASK_COUNT"),
        Scheduler(rank: "RANK", world: "WORLD_SIZE"),
        Scheduler(rank: "OMPI_COMM_WORLD_RANK", world: "OMPI_COMM_WORLD_SIZE"),
    ]

    /// The variables with a rank, for messages.
    package static var rankVariables: [String] { schedulers.map(\.rank) }

    private let variables: [String: String]

    /// A variable with a rank that is set, of a scheduler that does not say how many processes there are.
    package var rankWithoutWorld: String? {
        Self.schedulers.first { $0.world == nil && variables[$0.rank] != nil }?.rank
    }

    package init(_ variables: [String: String]) { self.variables = variables }

    /// The place of this process: of the first scheduler that says that there are several.
    ///
    /// - Returns: nil where none says it.
    /// - Throws: `Contradiction` when a world of several has no rank in it.
    package func place() throws(Contradiction) -> WorkerPlace? {
        for scheduler in Self.schedulers {
            guard let world = scheduler.world.flatMap(number), world > 1 else { continue }
            return try place(scheduler, worldSize: world)
        }
        return nil
    }

    /// The place of this process in a world whose size is known.
    ///
    /// - Returns: nil where no scheduler says a rank.
    package func place(worldSize: Int) throws(Contradiction) -> WorkerPlace? {
        for scheduler in Self.schedulers where variables[scheduler.rank] != nil {
            // Another scheduler's world of one says nothing about ours.
            if let world = scheduler.world.flatMap(number), world <= 1, worldSize > 1 { continue }
            return try place(scheduler, worldSize: worldSize)
        }
        return nil
    }

    private func place(_ scheduler: Scheduler, worldSize: Int) throws(Contradiction) -> WorkerPlace {
        guard let index = number(scheduler.rank) else {
            let found = variables[scheduler.rank].map { "is \"\($0)\"" } ?? "is not set"
            throw Contradiction(message: "\(scheduler.rank) \(found), and the job has \(worldSize) processes")
        }
        let step = max(1, scheduler.step.flatMap(number) ?? 1)
        let offset = index - (scheduler.first.flatMap(number) ?? 0)
        let rank = offset / step
        guard offset >= 0, offset % step == 0, rank < worldSize else {
            throw Contradiction(
                message: "\(scheduler.rank)=\(index) is no place among \(worldSize) processes: numbers have gaps")
        }
        return WorkerPlace(rank: rank, worldSize: worldSize, variable: scheduler.rank)
    }

    private func number(_ name: String) -> Int? {
        variables[name].flatMap { $0.utf8.count <= 9 ? Int($0) : nil }
    }
}
