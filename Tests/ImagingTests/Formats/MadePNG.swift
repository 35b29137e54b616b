// PNG files put together byte by byte, of kinds that no encoder at hand writes.

/// A PNG whose rows are given as stored, not compressed.
struct MadePNG {
    var width: Int
    var height: Int
    var bitDepth: UInt8 = 8
    /// 0 grey, 2 RGB, 3 palette, 4 grey and opacity, 6 RGB and opacity.
    var colourType: UInt8
    /// Packed rows one after the other; of an interlaced file those of the passes.
    var rows: [[UInt8]]
    var isInterlaced = false
    /// Chunks between header and pixels.
    var chunks: [(name: String, data: [UInt8])] = []
    /// The filter that all rows say they have.
    var filter: UInt8 = 0
    /// Whether the pixels are not those that the sum behind them was made of.
    var hasWrongSum = false

    var file: [UInt8] {
        let header = Self.big(width) + Self.big(height) + [bitDepth, colourType, 0, 0, isInterlaced ? 1 : 0]
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.chunk("IHDR", header)
        for chunk in chunks { file += Self.chunk(chunk.name, chunk.data) }
        file += Self.chunk(
            "IDAT", Self.stored(rows.flatMap { [filter] + $0 }, hasWrongSum: hasWrongSum))
        return file + Self.chunk("IEND", [])
    }

    /// A grey interlaced file of `width` by `height` pixels.
    static func interlaced(width: Int, height: Int, grey: (Int, Int) -> UInt8) -> MadePNG {
        let passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
        var rows: [[UInt8]] = []
        for (left, top, across, down) in passes where left < width {
            for y in stride(from: top, to: height, by: down) {
                rows.append(stride(from: left, to: width, by: across).map { grey($0, y) })
            }
        }
        return MadePNG(width: width, height: height, colourType: 0, rows: rows, isInterlaced: true)
    }

    /// A colour profile's chunk.
    static func profileChunk(_ profile: [UInt8]) -> (name: String, data: [UInt8]) {
        ("iCCP", Array("made".utf8) + [0, 0] + stored(profile))
    }

    static func big(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

    /// A chunk with its length and checksum.
    static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        var check: UInt32 = 0xFFFF_FFFF
        for byte in body {
            check ^= UInt32(byte)
            for _ in 0..<8 { check = check & 1 == 1 ? check >> 1 ^ 0xEDB8_8320 : check >> 1 }
        }
        return big(data.count) + body + big(Int(~check))
    }

    /// A zlib stream of one stored block.
    private static func stored(_ data: [UInt8], hasWrongSum: Bool = false) -> [UInt8] {
        let length = UInt16(data.count)
        func little(_ value: UInt16) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8)] }
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in data {
            low = (low + UInt32(byte)) % 65521
            high = (high + low) % 65521
        }
        return [0x78, 0x01, 1] + little(length) + little(~length) + data
            + big(Int(high << 16 | low) ^ (hasWrongSum ? 1 : 0))
    }
}
