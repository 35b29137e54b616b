// The sizes that the coded pictures of an AVIF or HEIC really have, read before libheif decodes them.
//
// The size in the boxes is a claim: a file of 2 KB that claims 100x100 may hold a picture of 65536x65536, which
// libheif 1.15 decodes before it compares.

internal import Glibc

/// Finds the headers of AV1 and HEVC in all items, and HEVC's in the boxes that carry them apart. Reads the boxes more
/// generously than libheif: what it finds includes what libheif would decode.
struct CodedFrameSizes {
    /// Beyond these a file is made to keep somebody busy, and is refused unread.
    private static let mostBoxes = 8
    private static let mostItems = 1 << 16
    private static let mostPieces = 1 << 10

    let bytes: UnsafeRawBufferPointer

    /// All items together may have this many times the pixels of the largest picture allowed: tiles, a thumbnail, a
    /// mask and further pictures that are not decoded are usual, a thousand tiles of lies are not.
    private static let mostPictures = 4

    /// The most pixels that any header allows, or an equal share of all items' where that is more; 0 when there is no
    /// header, the largest number when the boxes are beyond reason.
    var largestPixelCount: Int {
        guard let configurations = contents(of: "hvcC"), let tables = contents(of: "iloc"),
            let inner = contents(of: "idat")
        else { return .max }
        let boxes = configurations.map { UnsafeRawBufferPointer(rebasing: bytes[$0...]) }
        let configured = boxes.map(HEVCParameterSets.pixels(ofConfiguration:)).max() ?? 0
        // libheif's plugin for libde265 takes lengths of 4 bytes, whatever the box says.
        let lengths = boxes.isEmpty ? [] : Set(boxes.map(HEVCParameterSets.lengthBytes(ofConfiguration:)) + [4])
        // The type of AV1's items; there may be more of them than of any box.
        let hasAV1 = contents(of: "av01")?.isEmpty != true
        var largest = configured
        var sum = 0
        for table in tables {
            let isRead = forEachItem(of: table, inner: inner) { item in
                var pixels = configured
                if hasAV1 { pixels = max(pixels, AV1SequenceHeaders.pixels(ofUnits: item)) }
                for length in lengths {
                    pixels = max(pixels, HEVCParameterSets.pixels(ofUnits: item, lengthBytes: length))
                }
                largest = max(largest, pixels)
                let (total, isBeyond) = sum.addingReportingOverflow(pixels)
                sum = isBeyond ? .max : total
            }
            guard isRead else { return .max }
        }
        return max(largest, sum / Self.mostPictures)
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
}
