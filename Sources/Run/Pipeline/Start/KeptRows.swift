// The rows of an open shard that are not fetched again.

internal import DatasetFolder
internal import DatasetModel

/// What is kept of a shard: the rows that every size has whole.
struct KeptRows: Sendable {
    let records: [SampleRecord]
    /// Bytes of their data, all sizes together.
    let byteCount: Int

    /// Rows with an image.
    var sampleCount: Int { records.count { $0.outcome.status == .success } }

    init(_ shard: LeftShard) {
        records = shard.records
        byteCount = shard.kept.endOffset
    }

    /// - Parameter found: the shard in each size; nil comes back where one of them has nothing of it, or all have
    ///   finished it.
    init?(_ found: [FoundShard]) {
        var open: [LeftShard] = []
        for shard in found {
            switch shard {
            case .nothing: return nil
            case .open(let left): open.append(left)
            case .finished: break
            }
        }
        guard let first = open.first else { return nil }
        let others = open.dropFirst().map { Set($0.records.map(\.index)) }
        records = first.records.filter { record in others.allSatisfy { $0.contains(record.index) } }
        byteCount = open.reduce(0) { $0 + $1.kept.endOffset }
    }
}
