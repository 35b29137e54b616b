// Colour profiles put together byte by byte.

/// An RGB profile of version 2: primaries and one tone curve.
struct MadeProfile {
    var name: String
    /// XYZ of red, green and blue.
    var primaries: [[Double]] = MadeProfile.primariesOfSRGB
    var gamma = 2.2

    /// Adapted to D50, as in every sRGB profile.
    static let primariesOfSRGB = [[0.4361, 0.2225, 0.0139], [0.3851, 0.7169, 0.0971], [0.1431, 0.0606, 0.7141]]

    /// Red is green and green is red: a conversion cannot be overlooked.
    static let swapped = MadeProfile(
        name: "Swapped", primaries: [primariesOfSRGB[1], primariesOfSRGB[0], primariesOfSRGB[2]])

    var bytes: [UInt8] {
        func fixed(_ value: Double) -> [UInt8] { MadePNG.big(Int((value * 65536).rounded())) }
        func xyz(_ values: [Double]) -> [UInt8] { Array("XYZ \0\0\0\0".utf8) + values.flatMap(fixed) }
        let text = Array(name.utf8) + [0]
        let description = Array("desc\0\0\0\0".utf8) + MadePNG.big(text.count) + text + [UInt8](repeating: 0, count: 78)
        let curve =
            Array("curv\0\0\0\0".utf8) + MadePNG.big(1) + [UInt8(Int(gamma * 256) >> 8), UInt8(Int(gamma * 256) & 255)]
        let white = [0.9642, 1.0, 0.8249]
        let tags: [(String, [UInt8])] = [
            ("desc", description), ("wtpt", xyz(white)), ("rXYZ", xyz(primaries[0])), ("gXYZ", xyz(primaries[1])),
            ("bXYZ", xyz(primaries[2])), ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
        ]
        var (table, data): ([UInt8], [UInt8]) = (MadePNG.big(tags.count), [])
        let start = 128 + 4 + 12 * tags.count
        for (signature, content) in tags {
            table += Array(signature.utf8) + MadePNG.big(start + data.count) + MadePNG.big(content.count)
            data += content + [UInt8](repeating: 0, count: (4 - content.count % 4) % 4)
        }
        var header = [UInt8](repeating: 0, count: 128)
        func put(_ bytes: [UInt8], at offset: Int) {
            header.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        }
        put(MadePNG.big(start + data.count), at: 0)
        put(MadePNG.big(0x0210_0000), at: 8)
        put(Array("mntrRGB XYZ ".utf8), at: 12)
        put(Array("acsp".utf8), at: 36)
        put(white.flatMap(fixed), at: 68)
        return header + table + data
    }

    /// The segment of a JPEG that holds it.
    var jpegSegment: [UInt8] { JPEGBytes.segment(0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1] + bytes) }
}
