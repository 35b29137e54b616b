// TIFF structures put together byte by byte, and the files around them.

/// One directory entry to write.
struct MadeEntry {
    let tag: UInt16
    let type: UInt16
    let count: Int
    let bytes: [UInt8]
}

/// Builds TIFF structures; offsets are handled by laying directories one after the other.
struct MadeTIFF {
    var isLittleEndian = true

    func number(_ value: Int, bytes: Int) -> [UInt8] {
        let little = (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return isLittleEndian ? little : little.reversed()
    }

    func short(_ tag: UInt16, _ values: Int...) -> MadeEntry {
        MadeEntry(tag: tag, type: 3, count: values.count, bytes: values.flatMap { number($0, bytes: 2) })
    }

    func long(_ tag: UInt16, _ values: Int...) -> MadeEntry {
        MadeEntry(tag: tag, type: 4, count: values.count, bytes: values.flatMap { number($0, bytes: 4) })
    }

    func ratio(_ tag: UInt16, signed: Bool = false, _ parts: Int...) -> MadeEntry {
        MadeEntry(
            tag: tag, type: signed ? 10 : 5, count: parts.count / 2, bytes: parts.flatMap { number($0, bytes: 4) })
    }

    func text(_ tag: UInt16, _ text: [UInt8]) -> MadeEntry {
        MadeEntry(tag: tag, type: 2, count: text.count + 1, bytes: text + [0])
    }

    func text(_ tag: UInt16, _ value: String) -> MadeEntry { text(tag, Array(value.utf8)) }

    func undefined(_ tag: UInt16, _ bytes: [UInt8]) -> MadeEntry {
        MadeEntry(tag: tag, type: 7, count: bytes.count, bytes: bytes)
    }

    /// A directory at `base` bytes from the start, followed by its longer values.
    func directory(_ entries: [MadeEntry], at base: Int, next: Int = 0) -> [UInt8] {
        var head = number(entries.count, bytes: 2)
        var values: [UInt8] = []
        let valuesStart = base + 2 + 12 * entries.count + 4
        for entry in entries {
            head += number(Int(entry.tag), bytes: 2) + number(Int(entry.type), bytes: 2) + number(entry.count, bytes: 4)
            if entry.bytes.count <= 4 {
                head += entry.bytes + [UInt8](repeating: 0, count: 4 - entry.bytes.count)
            } else {
                head += number(valuesStart + values.count, bytes: 4)
                values += entry.bytes
            }
        }
        return head + number(next, bytes: 4) + values
    }

    /// A structure with one directory.
    func file(_ entries: [MadeEntry], next: Int = 0) -> [UInt8] {
        head + directory(entries, at: 8, next: next)
    }

    /// The eight bytes that every structure begins with.
    var head: [UInt8] {
        (isLittleEndian ? [0x49, 0x49] : [0x4D, 0x4D]) + number(42, bytes: 2) + number(8, bytes: 4)
    }

    /// A JPEG's first segments with `tiff` as its EXIF.
    static func jpeg(_ tiff: [UInt8], before: [UInt8] = []) -> [UInt8] {
        let length = tiff.count + 8
        return [0xFF, 0xD8] + before + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + Array("Exif".utf8)
            + [0, 0] + tiff + [0xFF, 0xDA, 0, 8, 0, 0, 0, 0, 0, 0]
    }
}
