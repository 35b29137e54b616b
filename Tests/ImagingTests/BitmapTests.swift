// Windows bitmaps of every depth, put together byte by byte.

import Testing

@testable import Imaging

@Suite("Windows bitmaps")
struct BitmapTests {
    /// A bitmap of 2 by 2 pixels.
    private func bitmap(
        bits: Int, rows: [UInt8], palette: [UInt8] = [], compression: Int = 0, masks: [UInt32] = [], height: Int = 2,
        width: Int = 2
    ) -> [UInt8] {
        func number(_ value: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let headerBytes = masks.count == 4 ? 56 : 40
        let extra = masks.flatMap { number(Int($0), 4) }
        let offset = 14 + 40 + extra.count + palette.count
        return [0x42, 0x4D] + number(offset + rows.count, 4) + number(0, 4) + number(offset, 4)
            + number(headerBytes, 4) + number(width, 4) + number(height, 4) + number(1, 2) + number(bits, 2)
            + number(compression, 4) + number(0, 20) + extra + palette + rows
    }

    private func pixels(_ file: [UInt8]) throws -> [[Int]] {
        let image = try transformedPixels(file, ImageOptions(resizeMode: .no))
        return [image.pixel(0, 0), image.pixel(1, 0), image.pixel(0, 1), image.pixel(1, 1)]
    }

    private let red = [255, 0, 0]
    private let green = [0, 255, 0]
    private let blue = [0, 0, 255]
    private let white = [255, 255, 255]
    /// Blue, green, red, nothing, four times: red, green, blue, white.
    private let palette: [UInt8] = [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0]

    @Test("24 bits, stored from below, rows filled up to four bytes")
    func trueColour() throws {
        let rows: [UInt8] = [255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0]
        #expect(try pixels(bitmap(bits: 24, rows: rows)) == [red, green, blue, white])
        #expect(try pixels(bitmap(bits: 24, rows: rows, height: -2)) == [blue, white, red, green])
    }

    @Test("1, 4 and 8 bits through a palette")
    func palettes() throws {
        let four = palette + [UInt8](repeating: 0, count: 12 * 4)
        let eight = palette + [UInt8](repeating: 0, count: 252 * 4)
        #expect(
            try pixels(bitmap(bits: 8, rows: [2, 3, 0, 0, 0, 1, 0, 0], palette: eight)) == [red, green, blue, white])
        #expect(
            try pixels(bitmap(bits: 4, rows: [0x23, 0, 0, 0, 0x01, 0, 0, 0], palette: four)) == [
                red, green, blue, white,
            ])
        let one = try pixels(bitmap(bits: 1, rows: [0x40, 0, 0, 0, 0x80, 0, 0, 0], palette: Array(palette[0..<8])))
        #expect(one == [green, red, red, green])
    }

    @Test("16 bits with and without masks")
    func sixteenBits() throws {
        let rows: [UInt8] = [0x1F, 0, 0xFF, 0x7F, 0, 0x7C, 0xE0, 0x03]
        #expect(try pixels(bitmap(bits: 16, rows: rows)) == [red, green, blue, white])
        let wide: [UInt8] = [0x1F, 0, 0xFF, 0xFF, 0, 0xF8, 0xE0, 0x07]
        let masked = bitmap(bits: 16, rows: wide, compression: 3, masks: [0xF800, 0x07E0, 0x1F])
        #expect(try pixels(masked) == [red, green, blue, white])
    }

    @Test("32 bits: the fourth byte counts only when a mask names it")
    func thirtyTwoBits() throws {
        let rows: [UInt8] = [255, 0, 0, 0, 255, 255, 255, 0, 0, 0, 255, 0, 0, 255, 0, 0]
        #expect(try pixels(bitmap(bits: 32, rows: rows)) == [red, green, blue, white])
        let masks: [UInt32] = [0xFF0000, 0xFF00, 0xFF, 0xFF00_0000]
        #expect(try pixels(bitmap(bits: 32, rows: rows, compression: 3, masks: masks)) == [red, green, blue, white])
        var visible = rows
        visible[3] = 255
        visible[15] = 255
        let over = try pixels(bitmap(bits: 32, rows: visible, compression: 3, masks: masks))
        #expect(over == [white, green, blue, white])
    }

    @Test("Headers that lie fail")
    func lies() {
        let rows = [UInt8](repeating: 9, count: 16)
        #expect(failure(bitmap(bits: 24, rows: rows, height: 3))?.category == .decode)
        #expect(failure(bitmap(bits: 24, rows: rows, width: 1 << 30))?.category == .decode)
        #expect(failure(bitmap(bits: 24, rows: rows, height: 0))?.category == .decode)
        #expect(failure(bitmap(bits: 7, rows: rows))?.category == .decode)
        // A JPEG and a PNG inside, and run lengths for other depths.
        for (bits, compression) in [(0, 4), (24, 4), (0, 5), (4, 1), (8, 2), (24, 1), (8, 6)] {
            let file = bitmap(bits: bits, rows: rows, compression: compression)
            #expect(failure(file)?.category == .unsupported, "\(bits) bits, compression \(compression)")
        }
        let whole = bitmap(bits: 24, rows: rows)
        for count in 26..<whole.count where count < whole.count - 2 {
            #expect(failure(Array(whole.prefix(count)))?.category == .decode)
        }
    }

    @Test("Changed bytes of a header never crash it")
    func hostileBytes() {
        let original = bitmap(bits: 8, rows: [2, 3, 0, 0, 0, 1, 0, 0], palette: palette)
        for place in 2..<54 {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var changed = original
                changed[place] = value
                changed.withUnsafeBytes { bytes in
                    guard let header = try? BitmapHeader(bytes) else { return }  // refusing is one right answer
                    if header.isRunLengthCoded { return }
                    #expect(header.pixelOffset + header.rowBytes * (header.height - 1) < original.count)
                }
            }
        }
    }
}
