// Animations whose first frame covers a part of the picture only.

import Testing
import Vips

/// GIF and WebP files with frames at an offset.
enum MadeFrames {
    /// A GIF of 8 by 8 pixels with transparency: frame one is red, 4 by 4 pixels at (2, 2), and is to be cleared
    /// away; frame two is blue and covers all.
    ///
    /// - Parameter hasOpacity: false: no colour stands for nothing, so that a decoder may leave opacity out.
    static func gif(isInterlaced: Bool = false, hasOpacity: Bool = true) -> [UInt8] {
        let palette: [UInt8] = [255, 0, 0, 0, 0, 255, 0, 255, 0, 255, 255, 255]
        var file = Array("GIF89a".utf8) + [8, 0, 8, 0, 0x81, 3, 0] + palette
        file += frame(left: 2, top: 2, side: 4, colour: 0, isInterlaced: isInterlaced, hasOpacity: hasOpacity)
        file += frame(left: 0, top: 0, side: 8, colour: 1, isInterlaced: false, hasOpacity: hasOpacity)
        return file + [0x3B]
    }

    private static func frame(
        left: UInt8, top: UInt8, side: Int, colour: UInt8, isInterlaced: Bool, hasOpacity: Bool
    ) -> [UInt8] {
        // Disposal 2 (clear) and colour 3 as the transparent one.
        let control: [UInt8] = [0x21, 0xF9, 4, hasOpacity ? 0x09 : 0x08, 10, 0, 3, 0]
        let place: [UInt8] = [0x2C, left, 0, top, 0, UInt8(side), 0, UInt8(side), 0, isInterlaced ? 0x40 : 0]
        // Codes of three bits: clear before each pixel, so that the table never grows.
        var bits: [UInt8] = []
        for code in [[UInt8]](repeating: [4, colour], count: side * side).joined() + [5] {
            bits += (0..<3).map { code >> $0 & 1 }
        }
        let data = stride(from: 0, to: bits.count, by: 8).map { start in
            (0..<8).reduce(UInt8(0)) { start + $1 < bits.count ? $0 | bits[start + $1] << UInt8($1) : $0 }
        }
        return control + place + [2, UInt8(data.count)] + data + [0]
    }

    /// A WebP of 64 by 64 pixels with opacity: frame one is drawn, 32 by 32 pixels at (16, 16).
    static func webp(hasOpacity: Bool = true) throws -> [UInt8] {
        let still = try DrawnImage.encoded(seed: 3, width: 32, height: 32, format: .webp)
        let start = try #require(still.firstRange(of: Array("VP8 ".utf8))).lowerBound
        let length = Int(still[start + 4]) | Int(still[start + 5]) << 8
        let picture = still[start..<start + 8 + length + length % 2]
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] { Array(name.utf8) + little(data.count, 4) + data }
        // Animation and opacity; a black, invisible background, which a viewer need not heed.
        let canvas =
            chunk("VP8X", [hasOpacity ? 0x12 : 0x02, 0, 0, 0] + little(63, 3) + little(63, 3))
            + chunk("ANIM", [0, 0, 0, 0, 0, 0])
        func frame(_ left: Int, _ top: Int) -> [UInt8] {
            let place = little(left / 2, 3) + little(top / 2, 3) + little(31, 3) + little(31, 3) + little(100, 3) + [0]
            return chunk("ANMF", place + picture)
        }
        let body = Array("WEBP".utf8) + canvas + frame(16, 16) + frame(0, 0)
        return Array("RIFF".utf8) + little(body.count, 4) + body
    }
}
