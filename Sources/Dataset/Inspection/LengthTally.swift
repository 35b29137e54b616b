// How long captions are.

/// Counts lengths, exactly up to a limit. A plain value of bounded size.
package struct LengthTally: Sendable, Equatable {
    /// Longer ones count as this long in the median.
    private static let mostDistinct = 10_000

    package private(set) var count = 0
    package private(set) var shortest = 0
    package private(set) var longest = 0
    private var sum = 0
    private var counts = [Int](repeating: 0, count: LengthTally.mostDistinct + 1)

    package init() {}

    package mutating func add(_ length: Int) {
        shortest = count == 0 ? length : min(shortest, length)
        longest = max(longest, length)
        count += 1
        sum += length
        counts[min(length, Self.mostDistinct)] += 1
    }

    mutating func add(_ other: LengthTally) {
        guard other.count > 0 else { return }
        shortest = count == 0 ? other.shortest : min(shortest, other.shortest)
        longest = max(longest, other.longest)
        count += other.count
        sum += other.sum
        for index in counts.indices { counts[index] += other.counts[index] }
    }

    package var mean: Double { count > 0 ? Double(sum) / Double(count) : 0 }

    /// The length that half of them do not pass.
    package var median: Int {
        var left = (count + 1) / 2
        for (length, number) in counts.enumerated() {
            left -= number
            if left <= 0 { return length }
        }
        return longest
    }
}
