// How long something took, in bounded memory.

internal import Ground

/// Durations counted by length. The bounds are fixed, so that counts of several runs can be added.
package struct TimeHistogram: Hashable, Sendable {
    /// Upper bounds in seconds; what is longer than the last is counted beyond them.
    package static let bounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

    /// Durations up to each bound and above the one before; one more than bounds.
    package private(set) var counts = Array(repeating: 0, count: TimeHistogram.bounds.count + 1)
    /// Of all durations, in seconds.
    package private(set) var sum = 0.0

    package init() {}

    package mutating func add(_ duration: Duration) {
        let seconds = duration.inSeconds
        counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
        sum += seconds
    }

    /// Durations in all.
    package var count: Int { counts.reduce(0, +) }

    /// Durations up to each bound, shorter ones included; the last is all of them.
    package var cumulative: [Int] {
        var total = 0
        return counts.map { count in
            total += count
            return total
        }
    }

    /// A length that a share of all durations does not exceed, in seconds: a bound, so that it is too long rather than too
    /// short; nil without any.
    package func atMost(share: Double) -> Double? {
        let all = count
        guard all > 0 else { return nil }
        let place = cumulative.firstIndex { Double($0) >= share * Double(all) } ?? Self.bounds.count
        return Self.bounds[min(place, Self.bounds.count - 1)]
    }
}
