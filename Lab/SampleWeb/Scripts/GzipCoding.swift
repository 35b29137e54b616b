// The gzip format (RFC 1951 and 1952) as far as a test server needs it: stored bytes, and runs of zeros.

internal import Ground

/// Writes gzip without compressing: every decoder must read it, and no library is needed.
enum GzipCoding {
    private static let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]

    /// `bytes` in stored blocks.
    static func stored(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var coded = head
        coded.reserveCapacity(bytes.count + bytes.count / 8192 + 64)
        var start = 0
        repeat {
            let count = min(0xFFFF, bytes.count - start)
            coded.append(start + count == bytes.count ? 1 : 0)
            append(UInt16(count), to: &coded)
            append(~UInt16(count), to: &coded)
            coded.append(contentsOf: bytes[start..<start + count])
            start += count
        } while start < bytes.count
        var checksum = ~UInt32(0)
        for byte in bytes { checksum = table[Int(UInt8(truncatingIfNeeded: checksum) ^ byte)] ^ (checksum >> 8) }
        append(~checksum, to: &coded)
        append(UInt32(truncatingIfNeeded: bytes.count), to: &coded)
        return coded
    }

    /// `count` zero bytes (at least one), as runs of 258 with the fixed codes: 13 bits each.
    static func zeros(_ count: Int) -> [UInt8] {
        var bits = BitWriter(bytes: head)
        bits.append(0b011, count: 3)  // the last block, fixed codes
        bits.append(reversed(0x30), count: 8)  // the literal 0
        let runs = (count - 1) / 258
        for _ in 0..<runs { bits.append(reversed(0b1100_0101), count: 13) }  // length 258, distance 1
        for _ in 0..<(count - 1 - runs * 258) { bits.append(reversed(0x30), count: 8) }
        bits.append(0, count: 7)  // end of block
        var coded = bits.finish()
        append(~zeroChecksum(count), to: &coded)
        append(UInt32(truncatingIfNeeded: count), to: &coded)
        return coded
    }

    /// The running CRC-32 after `count` zero bytes: one zero byte is a linear map, so that the powers of two
    /// of it are enough.
    private static func zeroChecksum(_ count: Int) -> UInt32 {
        var map = (0..<32).map { bit in
            let value = UInt32(1) << UInt32(bit)
            return table[Int(value & 0xFF)] ^ (value >> 8)
        }
        func apply(_ map: [UInt32], _ value: UInt32) -> UInt32 {
            (0..<32).reduce(0) { sum, bit in value >> UInt32(bit) & 1 == 1 ? sum ^ map[bit] : sum }
        }
        var checksum = ~UInt32(0)
        var rest = count
        while rest > 0 {
            if rest & 1 == 1 { checksum = apply(map, checksum) }
            map = map.map { apply(map, $0) }
            rest >>= 1
        }
        return checksum
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    /// Codes are packed from their highest bit, everything else from its lowest.
    private static func reversed(_ code: UInt8) -> UInt32 {
        (0..<8).reduce(UInt32(0)) { $0 | (UInt32(code) >> UInt32($1) & 1) << UInt32(7 - $1) }
    }

    private static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private struct BitWriter {
        var bytes: [UInt8]
        var pending: UInt32 = 0
        var pendingBits = 0

        init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func append(_ value: UInt32, count: Int) {
            pending |= value << UInt32(pendingBits)
            pendingBits += count
            while pendingBits >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: pending))
                pending >>= 8
                pendingBits -= 8
            }
        }

        consuming func finish() -> [UInt8] {
            if pendingBits > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
            return bytes
        }
    }
}
