// A small repeatable source of numbers, for drawn images.

internal import Ground

/// `SeededBits`, with the remainder as the number below a bound.
struct SeededRandom {
    private var bits: SeededBits

    init(seed: UInt64) {
        bits = SeededBits(seed: seed)
    }

    mutating func next() -> UInt64 { bits.next() }

    /// A number from 0 to `bound - 1`.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next() % UInt64(max(1, bound)))
    }

    /// A number from 0 up to, not including, 1.
    mutating func unit() -> Double { bits.fraction() }
}
