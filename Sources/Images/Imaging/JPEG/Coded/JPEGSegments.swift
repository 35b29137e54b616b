// The marker segments of a JPEG, one after another.

internal import Glibc

/// Walks marker segments; every step moves forward, so a hostile file ends it.
struct JPEGSegments {
    struct Segment {
        let marker: UInt8
        /// The segment's data, without its length field; inside the bytes.
        let data: Range<Int>
    }

    let bytes: UnsafeRawBufferPointer
    /// Where the next marker is looked for, in bytes from the start.
    var position: Int

    /// The next segment that has a length; nil at the end, at EOI, or where a length is wrong.
    mutating func next() -> Segment? {
        while position + 1 < bytes.count {
            guard bytes[position] == 0xFF else {
                // Coded data, or garbage: nearly all of its bytes are something else.
                guard let start = bytes.baseAddress,
                    let hit = memchr(start + position, 0xFF, bytes.count - position)
                else { return nil }
                position = UnsafeRawPointer(hit) - start
                continue
            }
            let marker = bytes[position + 1]
            switch marker {
            case 0xFF:
                position += 1
            case 0x00, 0x01, 0xD0...0xD8:
                position += 2
            case 0xD9:
                return nil
            default:
                let start = position + 4
                guard start <= bytes.count else { return nil }
                let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
                guard length >= 2, position + 2 + length <= bytes.count else { return nil }
                position += 2 + length
                return Segment(marker: marker, data: start..<position)
            }
        }
        return nil
    }

    /// Moves `position` behind coded data, to the marker that ends it. False if no marker follows.
    mutating func skipCodedData() -> Bool {
        while position + 1 < bytes.count, let start = bytes.baseAddress,
            let hit = memchr(start + position, 0xFF, bytes.count - 1 - position)
        {
            position = UnsafeRawPointer(hit) - start
            switch bytes[position + 1] {
            case 0x00, 0xD0...0xD7: position += 2
            default: return true
            }
        }
        return false
    }

    /// The segment that begins right at `position`; nil where anything else stands there.
    mutating func nextAtOnce() -> Segment? {
        let start = position
        guard let segment = next(), segment.data.lowerBound == start + 4 else { return nil }
        return segment
    }
}
