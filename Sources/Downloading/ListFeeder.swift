// The thread that reads the URL list and gives its rows to the fetchers.

internal import DatasetModel
internal import Fetching
internal import Reporting
internal import Shards
internal import Tables
internal import Threads
internal import URLLists

/// Opens shard after shard as the gate allows, and submits their URLs.
///
/// `@unchecked Sendable` holds because the reader is used by the one thread that calls `run`.
final class ListFeeder: @unchecked Sendable {
    private let reader: URLListReader
    private let boxColumn: String?
    private let keys: (PlannedShard) -> ShardKeys
    private let gate: AdmissionGate
    private let shards: ShardsInWork
    private let engine: FetchEngine
    private let fetched: BoundedQueue<FetchedRow>
    private let control: RunControl
    private let progress: RunProgress
    private var nextOrdinal: UInt32 = 0

    init(
        reader: URLListReader, boxColumn: String?, keys: @escaping (PlannedShard) -> ShardKeys, gate: AdmissionGate,
        shards: ShardsInWork, engine: FetchEngine,
        fetched: BoundedQueue<FetchedRow>, control: RunControl, progress: RunProgress
    ) {
        self.reader = reader
        self.boxColumn = boxColumn
        self.keys = keys
        self.gate = gate
        self.shards = shards
        self.engine = engine
        self.fetched = fetched
        self.control = control
        self.progress = progress
    }

    /// Reads to the end of the list, or until the run stops.
    func run() {
        do {
            while gate.waitForRoom(), let planned = try reader.next() {
                open(planned)
                let (rows, fraction) = (reader.rowsRead, reader.fractionRead)
                progress.update { $0.listRead(rows: rows, fraction: fraction) }
            }
            for warning in reader.warnings { control.notice(warning.text) }
            guard !gate.hasStopped else { return }
            let rows = reader.rowsRead
            progress.update { $0.totalRows = rows }
            if gate.listRead() { control.complete() }
        } catch {
            control.fail(DownloadError(.command, error.message))
        }
    }

    private func open(_ planned: PlannedShard) {
        let shard = ShardInWork(
            ordinal: nextOrdinal, planned: planned, boxColumn: boxColumn, startTime: WallClock.secondsSince1970)
        nextOrdinal += 1
        shards.add(shard)
        gate.shardOpened(rows: shard.rowCount)

        let withoutKey = Set(keys(planned).rowsWithoutKey)
        var requests: [FetchRequest] = []
        requests.reserveCapacity(shard.rowCount)
        for row in 0..<shard.rowCount {
            if let reason = planned.brokenRows[row] {
                fail(row, of: shard, .failedToDownload("broken_row", reason))
            } else if withoutKey.contains(row) {
                fail(row, of: shard, SampleRecord.badKey)
            } else if let url = planned.urls.string(row) {
                requests.append(FetchRequest(id: shard.requestID(row: row), url: url))
            } else {
                fail(row, of: shard, .failedToDownload("bad_url", "unknown url type: 'None'"))
            }
        }
        engine.submit(requests)
    }

    private func fail(_ row: Int, of shard: ShardInWork, _ outcome: SampleOutcome) {
        fetched.push(FetchedRow(shard: shard, row: row, content: .failure(outcome)))
    }
}
