// The hosts of the open web: how popular each is, and which of them are gone or particular.

internal import Glibc

/// Hosts by rank, 1 being the most popular.
struct OpenWebHosts: Sendable {
    /// What a host is like.
    enum Kind: Sendable {
        case live, polite, unknownName, refusing, silent
    }

    /// Requests at once that a polite host answers.
    static let politeLimit = 4
    /// Ranks of the polite hosts, as far as there are so many.
    static let politeRanks: Set<Int> = [10, 20, 40, 80, 160]
    /// Ranks up to here always live, so that the shares of the dead are met closely.
    private static let safeRanks = 9

    private(set) var kinds: [Kind]
    /// Share of the rows of this host and all before it.
    private let reached: [Double]

    /// - Parameters:
    ///   - exponent: popularity falls as rank to the power of minus this; 0 is evenly.
    ///   - unknownShare: share of the rows whose host has no name.
    ///   - refusingShare: share of the rows whose host refuses connections.
    ///   - silentShare: share of the rows whose host never accepts one, and says nothing.
    init(
        count: Int, exponent: Double, unknownShare: Double, refusingShare: Double, silentShare: Double,
        hasPolite: Bool
    ) {
        let weights = (1...count).map { pow(Double($0), -exponent) }
        let total = weights.reduce(0, +)
        var sum = 0.0
        reached = weights.map { weight in
            sum += weight / total
            return sum
        }
        kinds = (1...count).map { hasPolite && Self.politeRanks.contains($0) ? .polite : .live }
        // One walk over the ranks, which gives each kind hosts of all popularities.
        var left: [(kind: Kind, share: Double)] = [
            (.unknownName, unknownShare), (.refusing, refusingShare), (.silent, silentShare),
        ]
        let mayDie = kinds.indices.filter { $0 >= Self.safeRanks && kinds[$0] == .live }
        let share = (unknownShare + refusingShare + silentShare) * total / mayDie.reduce(0) { $0 + weights[$1] }
        var chance = SeededChance(seed: 0x4057)
        for index in mayDie where chance.fraction() < share {
            // To the kind that lacks most.
            guard let choice = left.indices.max(by: { left[$0].share < left[$1].share }), left[choice].share > 0
            else { break }
            kinds[index] = left[choice].kind
            left[choice].share -= weights[index] / total
        }
    }

    /// The index of the host at which a fraction, 0 to 1, of all rows is reached.
    func index(at fraction: Double) -> Int {
        var low = 0
        var high = reached.count - 1
        while low < high {
            let middle = (low + high) / 2
            if reached[middle] > fraction { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
