// Reads numbers of any length in bits.

/// Reads from the highest bit of each byte on; zeros past the end.
struct BitReader {
    let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position >= bytes.count * 8 }

    /// The next `count` bits as a number; of more than 64 the last 64.
    mutating func read(_ count: Int) -> Int {
        var value = 0
        for _ in 0..<count {
            let bit = isAtEnd ? 0 : Int(bytes[position / 8] >> UInt8(7 - position % 8) & 1)
            value = value << 1 | bit
            position += 1
        }
        return value
    }

    mutating func skip(_ count: Int) { position += count }

    /// Leading zeros, a one, and as many bits again (AV1's `uvlc`).
    mutating func skipVariableLength() {
        var zeros = 0
        while !isAtEnd, read(1) == 0 { zeros += 1 }
        if zeros < 32 { skip(zeros) }
    }

    /// H.265's `ue(v)`: leading zeros, a one, and as many bits again.
    mutating func readExponentialGolomb() -> Int {
        var zeros = 0
        while !isAtEnd, read(1) == 0 { zeros += 1 }
        return zeros < 32 ? (1 << zeros) - 1 + read(zeros) : .max
    }
}
