// Numbers that look random and are the same at every start.

/// SplitMix64 (Steele, Lea, Flood 2014), never for secrets. Not the standard library's choice of algorithms, which may
/// change between versions: a run that is resumed must draw the same numbers.
///
/// Public, so that loops in other targets are specialised.
public struct SeededBits: RandomNumberGenerator, Sendable {
    @usableFromInline
    var state: UInt64

    /// - Parameter seed: any number; the same one gives the same numbers.
    @inlinable
    public init(seed: UInt64) { state = seed }

    /// Any number of 64 bits.
    @inlinable
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// A number from 0 to below `bound`, which is at least 1.
    @inlinable
    public mutating func next(below bound: Int) -> Int {
        // The bias is below 2^-32 for all that fits into memory.
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number from 0 up to, not including, 1.
    @inlinable
    public mutating func fraction() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// The numbers from 0 to below `count` in an order of its own.
    public mutating func order(of count: Int) -> [Int] {
        var order = Array(0..<count)
        order.withUnsafeMutableBufferPointer { order in
            var left = count
            while left > 1 {
                order.swapAt(left - 1, next(below: left))
                left -= 1
            }
        }
        return order
    }

    /// Spreads the bits of a number over all 64.
    @inlinable
    public static func mixed(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
