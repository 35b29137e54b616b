// As much of TIFF as an orientation needs.

/// The first directory of a TIFF block; every read is checked against the block's end.
struct TIFFDirectory {
    private let block: UnsafeRawBufferPointer
    private let isBigEndian: Bool
    private var entryCount = 0
    private var firstEntry = 0

    init?(_ block: UnsafeRawBufferPointer) {
        guard block.count >= 8 else { return nil }
        self.block = block
        switch (block[0], block[1]) {
        case (0x49, 0x49): isBigEndian = false
        case (0x4D, 0x4D): isBigEndian = true
        default: return nil
        }
        guard number(at: 2, bytes: 2) == 42, let start = number(at: 4, bytes: 4),
            let count = number(at: start, bytes: 2)
        else { return nil }
        entryCount = count
        firstEntry = start + 2
    }

    /// The value of the entry `tag` when it is one 16-bit number.
    func shortValue(ofTag tag: Int) -> Int? {
        for entry in 0..<entryCount {
            let at = firstEntry + 12 * entry
            guard let found = number(at: at, bytes: 2) else { return nil }
            if found == tag {
                guard number(at: at + 2, bytes: 2) == 3, number(at: at + 4, bytes: 4) == 1 else { return nil }
                return number(at: at + 8, bytes: 2)
            }
        }
        return nil
    }

    private func number(at offset: Int, bytes count: Int) -> Int? {
        guard offset + count <= block.count else { return nil }
        var value = 0
        for index in 0..<count {
            value = value << 8 | Int(block[offset + (isBigEndian ? index : count - 1 - index)])
        }
        return value
    }
}
