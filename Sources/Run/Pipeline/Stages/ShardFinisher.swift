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
    /// nil if the dataset is written to a folder of this machine.
    let sender: ShardSender?
    let heartbeat: Heartbeat
    /// nil for a run of its own.
    var workerShards: WorkerShards?

    /// Finishes shards until the queue is closed and empty. A shard is done when it is done in all sizes.
    func run() {
        while let shard = complete.pop() {
            heartbeat.works()
            defer { heartbeat.rests() }
            // After a failure the others stay as they are, and nobody waits for room in the queue.
            guard control.failure?.category != .output else { continue }
            do {
                _ = try shard.output.finish(
                    endTime: SteadyWallClock.ofProcess.secondsSince1970(), beat: { [heartbeat] in heartbeat.works() },
                    mayPublish: { [workerShards] in workerShards?.mayPublish(shard.input.id) ?? true })
            } catch  where error.category == .leaseLost {
                // Another worker makes the shard. What this one has of it stays until the dataset is complete.
                drop(shard)
                continue
            } catch {
                control.fail(DownloadError(error))
                continue
            }
            if let sender, let staged = shard.output.staged {
                sender.add(WaitingShard(shard: staged.shard, folder: staged.folder))
            }
            // With one size each part counts as a shard; with several, what is done in all of them.
            let countsParts = shard.input.sizeCount == 1
            if countsParts { progress.shardFinished() }
            // The other parts of the shard come behind it.
            guard shard.output.isComplete, shard.input.finish(size: shard.size) else { continue }
            if !countsParts { progress.shardFinished() }
            // What is to be sent is done when it is there.
            if sender == nil { workerShards?.done(shard.input.id) }
            close(shard)
        }
    }

    private func close(_ shard: CompleteShard) {
        shards.remove(shard.input)
        if gate.shardClosed(rows: shard.input.rowCount) { control.complete() }
    }

    /// Lets go of a shard that another worker has taken over.
    private func drop(_ shard: CompleteShard) {
        guard shard.output.isComplete, shard.input.finish(size: shard.size) else { return }
        workerShards?.lost(shard.input.id)
        close(shard)
    }
}
