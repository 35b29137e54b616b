// Numbers of finished shards, as the report counts them.

internal import DatasetFolder
internal import DatasetModel
internal import Reporting

extension EarlierStarts {
    /// What the finished shards and the kept rows of open ones add up to. Where img2dataset wrote the stats, the kinds
    /// are read off its texts.
    init(_ totals: ShardTotals, left: [KeptRows]) {
        var failures = totals.classes
        for (text, count) in totals.unclassedStatuses.counts where text != "success" {
            guard let word = FailureClass.tallyWord(ofStatus: text) else { continue }
            failures[word, default: 0] += count
        }
        var counts = SettledCounts(
            rows: totals.count, images: totals.successes, bytesIn: 0, bytesOut: totals.dataBytes)
        for shard in left {
            counts += SettledCounts(shard)
            for case let word? in shard.records.map(\.outcome.category) { failures[word, default: 0] += 1 }
        }
        // The texts say more than the classes: they distinguish a name that does not exist from one without an answer.
        let passing = totals.statuses.counts.reduce(0) { sum, entry in
            entry.key != "success" && FailureSign(tallyWord: nil, message: entry.key).mayPass ? sum + entry.value : sum
        }
        let passingOfOpen = left.reduce(0) { $0 + $1.records.count { $0.outcome.mayPass } }
        self.init(
            counts: counts, shards: totals.shards, failures: failures, mayPass: passing + passingOfOpen,
            openShards: left.count,
            openSamples: left.reduce(0) { $0 + $1.sampleCount })
    }

    /// With a shard that was not counted at the start, as only its worker looks at it.
    mutating func add(_ shard: KeptRows) {
        counts += SettledCounts(shard)
        for case let word? in shard.records.map(\.outcome.category) { failures[word, default: 0] += 1 }
        mayPass += shard.records.count { $0.outcome.mayPass }
        openShards += 1
        openSamples += shard.sampleCount
    }

    /// Without a shard that was counted and then could not be resumed.
    mutating func remove(_ shard: KeptRows) {
        let counts = SettledCounts(shard)
        self.counts.rows -= counts.rows
        self.counts.images -= counts.images
        self.counts.bytesOut -= counts.bytesOut
        for case let word? in shard.records.map(\.outcome.category) { failures[word, default: 0] -= 1 }
        mayPass -= shard.records.count { $0.outcome.mayPass }
        openShards -= 1
        openSamples -= shard.sampleCount
    }
}

extension SettledCounts {
    /// What is kept of an open shard.
    init(_ shard: KeptRows) {
        self.init(rows: shard.records.count, images: shard.sampleCount, bytesIn: 0, bytesOut: shard.byteCount)
    }
}
