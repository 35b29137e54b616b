// The bodies of a reshape: the images of a dataset's shards, read by one thread.

internal import DatasetFolder
internal import DatasetModel
internal import Fetching
internal import Ground
internal import Hashing
internal import Planning
internal import ShardFormats
internal import Synchronization
internal import URLLists

/// Reads the images of the rows it is asked for, a shard of the dataset after the other.
///
/// A shard's samples lie in no order, and rows that are asked for together are all of one shard or of neighbours: so
/// each shard is read from its beginning for the rows that are wanted of it, and what is not wanted is skipped.
final class ShardBodies: BodySource {
    /// The image of a row is not in its shard.
    static let missing = SampleOutcome.failedToDownload("missing_image", "the shard has no image of this row")
    /// The image of a row is in a shard that is damaged, behind the damage.
    static let damaged = SampleOutcome.failedToDownload("damaged_shard", "the shard is damaged before this image")

    private struct Order {
        let shard: ShardInWork
        let rows: [Int]
    }

    private let dataset: ReshapedDataset
    private let budget: MemoryBudget
    private let control: RunControl
    private let deliver: @Sendable (FetchedRow) -> Void
    private let starving: @Sendable () -> Void
    private let orders = BoundedQueue<Order>(capacity: .max)
    private let heartbeat = Heartbeat()
    private let isStopped = Atomic<Bool>(false)
    private let finished = Atomic<UInt64>(0)
    private let readBytes = Atomic<UInt64>(0)
    private let used = Atomic<Int>(0)
    private let room = RoomSignal()
    private let thread = Mutex<NamedThread?>(nil)

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - starving: called when nothing is left to be read.
    ///   - deliver: called on the thread with each row.
    init(
        _ dataset: ReshapedDataset, budget: MemoryBudget, control: RunControl,
        starving: @escaping @Sendable () -> Void, deliver: @escaping @Sendable (FetchedRow) -> Void
    ) {
        self.dataset = dataset
        self.budget = budget
        self.control = control
        self.starving = starving
        self.deliver = deliver
        budget.onRelease { [room] in room.tell() }
        thread.withLock { $0 = NamedThread("shard-reader") { [self] in run() } }
    }

    var sharesByURL: Bool { false }
    var heartbeats: [Heartbeat] { [heartbeat] }
    var usedNanoseconds: Int { used.load(ordering: .relaxed) }

    var snapshot: FetchSnapshot {
        var snapshot = FetchSnapshot()
        snapshot.finished = finished.load(ordering: .relaxed)
        snapshot.receivedBytes = readBytes.load(ordering: .relaxed)
        return snapshot
    }

    func submit(_ rows: [ListedURL], of shard: ShardInWork) {
        orders.push(Order(shard: shard, rows: rows.map(\.row)))
    }

    func stop() {
        isStopped.store(true, ordering: .sequentiallyConsistent)
        room.tell()
        orders.closeAndDiscard()
        let ending = thread.withLock { $0.take() }
        guard let ending else { return }
        ending.join()
        used.store(ending.usedNanoseconds, ordering: .relaxed)
    }

    private var goesOn: Bool { !isStopped.load(ordering: .sequentiallyConsistent) }

    private func run() {
        while goesOn {
            if orders.count == 0 { starving() }
            guard let order = orders.pop() else { return }
            read(order)
        }
    }

    private func read(_ order: Order) {
        let columns = EarlierColumns(
            order.shard.planned, columnsBeside: dataset.columnsBeside, hashName: dataset.hash?.rawValue)
        var rows = order.rows[...]
        var end = 0
        for part in order.shard.planned.parts where goesOn {
            end += part.rowCount
            let own = rows.prefix { $0 < end }
            rows = rows.dropFirst(own.count)
            if !own.isEmpty { read(own, of: order.shard, from: part.file, columns) }
        }
    }

    /// Reads the images of rows that all lie in one shard of the dataset.
    private func read(_ rows: ArraySlice<Int>, of shard: ShardInWork, from table: String, _ columns: EarlierColumns) {
        heartbeat.works()
        defer { heartbeat.rests() }
        let wanted = WantedRows(rows, columns)
        var reason = Self.missing
        do throws(ShardError) {
            let reader = try dataset.shards[table]?.reader(wants: { wanted.contains($0) })
            while goesOn, !wanted.isEmpty, let sample = try reader?.next() {
                heartbeat.works()
                guard let image = sample.image, let row = wanted.take(sample.key) else { continue }
                guard let body = body(of: image.bytes) else { return }
                give(.body(body), row, shard, columns)
            }
        } catch {
            guard error.category == .damagedShard else {
                control.fail(DownloadError(.run, error.description))
                return
            }
            control.notice("\(error.description); its other images are failed rows")
            reason = Self.damaged
        }
        guard goesOn else { return }
        for row in wanted.rest { give(.failure(RowFailure(reason)), row, shard, columns) }
    }

    private func give(_ content: FetchedRow.Content, _ row: Int, _ shard: ShardInWork, _ columns: EarlierColumns) {
        finished.add(1, ordering: .relaxed)
        deliver(
            FetchedRow(
                shard: shard, row: row, content: content,
                facts: dataset.hasFetchColumns ? columns.fetch(row) : nil, earlier: columns.facts(row)))
    }

    /// A body with its share of the memory, once there is room for it; nil when the run stops before.
    private func body(of bytes: [UInt8]) -> FetchedBody? {
        while goesOn, budget.used > 0, !budget.hasRoom(for: bytes.count) {
            heartbeat.rests()
            budget.awaitRelease()
            if budget.used > 0, !budget.hasRoom(for: bytes.count) { room.wait() }
        }
        heartbeat.works()
        guard goesOn else { return nil }
        budget.reserve(bytes.count)
        readBytes.add(UInt64(bytes.count), ordering: .relaxed)
        let buffer = bytes.withUnsafeBytes { ByteBuffer(copying: $0) }
        return FetchedBody(buffer: buffer, budget: budget, reservedBytes: bytes.count)
    }
}
