// How large HEVC's sequence parameter sets let a picture be.

/// Reads H.265's units as HEIC holds them; 0 pixels where there is no sequence parameter set.
///
/// Sets may stand in the item's configuration box and, for a decoder that takes them, among the picture's own units.
enum HEVCParameterSets {
    private static let sequenceParameterSet = 33
    /// Longest set that is read: one is about 50 bytes, and its picture's size stands in the first 40.
    private static let mostSetBytes = 256
    /// A picture has a few units for each of its tiles; more is no picture.
    private static let mostUnits = 1 << 16

    /// ISO 14496-15, 8.3.3.1: what is in an `hvcC` box.
    ///
    /// - Parameter box: from behind the box's name; may be longer than the box.
    static func pixels(ofConfiguration box: UnsafeRawBufferPointer) -> Int {
        var reader = BitReader(bytes: box)
        reader.skip(22 * 8)
        var largest = 0
        var position = 23
        for _ in 0..<reader.read(8) {
            reader = BitReader(bytes: rest(of: box, from: position))
            reader.skip(8)
            let count = reader.read(16)
            position += 3
            for _ in 0..<count where position + 2 <= box.count {
                let length = Int(box[position]) << 8 | Int(box[position + 1])
                position += 2
                largest = max(largest, pixels(ofUnit: rest(of: box, from: position, atMost: length)))
                position += length
            }
            guard position < box.count else { break }
        }
        return largest
    }

    /// Bytes of each unit's length, as an `hvcC` box says: 1 to 4.
    static func lengthBytes(ofConfiguration box: UnsafeRawBufferPointer) -> Int {
        box.count > 21 ? Int(box[21] & 3) + 1 : 4
    }

    /// A chain of units, each behind its length.
    static func pixels(ofUnits data: UnsafeRawBufferPointer, lengthBytes: Int) -> Int {
        var largest = 0
        var position = 0
        var units = 0
        while position + lengthBytes < data.count, units < mostUnits {
            let length = data[position..<position + lengthBytes].reduce(0) { $0 << 8 | Int($1) }
            position += lengthBytes
            largest = max(largest, pixels(ofUnit: rest(of: data, from: position, atMost: length)))
            position += length
            units += 1
        }
        return largest
    }

    private static func pixels(ofUnit unit: UnsafeRawBufferPointer) -> Int {
        guard unit.count > 2, Int(unit[0] >> 1 & 63) == sequenceParameterSet else { return 0 }
        let set = unescaped(rest(of: unit, from: 2, atMost: mostSetBytes))
        return set.withUnsafeBytes { pixels(ofSequenceParameterSet: $0) }
    }

    /// H.265, 7.3.2.2.1 and 7.3.3, as far as the picture's size.
    private static func pixels(ofSequenceParameterSet set: UnsafeRawBufferPointer) -> Int {
        var reader = BitReader(bytes: set)
        reader.skip(4)
        let furtherLayers = reader.read(3)
        reader.skip(1 + 88 + 8)
        let layers = (0..<furtherLayers).map { _ in (hasProfile: reader.read(1) == 1, hasLevel: reader.read(1) == 1) }
        if furtherLayers > 0 { reader.skip(2 * (8 - furtherLayers)) }
        for layer in layers { reader.skip((layer.hasProfile ? 88 : 0) + (layer.hasLevel ? 8 : 0)) }
        _ = reader.readExponentialGolomb()
        if reader.readExponentialGolomb() == 3 { reader.skip(1) }
        let (width, height) = (reader.readExponentialGolomb(), reader.readExponentialGolomb())
        let (pixels, isBeyond) = width.multipliedReportingOverflow(by: height)
        return isBeyond ? .max : pixels
    }

    /// H.265, 7.3.1.1: a 3 behind two zeros is no part of the data.
    private static func unescaped(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var result: [UInt8] = []
        var zeros = 0
        for byte in bytes {
            if zeros >= 2, byte == 3 {
                zeros = 0
                continue
            }
            zeros = byte == 0 ? zeros + 1 : 0
            result.append(byte)
        }
        return result
    }

    private static func rest(
        of bytes: UnsafeRawBufferPointer, from start: Int, atMost limit: Int = .max
    ) -> UnsafeRawBufferPointer {
        guard start >= 0, start < bytes.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<start + min(limit, bytes.count - start)])
    }
}
