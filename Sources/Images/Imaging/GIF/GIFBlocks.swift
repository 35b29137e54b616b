// Whether the blocks of a GIF are whole, all frames included (GIF89a, sections 15 to 27).

/// Walks the blocks from the header to the trailer and decodes none.
enum GIFBlocks {
    /// False where the bytes end within a block, or without the trailer. What follows the trailer does not count.
    static func areWhole(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count > 13 else { return false }
        var place = 13 + tableBytes(bytes[10])
        while place < bytes.count {
            switch bytes[place] {
            case 0x3B: return true
            case 0x21: place += 2
            case 0x2C:
                guard place + 9 < bytes.count else { return false }
                // Behind the table of colours stands the size of the codes.
                place += 10 + tableBytes(bytes[place + 9]) + 1
            default: return false
            }
            while place < bytes.count, bytes[place] != 0 { place += 1 + Int(bytes[place]) }
            place += 1
        }
        return false
    }

    /// Bytes of the table of colours that a byte of flags announces.
    static func tableBytes(_ flags: UInt8) -> Int { flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1) }
}
