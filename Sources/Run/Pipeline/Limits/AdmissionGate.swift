// Decides when the next shard of the list may be opened, and knows when the last one is closed.

internal import Ground
internal import Planning

/// Rows and shards under way, and the limits that make the list's reader wait.
///
/// A shard is opened while few rows are still to be settled, however many earlier shards wait for their
/// slowest URL: so no shard's tail idles the run.
final class AdmissionGate: Sendable {
    /// What may be under way at once.
    struct Limits: Sendable {
        /// Rows given to the fetchers and not settled yet; at least enough to fill all transfers.
        let unsettledRows: Int
        /// Rows of all open shards, settled ones included: bounds the memory of tails.
        let openRows: Int
        /// Open shards, whatever their size: each holds descriptors.
        let openShards: Int
        /// Bytes of finished shards that wait to be sent, and of open ones as far as is known.
        let stagedBytes: Int

        /// Limits for a run: twice the transfers in flight wait to be fetched, so that hosts can be mixed.
        init(
            maximumInFlight: Int, samplesPerShard: Int, openShards: Int = DescriptorBudget.mostOpenShards,
            stagedBytes: Int = .max
        ) {
            unsettledRows = max(1, maximumInFlight * 2)
            openRows = max(200_000, samplesPerShard * 8)
            self.openShards = openShards
            self.stagedBytes = stagedBytes
        }

        /// Whether another shard may be opened beside what is under way.
        ///
        /// - Parameter isMoreWanted: nothing that waits may be fetched now: its hosts are at their limits.
        func admit(unsettledRows: Int, openRows: Int, openShards: Int, isMoreWanted: Bool = false) -> Bool {
            openShards == 0
                || ((unsettledRows < self.unsettledRows || isMoreWanted) && openRows < self.openRows
                    && openShards < self.openShards)
        }
    }

    /// What is under way: sums over the ledgers of all open shards, kept by the events that the ledgers report. To add
    /// them up for each row would take the lock of every open shard.
    private struct State: Sendable {
        var unsettledRows = 0
        var openRows = 0
        var openShards = 0
        var staging = Staging()
        var isListRead = false
        var isStopped = false
        /// nil for a run that takes all that there is room for.
        var pace: ClaimPace?
        /// The fetchers could do more than what is under way lets them.
        var isMoreWanted = false

        var isInPace: Bool {
            pace?.admits(unsettledRows: unsettledRows, isMoreWanted: isMoreWanted, now: .now) ?? true
        }

        var isAllDone: Bool { isListRead && openShards == 0 && staging.shards == 0 }
    }

    private let limits: Limits
    private let state: Monitor<State>

    /// - Parameter isPaced: whether other workers take what this one leaves.
    init(_ limits: Limits, isPaced: Bool = false) {
        self.limits = limits
        state = Monitor(State(pace: isPaced ? ClaimPace(now: .now) : nil))
    }

    /// Waits until another shard may be opened.
    ///
    /// - Returns: false when the run stops.
    func waitForRoom() -> Bool {
        state.wait { [limits] state in
            guard
                state.isStopped
                    || (limits.admit(
                        unsettledRows: state.unsettledRows, openRows: state.openRows, openShards: state.openShards,
                        isMoreWanted: state.isMoreWanted) && state.isInPace
                        && state.staging.hasRoom(bytes: limits.stagedBytes, openShards: state.openShards))
            else { return nil }
            state.isMoreWanted = false
            return !state.isStopped
        }
    }

    /// - Parameter settled: those of `rows` that earlier starts settled.
    func shardOpened(rows: Int, settled: Int = 0) {
        state.change {
            $0.unsettledRows += rows - settled
            $0.openRows += rows
            $0.openShards += 1
        }
    }

    /// The fetchers have room and nothing they may fetch: the next shard may have other hosts.
    func wantMore() { state.change { $0.isMoreWanted = true } }

    /// Whether the limits of open shards leave room for another; rows that wait to be settled do not count.
    var canOpenMore: Bool {
        state.look { [limits] in
            $0.openRows < limits.openRows && $0.openShards < limits.openShards
                && $0.staging.hasRoom(bytes: limits.stagedBytes, openShards: $0.openShards)
        }
    }

    func rowSettled() {
        state.change {
            $0.unsettledRows -= 1
            $0.pace?.settled(now: .now)
        }
    }

    /// Whether no shard is open or waits to be sent.
    var isIdle: Bool { state.look { $0.openShards == 0 && $0.staging.shards == 0 } }

    /// A finished shard waits to be sent. Reported before it is closed.
    func shardStaged(bytes: Int) { state.change { $0.staging.add(bytes: bytes) } }

    /// A shard is where the dataset is to be, and takes no room here.
    ///
    /// - Returns: whether nothing is under way any more.
    func shardSent(bytes: Int) -> Bool {
        state.change {
            $0.staging.remove(bytes: bytes)
            return $0.isAllDone
        }
    }

    /// Shards that wait to be sent, their bytes, and whether no other shard is opened because of them.
    var staged: (shards: Int, bytes: Int, isFull: Bool) {
        state.look { [limits] in
            (
                $0.staging.shards, $0.staging.bytes,
                !$0.staging.hasRoom(bytes: limits.stagedBytes, openShards: $0.openShards)
            )
        }
    }

    /// - Returns: whether that was the last shard of the list, and nothing waits to be sent.
    func shardClosed(rows: Int) -> Bool {
        state.change {
            $0.openRows -= rows
            $0.openShards -= 1
            return $0.isAllDone
        }
    }

    /// - Returns: whether nothing is under way any more.
    func listRead() -> Bool {
        state.change {
            $0.isListRead = true
            return $0.isAllDone
        }
    }

    /// Lets go of whoever waits for room.
    func stop() { state.change { $0.isStopped = true } }

    /// Waits until `stop` was called, or for so long.
    func waitForStop(atMost time: Duration) { _ = state.wait(atMost: time) { $0.isStopped ? true : nil } }

    /// Open shards, rows of theirs that have not come to their end, and whether the list was read to its end.
    var underWay: (openShards: Int, unsettledRows: Int, isListRead: Bool) {
        state.look { ($0.openShards, $0.unsettledRows, $0.isListRead) }
    }

    /// Whether `stop` was called.
    var hasStopped: Bool { state.look(\.isStopped) }
}
