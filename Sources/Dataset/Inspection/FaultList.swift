// The faults of one shard, a few of each kind.

/// Collects faults: the first few of one kind are listed, the others counted.
final class FaultList {
    private static let mostTold = 3

    private let shard: String
    private var told: [ShardFault] = []
    private var counts: [ShardFault.Kind: Int] = [:]

    init(shard: String) { self.shard = shard }

    func add(_ kind: ShardFault.Kind, _ detail: String) {
        counts[kind, default: 0] += 1
        if counts[kind, default: 0] <= Self.mostTold {
            told.append(ShardFault(shard: shard, kind: kind, detail: detail))
        }
    }

    /// In the order in which they were found, the counted ones last.
    var faults: [ShardFault] {
        told
            + ShardFault.Kind.allCases.compactMap { kind in
                let more = counts[kind, default: 0] - Self.mostTold
                return more > 0 ? ShardFault(shard: shard, kind: kind, detail: "and \(more) more of this kind") : nil
            }
    }
}
