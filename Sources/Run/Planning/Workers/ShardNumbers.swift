// `--shards`: some shards by their numbers.

/// Ranges of numbers, as `100-149,7`.
package struct ShardNumbers: Hashable, Sendable {
    /// Sorted; none of them touches another.
    private let ranges: [ClosedRange<Int>]

    /// nil when a word is neither a number nor a range that rises.
    package init?(words: [String]) {
        var ranges: [ClosedRange<Int>] = []
        for word in words {
            let ends = word.split(separator: "-", omittingEmptySubsequences: false).map(Self.number)
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last
            else { return nil }
            ranges.append(first...last)
        }
        guard !ranges.isEmpty else { return nil }
        self.init(ranges)
    }

    /// nil without a number.
    package init?(_ numbers: some Sequence<Int>) {
        let ranges = numbers.map { $0...$0 }
        guard !ranges.isEmpty else { return nil }
        self.init(ranges)
    }

    private init(_ ranges: [ClosedRange<Int>]) {
        var merged: [ClosedRange<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        self.ranges = merged
    }

    /// Digits alone, at most as many as shards' names have.
    private static func number(_ text: Substring) -> Int? {
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    package func contains(_ number: Int) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < number { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(number)
    }

    /// How many numbers below `end` there are.
    package func count(below end: Int) -> Int {
        ranges.reduce(0) { $0 + max(0, min($1.upperBound + 1, end) - $1.lowerBound) }
    }

    package var count: Int { ranges.reduce(0) { $0 + $1.count } }

    package var numbers: some Sequence<Int> { ranges.lazy.flatMap { $0 } }

    /// Those that are not below `first`; nil without any.
    package func from(_ first: Int) -> ShardNumbers? {
        let rest = ranges.filter { $0.upperBound >= first }.map { max($0.lowerBound, first)...$0.upperBound }
        return rest.isEmpty ? nil : ShardNumbers(rest)
    }

    /// Behind the last number.
    package var end: Int { (ranges.last?.upperBound ?? -1) + 1 }

    /// As typed, merged: `7,100-149`.
    package var text: String {
        ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    }

    /// For messages.
    package var shortText: String {
        // No number has more than 18 digits.
        let known = ranges.count > 60 ? ShardNumbers(Array(ranges.prefix(60))).text : text
        return known.count > 60 ? known.prefix(60) + "…" : known
    }
}
