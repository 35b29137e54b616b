// As much of TIFF as an orientation, and a word on what a file is, need.

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
        guard let at = entry(ofTag: tag), number(at: at + 2, bytes: 2) == 3, number(at: at + 4, bytes: 4) == 1
        else { return nil }
        return number(at: at + 8, bytes: 2)
    }

    /// The first of the 16- or 32-bit numbers of the entry `tag`, at most eight; nil where there is none.
    func values(ofTag tag: Int) -> [Int]? {
        guard let at = entry(ofTag: tag), let type = number(at: at + 2, bytes: 2),
            let count = number(at: at + 4, bytes: 4), type == 3 || type == 4
        else { return nil }
        let size = type == 3 ? 2 : 4
        // What does not fit in an entry lies elsewhere.
        guard let start = count * size <= 4 ? at + 8 : number(at: at + 8, bytes: 4) else { return nil }
        return (0..<min(count, 8)).compactMap { number(at: start + size * $0, bytes: size) }
    }

    private func entry(ofTag tag: Int) -> Int? {
        for entry in 0..<entryCount {
            let at = firstEntry + 12 * entry
            guard let found = number(at: at, bytes: 2) else { return nil }
            if found == tag { return at }
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
