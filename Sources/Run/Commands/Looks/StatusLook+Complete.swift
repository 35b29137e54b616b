// A complete dataset whose runs left no record: the workers' records go when nothing of them is needed any more.

internal import DatasetFolder
internal import DatasetModel
internal import Files
internal import Ground
internal import Reporting
internal import ShardFormats
internal import Watching

extension StatusLook {
    /// What a record of the whole dataset would say; nil if it is not complete, or that is not recorded.
    static func complete(_ folder: String) -> StatusRecord? {
        // What cannot be read is reported by the commands that need it.
        guard let history = (try? RunHistory.read(dataset: folder)) ?? nil, history.runs.allSatisfy({ $0.end != nil }),
            let listing = try? DatasetListing(path: folder)
        else { return nil }
        var record = StatusRecord()
        record.state = "finished"
        record.command = history.runs.last?.identity.sets(.reshape) == true ? "reshape" : "download"
        var tally = ErrorTally(limit: 2000)
        for shard in listing.shards {
            guard let stats = DatasetListing.stats(of: shard) else { continue }
            record.shards += 1
            record.rows += stats.count
            record.images += stats.successes
            record.bytesOut += shard.data.flatMap { FileStatus($0)?.byteCount } ?? 0
            record.started = record.started == 0 ? stats.startTime : min(record.started, stats.startTime)
            record.time = max(record.time, stats.endTime)
            for (word, count) in stats.failures.classes { tally.add(word, count: count) }
        }
        record.totalRows = record.rows
        // Of all starts: there is no single one.
        record.rowsThisStart = record.rows
        record.imagesThisStart = record.images
        record.elapsedSeconds = max(0, record.time - record.started)
        for entry in tally.top(50) { record.failures[entry.word] = entry.count }
        return StatusRecord(record.json)
    }
}
