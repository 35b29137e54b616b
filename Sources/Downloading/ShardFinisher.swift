// The thread that completes shards: syncing to disk takes long, and must not keep the writer from writing.

internal import Shards
internal import Threads

/// Makes complete shards visible, and knows when the last one is.
struct ShardFinisher: Sendable {
    let complete: BoundedQueue<CompleteShard>
    let shards: ShardsInWork
    let gate: AdmissionGate
    let control: RunControl
    let progress: RunProgress

    /// Finishes shards until the queue is closed and empty.
    func run() {
        while let shard = complete.pop() {
            // After a failure the others stay as they are, and nobody waits for room in the queue.
            guard control.failure?.category != .output else { continue }
            do {
                _ = try shard.output.finish(endTime: WallClock.secondsSince1970)
            } catch {
                control.fail(DownloadError(error))
                continue
            }
            shards.remove(shard.input)
            progress.shardFinished()
            if gate.shardClosed(rows: shard.input.rowCount) { control.complete() }
        }
    }
}
