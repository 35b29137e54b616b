// How often values lie where.

/// Counts of values in bins. A plain value of fixed size.
struct Histogram: Sendable, Equatable {
    let bins: Bins
    private(set) var counts: [Int]
    private(set) var total = 0
    private(set) var sum = 0.0

    init(_ bins: Bins) {
        self.bins = bins
        counts = [Int](repeating: 0, count: bins.labels.count)
    }

    /// - Parameter value: finite.
    mutating func add(_ value: Double) {
        counts[bins.place(of: value)] += 1
        total += 1
        sum += value
    }

    /// - Parameter other: of the same bins.
    mutating func merge(_ other: Histogram) {
        for place in counts.indices { counts[place] += other.counts[place] }
        total += other.total
        sum += other.sum
    }

    /// nil of nothing.
    var mean: Double? { total > 0 ? sum / Double(total) : nil }

    /// The bars from the first to the last that is not empty.
    var shown: Range<Int> {
        guard let first = counts.firstIndex(where: { $0 > 0 }), let last = counts.lastIndex(where: { $0 > 0 }) else {
            return 0..<0
        }
        return first..<last + 1
    }
}
