// The sizes that AVIF's coded pictures really have, read before libheif decodes them.
//
// The size in an AVIF's boxes is a claim: a file of 2 KB that claims 100x100 may hold a picture of 65536x65536, which
// libheif 1.15 decodes before it compares. HEIC has the same gap, without a check here.

internal import Glibc

/// Finds AV1 sequence headers in all items of an AVIF. Reads the boxes more generously than libheif: what it finds
/// includes what libheif would decode.
struct CodedFrameSizes {
    /// Beyond these a file is made to keep somebody busy, and is refused unread.
    private static let mostBoxes = 8
    private static let mostItems = 1 << 16
    private static let mostPieces = 1 << 10

    let bytes: UnsafeRawBufferPointer

    /// The most pixels that any item's sequence header allows; 0 when there is none, the largest number when the
    /// boxes are beyond reason.
    var largestPixelCount: Int {
        var largest = 0
        guard let tables = contents(of: "iloc"), let inner = contents(of: "idat") else { return .max }
        for table in tables {
            let isRead = forEachItem(of: table, inner: inner) { item in
                largest = max(largest, Self.pixels(ofOBUs: item))
            }
            guard isRead else { return .max }
        }
        return largest
    }

    /// Offsets behind every occurrence of a box's name, wherever it stands; nil when there are too many.
    private func contents(of name: StaticString) -> [Int]? {
        guard let base = bytes.baseAddress else { return [] }
        var found: [Int] = []
        var position = 0
        while position + 4 <= bytes.count,
            let hit = memchr(base + position, Int32(name.utf8Start[0]), bytes.count - 3 - position)
        {
            position = UnsafeRawPointer(hit) - base + 1
            guard memcmp(hit, name.utf8Start, 4) == 0 else { continue }
            found.append(position + 3)
            if found.count > Self.mostBoxes { return nil }
        }
        return found
    }

    /// ISO 14496-12, 8.11.3: where items lie, in pieces of the file or of what is at `inner`.
    ///
    /// - Returns: false when there is too much to read.
    private func forEachItem(of start: Int, inner: [Int], _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
        var reader = BitReader(bytes: UnsafeRawBufferPointer(rebasing: bytes[start...]))
        let version = reader.read(8)
        reader.skip(24)
        let (offsetBits, lengthBits, baseBits) = (reader.read(4) * 8, reader.read(4) * 8, reader.read(4) * 8)
        let indexBits = reader.read(4) * (version > 0 ? 8 : 0)
        let itemCount = reader.read(version < 2 ? 16 : 32)
        guard itemCount <= Self.mostItems else { return false }
        // Pieces may name the same bytes again and again: no sound file has more in its items than in itself.
        var left = bytes.count
        for _ in 0..<itemCount {
            guard !reader.isAtEnd else { return true }
            reader.skip(version < 2 ? 16 : 32)
            let liesInside = version > 0 && reader.read(16) & 15 == 1
            reader.skip(16)
            let base = reader.read(baseBits)
            let pieceCount = reader.read(16)
            guard pieceCount <= Self.mostPieces else { return false }
            let pieces = (0..<pieceCount).map { _ in
                reader.skip(indexBits)
                return (offset: base &+ reader.read(offsetBits), length: reader.read(lengthBits))
            }
            for origin in liesInside ? inner : [0] {
                let item = gathered(pieces, from: origin, atMost: left)
                left -= item.count
                guard left > 0 else { return false }
                item.withUnsafeBytes(body)
            }
        }
        return true
    }

    private func gathered(_ pieces: [(offset: Int, length: Int)], from origin: Int, atMost limit: Int) -> [UInt8] {
        var item: [UInt8] = []
        for piece in pieces {
            let start = origin &+ piece.offset
            guard start >= 0, start < bytes.count, item.count < limit else { continue }
            let length = piece.length > 0 ? piece.length : bytes.count
            item += bytes[start..<start + min(length, bytes.count - start, limit - item.count)]
        }
        return item
    }

    /// AV1 specification, 5.3: a chain of units with a type and, all but the last, a length.
    private static func pixels(ofOBUs data: UnsafeRawBufferPointer) -> Int {
        var largest = 0
        var position = 0
        while position < data.count {
            let header = data[position]
            position += header & 4 == 0 ? 1 : 2
            var length = data.count - position
            if header & 2 != 0 {
                var value = 0
                for index in 0..<8 where position < data.count {
                    let byte = data[position]
                    position += 1
                    value |= Int(byte & 0x7F) << (7 * index)
                    if byte & 0x80 == 0 { break }
                }
                length = min(value, data.count - position)
            }
            guard length >= 0, position <= data.count else { break }
            if header >> 3 & 15 == 1 {
                let unit = UnsafeRawBufferPointer(rebasing: data[position..<position + length])
                largest = max(largest, pixels(ofSequenceHeader: unit))
            }
            position += length
        }
        return largest
    }

    /// AV1 specification, 5.5.1, as far as the frame's largest size.
    private static func pixels(ofSequenceHeader data: UnsafeRawBufferPointer) -> Int {
        var reader = BitReader(bytes: data)
        reader.skip(4)
        if reader.read(1) == 1 {
            reader.skip(5)
        } else {
            skipOperatingPoints(&reader)
        }
        let widthBits = reader.read(4) + 1
        let heightBits = reader.read(4) + 1
        return (reader.read(widthBits) + 1) * (reader.read(heightBits) + 1)
    }

    private static func skipOperatingPoints(_ reader: inout BitReader) {
        var delayBits: Int?
        if reader.read(1) == 1 {
            reader.skip(64)
            if reader.read(1) == 1 { reader.skipVariableLength() }
            if reader.read(1) == 1 {
                delayBits = reader.read(5) + 1
                reader.skip(42)
            }
        }
        let tellsDelays = reader.read(1) == 1
        for _ in 0...reader.read(5) {
            reader.skip(12)
            if reader.read(5) > 7 { reader.skip(1) }
            if let delayBits, reader.read(1) == 1 { reader.skip(2 * delayBits + 1) }
            if tellsDelays, reader.read(1) == 1 { reader.skip(4) }
        }
    }
}
