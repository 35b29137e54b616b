// The folders of a run on this machine, each held by this process.

internal import DatasetFolder
internal import DatasetModel
internal import Planning
internal import ShardFormats
internal import URLLists

extension PreparedDatasets {
    /// One for each size.
    ///
    /// - Parameters:
    ///   - held: the folder of a run with one size, where it is locked already.
    ///   - goesOn: asked while a worker waits for its name; false ends that.
    static func folders(
        _ plan: DownloadPlan, held: DatasetFolder?, goesOn: @escaping @Sendable () -> Bool
    ) throws(ShardError) -> [DatasetFolder] {
        if let held, plan.sizes.count == 1 {
            try held.checkLists(plan.list.files.map(\.path))
            return [held]
        }
        guard plan.store != nil, let share = plan.share else {
            return try folders(plan, goesOn, worker: nil)
        }
        // Each worker of a dataset in a store has a folder of its own.
        if case .share(let number, let count) = share.name {
            return try folders(plan, goesOn, worker: "\(number)-of-\(count)")
        }
        var slot = 1
        while true {
            do throws(ShardError) {
                return try folders(plan, goesOn, worker: "\(slot)")
            } catch {
                // Another worker of this machine has it.
                guard error.category == .locked, slot < mostSlots else { throw error }
            }
            slot += 1
        }
    }

    /// Workers of one machine.
    private static let mostSlots = 1000

    private static func folders(
        _ plan: DownloadPlan, _ goesOn: @escaping @Sendable () -> Bool, worker: String?
    ) throws(ShardError) -> [DatasetFolder] {
        var folders: [DatasetFolder] = []
        for size in plan.sizes {
            // All sizes have the name and the leases that the first gives.
            let seat = plan.share.map { share in
                folders.first?.worker.map { .held($0) }
                    ?? WorkerSeat.new(
                        share.name, leaseSeconds: share.leaseSeconds, sharers: share.worldSize ?? 0,
                        needsClaims: share.choice == .any, goesOn: goesOn)
            }
            let folder = try DatasetFolder(
                plan.store?.folder(of: size, worker: worker) ?? size.folder, seat: seat,
                place: plan.store?.place(ofSize: size, in: plan),
                staging: plan.store?.staging(of: size, worker: worker))
            try folder.checkLists(plan.list.files.map(\.path))
            folders.append(folder)
        }
        return folders
    }

    /// Takes the leases of shards that an earlier start of this worker has finished and not sent. Those that others make
    /// now are dropped.
    static func dropOthers(
        _ folder: DatasetFolder, _ worker: DatasetWorker, _ format: ShardFormat
    ) throws(ShardError) {
        for shard in try folder.stagedShards(format: format) {
            if case .held = try worker.leases.take(DatasetWorker.lease(of: shard.id.number)) { folder.discard(shard) }
        }
    }
}
