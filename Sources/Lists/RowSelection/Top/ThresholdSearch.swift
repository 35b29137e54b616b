// Which number the highest rows of a column have at least, in little memory.

/// Finds the n-th highest of many numbers, which are shown to it again and again: the first time they are counted by
/// their first bits, then by the bits that follow, until few enough are left to be sorted. The result is exact.
package struct ThresholdSearch: Sendable {
    /// Numbers that are held and sorted.
    private static let mostHeld = 1 << 20
    private static let bits = 16

    private let share: TopShare
    private let mostHeld: Int
    /// The bits that the number is known to begin with, and how many those are.
    private var prefix: UInt64 = 0
    private var known = 0
    /// How many of the numbers that begin so are above the one that is looked for, itself among them; nil before all
    /// were counted.
    private var rank: Int?
    private var counts: [Int]
    private var held: [UInt64] = []
    private var isHolding = false
    /// Numbers that there are.
    package private(set) var rowCount = 0
    /// The number; nil before it is known, and for rows without a number.
    package private(set) var threshold: Double?
    package private(set) var isDone = false

    /// - Parameter mostHeld: smaller for tests.
    package init(_ share: TopShare, mostHeld: Int = ThresholdSearch.mostHeld) {
        self.share = share
        self.mostHeld = mostHeld
        counts = [Int](repeating: 0, count: 1 << Self.bits)
    }

    /// Takes a number of this pass; NaN is ignored.
    package mutating func add(_ number: Double) {
        guard !number.isNaN, !isDone else { return }
        let key = Self.key(number)
        guard known == 0 || key >> UInt64(64 - known) == prefix else { return }
        if isHolding {
            held.append(key)
        } else {
            counts[Int((key >> UInt64(64 - known - Self.bits)) & UInt64(counts.count - 1))] += 1
        }
    }

    /// Ends a pass over all numbers; another one is needed unless the search is done then.
    package mutating func passEnded() {
        guard !isDone else { return }
        if rank == nil {
            rowCount = counts.reduce(0, +)
            rank = share.count(of: rowCount)
        }
        guard var left = rank, left > 0 else {
            isDone = true
            return
        }
        if isHolding {
            held.sort(by: >)
            found(held[left - 1])
            return
        }
        var place = counts.count - 1
        while counts[place] < left {
            left -= counts[place]
            place -= 1
        }
        let count = counts[place]
        rank = left
        prefix = prefix << UInt64(Self.bits) | UInt64(place)
        known += Self.bits
        if known == 64 {
            found(prefix)
        } else if count <= mostHeld {
            isHolding = true
            held.reserveCapacity(count)
        } else {
            counts = [Int](repeating: 0, count: counts.count)
        }
    }

    private mutating func found(_ key: UInt64) {
        threshold = Self.number(key)
        isDone = true
        held = []
        counts = []
    }

    /// A whole number in the order of the numbers; the two zeros are one.
    private static func key(_ number: Double) -> UInt64 {
        let bits = (number == 0 ? 0 : number).bitPattern
        return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    }

    private static func number(_ key: UInt64) -> Double {
        Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
    }
}
