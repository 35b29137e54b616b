// Which shards of the list this worker makes, decided as the list is read.

internal import DatasetFolder
internal import DatasetModel
internal import Files
internal import Planning
internal import ShardFormats
internal import Synchronization

/// Takes the lease of each shard before it is opened, and knows which shards others make. Any thread may call.
final class WorkerShards: Sendable {
    private struct State {
        /// Taken, and not opened yet: who had each of them before.
        var taken: [ShardID: LeaseRecord?] = [:]
        /// Opened and not done.
        var open: Set<ShardID> = []
        /// Of this worker's share, and made by others, as far as is known.
        var elsewhere: Set<ShardID> = []
        var failure: ShardError?
        /// In the datasets' places at `lookedAt`.
        var placed: Set<ShardID> = []
        var lookedAt: ContinuousClock.Instant?
    }

    private let worker: DatasetWorker
    private let share: WorkerShare
    private let datasets: [PreparedDataset]
    private let shards: Range<Int>
    /// Done in all sizes when this start began.
    private let finished: Set<ShardID>
    private let state = Mutex(State())

    /// - Parameters:
    ///   - datasets: one for each size.
    ///   - shards: the numbers that shards of the run may have.
    ///   - finished: done in all sizes.
    init(
        _ worker: DatasetWorker, share: WorkerShare, datasets: [PreparedDataset], shards: Range<Int>,
        finished: Set<ShardID>
    ) {
        self.worker = worker
        self.share = share
        self.datasets = datasets
        self.shards = shards
        self.finished = finished
    }

    /// Why a shard could not be taken, if that failed.
    var failure: ShardError? { state.withLock(\.failure) }

    /// Whether the list's reader passes over a shard. Asked in the order of the list; what is not passed over is taken.
    func skips(_ id: ShardID) -> Bool {
        guard shards.contains(id.number) else { return false }
        guard share.contains(id), !finished.contains(id) else { return true }
        let (isTaken, isOpen) = state.withLock { ($0.taken[id] != nil || $0.failure != nil, $0.open.contains(id)) }
        if isTaken { return false }
        // The list is read once more while the last shards are still being made.
        if isOpen { return true }
        do throws(ShardError) {
            return try !take(id)
        } catch {
            state.withLock { $0.failure = error }
            // The reader is not asked further.
            return false
        }
    }

    /// Whether all shards of this worker's share were done when this start began.
    func wereDone(before end: ShardID) -> Bool {
        (shards.lowerBound..<max(shards.lowerBound, end.number)).allSatisfy {
            !share.contains(ShardID($0)) || finished.contains(ShardID($0))
        }
    }

    /// Takes a shard, unless another worker has it or it is done.
    private func take(_ id: ShardID) throws(ShardError) -> Bool {
        if try isDone(id, isSure: false) {
            state.withLock { _ = $0.elsewhere.remove(id) }
            return false
        }
        switch try worker.leases.take(lease(id)) {
        case .held:
            state.withLock { _ = $0.elsewhere.insert(id) }
            return false
        case .taken(let before):
            // It may have become done before the lease was free.
            if try isDone(id, isSure: true) {
                worker.leases.remove(lease(id))
                state.withLock { _ = $0.elsewhere.remove(id) }
                return false
            }
            state.withLock { state in
                state.elsewhere.remove(id)
                state.taken.updateValue(before, forKey: id)
            }
            return true
        }
    }

    private func isDone(_ id: ShardID, isSure: Bool) throws(ShardError) -> Bool {
        if !isSure, try placed.contains(id) { return true }
        for dataset in datasets where try !dataset.isDone(id, isSure: isSure) { return false }
        return true
    }

    /// Shards that the datasets' places had in all sizes at the last look; none without places.
    private var placed: Set<ShardID> {
        get throws(ShardError) {
            guard datasets.first?.folder.place != nil else { return [] }
            let known = state.withLock { ($0.placed, $0.lookedAt) }
            if let at = known.1, .now - at < Self.placeInterval { return known.0 }
            var placed: Set<ShardID>?
            for dataset in datasets {
                let found = try dataset.folder.placedShards(keyFormat: dataset.settings.keyFormat) ?? []
                placed = placed?.intersection(found) ?? found
            }
            let found = placed ?? []
            state.withLock { ($0.placed, $0.lookedAt) = (found, .now) }
            return found
        }
    }

    /// Between two looks at what the places have.
    private static let placeInterval = Duration.seconds(3)

    /// Between two looks at what other workers make.
    var lookInterval: Duration {
        datasets.first?.folder.place == nil ? .milliseconds(500) : Self.placeInterval
    }

    /// What is left of a shard that was taken, in each size. Call it once, before the shard is opened.
    ///
    /// - Returns: nil if another worker has finished the shard meanwhile: a process that was stopped between taking it and
    ///   this call finds it so.
    func open(_ id: ShardID) throws(ShardError) -> [FoundShard]? {
        let before: LeaseRecord? = state.withLock { state in
            state.open.insert(id)
            return state.taken.removeValue(forKey: id) ?? nil
        }
        var found: [FoundShard] = []
        for dataset in datasets {
            if try dataset.isDone(id) {
                found.append(.finished)
                continue
            }
            try dataset.folder.takeOver(id, from: before?.worker)
            found.append(try dataset.takeTakenShard(id).map { .open($0) } ?? .nothing)
        }
        guard found.contains(where: { !$0.isFinished }) else {
            done(id)
            return nil
        }
        return found
    }

    /// Gives back what was taken and does not exist, as the list ended before it.
    func listEnded() {
        for id in state.withLock({ state in
            defer { state.taken = [:] }
            return Array(state.taken.keys)
        }) { worker.leases.remove(lease(id)) }
    }

    /// Whether another worker may be making a shard of this one's share, or it was lost to another one: then the list is
    /// read once more, when one of them can be taken.
    var waitsForOthers: Bool { state.withLock { !$0.elsewhere.isEmpty } }

    /// How many shards of this one's share others are making.
    var elsewhereCount: Int { state.withLock(\.elsewhere.count) }

    /// Whether one of the shards that others make can be taken now. Those that are done are forgotten.
    func canTakeOver() throws(ShardError) -> Bool {
        for id in state.withLock({ $0.elsewhere.sorted() }) where try take(id) { return true }
        return false
    }

    /// Whether the lease of a shard is certainly held: asked before its files become visible.
    func mayPublish(_ id: ShardID) -> Bool { worker.leases.confirm(lease(id)) }

    /// A shard is done in all sizes.
    func done(_ id: ShardID) {
        state.withLock { _ = $0.open.remove(id) }
        worker.leases.remove(lease(id))
    }

    /// A place has confirmed a shard of one size: it is done when all have.
    func sent(_ id: ShardID) {
        if datasets.allSatisfy({ $0.folder.isSent(id, keyFormat: $0.settings.keyFormat) }) { done(id) }
    }

    /// Takes the lease of a shard again that was lost while the shard was sent.
    ///
    /// - Returns: false while another worker has it.
    func takeAgain(_ id: ShardID) -> Bool {
        // A place that cannot be asked now is asked again.
        guard let answer = try? worker.leases.take(lease(id)), case .taken = answer else { return false }
        return true
    }

    /// A shard was lost to another worker, which makes it now.
    func lost(_ id: ShardID) {
        state.withLock { state in
            state.open.remove(id)
            state.elsewhere.insert(id)
        }
        worker.leases.release(lease(id))
    }

    private func lease(_ id: ShardID) -> String { DatasetWorker.lease(of: id.number) }
}
