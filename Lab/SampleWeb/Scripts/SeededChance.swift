// Chance that is the same on every run.

internal import Glibc
internal import Ground

/// `SeededBits`, and what is drawn from them.
struct SeededChance {
    private var bits: SeededBits

    init(seed: UInt64) {
        bits = SeededBits(seed: seed)
    }

    /// Any number.
    mutating func next() -> UInt64 { bits.next() }

    /// A number from 0 to `limit` - 1; the bias of the remainder does not matter here.
    mutating func below(_ limit: Int) -> Int {
        Int(next() % UInt64(limit))
    }

    /// A number from 0 up to, not including, 1.
    mutating func fraction() -> Double { bits.fraction() }

    /// A number of the standard normal distribution (Box and Muller, 1958).
    mutating func normal() -> Double {
        sqrt(-2 * log(1 - fraction())) * cos(2 * Double.pi * fraction())
    }

    /// One of the elements.
    mutating func one<Element>(of elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// The number that a fresh generator gives first.
    consuming func first() -> UInt64 {
        next()
    }
}
