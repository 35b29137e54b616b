// The thread that runs models on images that are made, between the image threads and the writer.

internal import DatasetModel
internal import Embedding
internal import Fetching
internal import Ground
internal import Planning
internal import Synchronization

/// Takes rows with inputs for models, in batches over all shards, and hands them on with what the models made of them.
///
/// `@unchecked Sendable` holds because the rows are touched by the one thread that calls `run`; `discarded` is read when
/// it has ended.
final class EmbeddingStage: @unchecked Sendable {
    /// How long a batch waits for further images: one that is not full costs as much as a full one.
    private static let patience = Duration.seconds(1)

    /// What runs the models on a batch; for this thread alone.
    typealias Models = @Sendable ([SampleInputs]) throws(CommandFailure) -> [SampleEmbedding]

    private let models: Models
    private let batchSize: Int
    private let waiting: BoundedQueue<SettledRow>
    private let settled: BoundedQueue<SettledRow>
    private let budget: MemoryBudget
    private let control: RunControl
    private let heartbeat: Heartbeat
    private let isStopped = Atomic<Bool>(false)

    init(
        batchSize: Int, models: @escaping Models, waiting: BoundedQueue<SettledRow>, settled: BoundedQueue<SettledRow>,
        budget: MemoryBudget, control: RunControl, heartbeat: Heartbeat
    ) {
        self.batchSize = batchSize
        self.models = models
        self.waiting = waiting
        self.settled = settled
        self.budget = budget
        self.control = control
        self.heartbeat = heartbeat
    }

    /// Rows that may wait for models.
    var capacity: Int { 2 * batchSize }

    /// Rows that no model saw, or nobody took. Read it when the thread has ended.
    private(set) var discarded = 0

    /// From now on rows are let go: models take too long for a stop. Any thread may call it.
    func stop() { isStopped.store(true, ordering: .relaxed) }

    /// Works until the queue of waiting rows is closed and empty.
    func run() {
        while true {
            let rows = waiting.pop(atMost: batchSize, waiting: Self.patience)
            guard !rows.isEmpty else { return }
            heartbeat.works()
            defer { heartbeat.rests() }
            guard !isStopped.load(ordering: .relaxed) else {
                discard(rows)
                continue
            }
            do throws(CommandFailure) {
                let embeddings = try models(rows.compactMap(\.inputs))
                heartbeat.rests()
                guard handOn(rows, embeddings) else { return leave() }
            } catch {
                control.fail(DownloadError(.run, error.description))
                discard(rows)
                return leave()
            }
        }
    }

    /// - Returns: false when nobody takes rows any more.
    private func handOn(_ rows: [SettledRow], _ embeddings: [SampleEmbedding]) -> Bool {
        for (place, (row, embedding)) in zip(rows, embeddings).enumerated() {
            var row = row
            budget.release(row.inputs?.byteCount ?? 0)
            (row.inputs, row.embedding) = (nil, embedding)
            guard settled.push(row) else {
                discarded += rows.count - place
                return false
            }
        }
        return true
    }

    private func discard(_ rows: [SettledRow]) {
        for row in rows { budget.release((row.inputs?.byteCount ?? 0) + (row.image?.count ?? 0)) }
        discarded += rows.count
    }

    /// The image threads must not wait for a stage that is gone.
    private func leave() { discarded += waiting.closeAndDiscard() }
}
