// The thread that completes shards: syncing to disk takes long, and must not keep the writer from writing.

internal import DatasetFolder
internal import Ground
internal import Planning
internal import Reporting
internal import ShardFormats

/// Makes complete shards visible, and knows when the last one is.
struct ShardFinisher: Sendable {
    let complete: BoundedQueue<CompleteShard>
    let shards: ShardsInWork
    let gate: AdmissionGate
    let control: RunControl
    let progress: RunProgress
    let heartbeat: Heartbeat

    /// Finishes shards until the queue is closed and empty. A shard is done when it is done in all sizes.
    func run() {
        while let shard = complete.pop() {
            heartbeat.works()
            defer { heartbeat.rests() }
            // After a failure the others stay as they are, and nobody waits for room in the queue.
            guard control.failure?.category != .output else { continue }
            do {
                _ = try shard.output.finish(endTime: SteadyWallClock.ofProcess.secondsSince1970()) { [heartbeat] in
                    heartbeat.works()
                }
            } catch {
                control.fail(DownloadError(error))
                continue
            }
            // With one size each part counts as a shard; with several, what is done in all of them.
            let countsParts = shard.input.sizeCount == 1
            if countsParts { progress.shardFinished() }
            // The other parts of the shard come behind it.
            guard shard.output.isComplete, shard.input.finish(size: shard.size) else { continue }
            if !countsParts { progress.shardFinished() }
            shards.remove(shard.input)
            if gate.shardClosed(rows: shard.input.rowCount) { control.complete() }
        }
    }
}
