// Reads a part's shards into batches.

internal import DatasetFolder
internal import DatasetModel
internal import Ground
internal import ShardFormats
internal import Synchronization
internal import Tables

/// The images of a part's shards, on a thread of its own.
final class PartReader: Sendable {
    private let part: EmbeddingPart
    private let columns: PartColumns
    private let dataset: TypedDataset
    private let batchSize: Int
    private let queue: BoundedQueue<ImageBatch>
    private let failure = Mutex<CommandFailure?>(nil)
    /// Images whose key is not in their shard's table.
    private let unknown = Atomic<Int>(0)

    init(_ part: EmbeddingPart, columns: PartColumns, _ options: EmbeddingOptions, queue: BoundedQueue<ImageBatch>) {
        self.part = part
        dataset = options.dataset
        batchSize = options.batchSize
        self.columns = columns
        self.queue = queue
    }

    /// What ended the reading early.
    var problem: CommandFailure? { failure.withLock { $0 } }
    var unknownKeys: Int { unknown.load(ordering: .relaxed) }

    /// Reads all shards, then closes the queue.
    func run() {
        defer { queue.close() }
        var number = 0
        do throws(CommandFailure) {
            for shard in part.shards { guard try read(shard, &number) else { return } }
        } catch {
            failure.withLock { $0 = error }
        }
    }

    /// - Returns: false when nobody takes batches any more.
    private func read(_ shard: DatasetListing.Shard, _ number: inout Int) throws(CommandFailure) -> Bool {
        let table = try columns.table(of: shard)
        let (keys, statuses, captions) = (
            table.text(ScoreColumns.key), table.text("status"), table.text("caption")
        )
        var rowsByKey: [String: Int] = [:]
        for row in 0..<table.rowCount where statuses?.string(row) == "success" {
            if let key = keys?.string(row) { rowsByKey[key] = row }
        }
        var batch = ImageBatch(number: number)
        do throws(ShardError) {
            let wanted = rowsByKey
            let reader = try shard.reader(wants: { wanted[$0] != nil })
            while let sample = try reader?.next() {
                guard let image = sample.image else { continue }
                guard let row = rowsByKey.removeValue(forKey: sample.key) else {
                    unknown.add(1, ordering: .relaxed)
                    continue
                }
                batch.rows.append(row)
                batch.bodies.append(image.bytes)
                batch.captions.append(captions?.string(row) ?? "")
                guard batch.rows.count == batchSize else { continue }
                guard queue.push(batch) else { return false }
                number += 1
                batch = ImageBatch(number: number)
            }
        } catch {
            throw CommandFailure(
                .run,
                """
                \(error.description)
                  to fetch what is damaged again: \(dataset.command("verify", ["--repair"])), then its download
                """)
        }
        unknown.add(rowsByKey.count, ordering: .relaxed)
        batch.table = table
        number += 1
        return queue.push(batch)
    }
}
