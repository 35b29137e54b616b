// Chance that is the same on every run.

internal import Glibc

/// SplitMix64, the generator of Steele, Lea and Flood (2014).
struct SeededChance {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// Any number.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A number from 0 to `limit` - 1; the bias of the remainder does not matter here.
    mutating func below(_ limit: Int) -> Int {
        Int(next() % UInt64(limit))
    }

    /// A number from 0 up to, not including, 1.
    mutating func fraction() -> Double {
        Double(next() >> 11) / 9_007_199_254_740_992
    }

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
