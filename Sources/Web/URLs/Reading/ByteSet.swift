// Sets of ASCII characters, for looking at URLs byte by byte.

/// Which ASCII bytes belong; a lookup is two instructions.
package struct ByteSet: Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    package init(_ characters: String, and ranges: ClosedRange<UInt8>...) {
        for byte in characters.utf8 { insert(byte) }
        for range in ranges { for byte in range { insert(byte) } }
    }

    package func union(_ other: ByteSet) -> ByteSet {
        var sum = self
        sum.low |= other.low
        sum.high |= other.high
        return sum
    }

    package func contains(_ byte: UInt8) -> Bool {
        byte < 64 ? low >> UInt64(byte) & 1 == 1 : byte < 128 && high >> UInt64(byte - 64) & 1 == 1
    }

    private mutating func insert(_ byte: UInt8) {
        if byte < 64 { low |= 1 << UInt64(byte) } else if byte < 128 { high |= 1 << UInt64(byte - 64) }
    }
}

extension ByteSet {
    package static let digits = ByteSet("", and: 0x30...0x39)
    package static let letters = ByteSet("", and: 0x41...0x5A, 0x61...0x7A)
    package static let hexDigits = ByteSet("", and: 0x30...0x39, 0x41...0x46, 0x61...0x66)
}
