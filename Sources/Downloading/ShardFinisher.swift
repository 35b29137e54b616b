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
    let heartbeat: Heartbeat

    /// Finishes shards until the queue is closed and empty.
    func run() {
        while let shard = complete.pop() {
            heartbeat.works()
            defer { heartbeat.rests() }
            do {
                _ = try shard.output.finish(endTime: WallClock.secondsSince1970)
            } catch {
                return control.fail(DownloadError(error))
            }
            shards.remove(shard.input)
            progress.shardFinished(rows: shard.input.rowCount)
            if gate.shardClosed(rows: shard.input.rowCount) { control.complete() }
        }
    }
}
