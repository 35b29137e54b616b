// The way of fetched rows to the image threads, with a gate at its beginning.

internal import Ground
internal import Synchronization

/// Takes rows whose fetch has ended, and gives them to the image threads: once it is known that the first ones do not
/// all fail by one local cause. Until then they wait here, so that nothing of them is written.
///
/// Any thread may call. Each row that is held is a failure, and `AdmissionGate` bounds their number.
final class FetchedRows: Sendable {
    private struct State {
        var first: FirstRows
        var held: [FetchedRow] = []
        var isStopped = false
    }

    private let queue: BoundedQueue<FetchedRow>
    private let gate: AdmissionGate
    /// Called once, with the reason, when the run is to end.
    private let stop: @Sendable (FirstRows.Verdict) -> Void
    private let state: Mutex<State>
    /// Whether rows go straight through: all but the first ones of a run.
    private let isOpen: Atomic<Bool>

    /// - Parameters:
    ///   - first: of this run; nil for one that has no network and no list of its own.
    init(
        to queue: BoundedQueue<FetchedRow>, gate: AdmissionGate, first: FirstRows?,
        stop: @escaping @Sendable (FirstRows.Verdict) -> Void
    ) {
        self.queue = queue
        self.gate = gate
        self.stop = stop
        state = Mutex(State(first: first ?? FirstRows(hasImages: true)))
        isOpen = Atomic(first == nil)
    }

    /// A shard was opened; call it before its first row ends.
    func opened(_ shard: ShardInWork) {
        guard !isOpen.load(ordering: .acquiring) else { return }
        let rows = shard.settledSoFar.openRows
        state.withLock { $0.first.opened(shard: shard.ordinal, rows: rows) }
    }

    /// The list has no more shards.
    func listRead() {
        guard !isOpen.load(ordering: .acquiring) else { return }
        apply(state.withLock { state in state.isStopped ? .wait : state.first.listRead() })
    }

    func push(_ row: FetchedRow) {
        if isOpen.load(ordering: .acquiring) {
            queue.push(row)
            return
        }
        var failure: RowFailure?
        if case .failure(let reason) = row.content { failure = reason }
        let rows = row.shard.rowsEnding(with: row.row)
        let canOpenMore = gate.canOpenMore
        let (verdict, isWaiting) = state.withLock { state -> (FirstRows.Verdict, Bool) in
            guard !state.isStopped else { return (.wait, false) }
            // Another row opened the way just now.
            guard !isOpen.load(ordering: .acquiring) else {
                queue.push(row)
                return (.wait, false)
            }
            state.held.append(row)
            let verdict = state.first.ended(
                shard: row.shard.ordinal, rows: rows, failure: failure, canOpenMore: canOpenMore)
            return (verdict, state.first.isWaiting)
        }
        apply(verdict)
        if verdict == .wait, isWaiting { gate.wantMore() }
    }

    private func apply(_ verdict: FirstRows.Verdict) {
        switch verdict {
        case .wait: break
        case .write:
            state.withLock { state in
                isOpen.store(true, ordering: .releasing)
                for row in state.held { queue.push(row) }
                state.held = []
            }
        case .stop:
            let isFirst = state.withLock { state in
                defer { state.isStopped = true }
                state.held = []
                return !state.isStopped
            }
            if isFirst { stop(verdict) }
        }
    }
}
