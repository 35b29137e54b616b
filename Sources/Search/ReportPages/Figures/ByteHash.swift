// Texts of columns as numbers, without a Swift string for each.

internal import Ground

/// A hash of bytes that is the same in every process: for counting within one report, never against an attacker.
enum ByteHash {
    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: bytes.count)
        var place = 0
        while place + 8 <= bytes.count {
            hash = SeededBits.mixed(hash ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        var rest: UInt64 = 0
        while place < bytes.count {
            rest = rest << 8 | UInt64(bytes[place])
            place += 1
        }
        return SeededBits.mixed(hash ^ rest ^ 0x5851_F42D_4C95_7F2D)
    }
}
