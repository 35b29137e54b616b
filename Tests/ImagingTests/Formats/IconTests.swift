// Windows icons: the directory, bitmaps with a mask, PNGs.

import Ground
import Testing
import Vips

@testable import Imaging

@Suite("Windows icons")
struct IconTests {
    private func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// An icon of images with their sides and bits as the directory names them.
    private func icon(_ images: [(side: Int, bits: Int, bytes: [UInt8])]) -> [UInt8] {
        var directory = little(0, 2) + little(1, 2) + little(images.count, 2)
        var data: [UInt8] = []
        for image in images {
            let side = UInt8(truncatingIfNeeded: image.side)
            directory += [side, side, 0, 0] + little(1, 2) + little(image.bits, 2) + little(image.bytes.count, 4)
            directory += little(6 + 16 * images.count + data.count, 4)
            data += image.bytes
        }
        return directory + data
    }

    /// A bitmap of 2 by 2 pixels as icons hold it.
    private func bitmap(bits: Int, palette: [UInt8] = [], rows: [UInt8], mask: [UInt8]) -> [UInt8] {
        little(40, 4) + little(2, 4) + little(4, 4) + little(1, 2) + little(bits, 2) + little(0, 24) + palette + rows
            + mask
    }

    private func pixels(_ file: [UInt8]) throws -> [[Int]] {
        var options = ImageOptions(resizeMode: .no)
        options.background = MatteColour(red: 1, green: 2, blue: 3)
        let image = try transformedPixels(file, options)
        return [image.pixel(0, 0), image.pixel(1, 0), image.pixel(0, 1), image.pixel(1, 1)]
    }

    private let red = [255, 0, 0]
    private let green = [0, 255, 0]
    private let blue = [0, 0, 255]
    private let under = [1, 2, 3]
    /// Nothing hidden.
    private let open: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0]

    @Test("32 bits with opacity; without any, the mask counts")
    func deep() throws {
        // From below: blue and green, then red and one that is invisible.
        let rows: [UInt8] = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 9, 9, 9, 0]
        #expect(try pixels(icon([(2, 32, bitmap(bits: 32, rows: rows, mask: open))])) == [red, under, blue, green])
        var unset = rows
        for place in stride(from: 3, to: 16, by: 4) { unset[place] = 0 }
        let mask: [UInt8] = [0x40, 0, 0, 0, 0, 0, 0, 0]
        let masked = try pixels(icon([(2, 32, bitmap(bits: 32, rows: unset, mask: mask))]))
        #expect(masked == [red, [9, 9, 9], blue, under])
    }

    @Test("1, 4, 8 and 24 bits with a mask")
    func shallow() throws {
        let colours: [UInt8] = [255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0] + [UInt8](repeating: 0, count: 4 * 13)
        let mask: [UInt8] = [0, 0, 0, 0, 0x40, 0, 0, 0]
        let four = bitmap(bits: 4, palette: colours, rows: [0x01, 0, 0, 0, 0x22, 0, 0, 0], mask: mask)
        #expect(try pixels(icon([(2, 4, four)])) == [red, under, blue, green])
        let many = colours + [UInt8](repeating: 0, count: 4 * 240)
        let eight = bitmap(bits: 8, palette: many, rows: [0, 1, 0, 0, 2, 2, 0, 0], mask: mask)
        #expect(try pixels(icon([(2, 8, eight)])) == [red, under, blue, green])
        let one = bitmap(bits: 1, palette: Array(colours[0..<8]), rows: [0x40, 0, 0, 0, 0x80, 0, 0, 0], mask: open)
        #expect(try pixels(icon([(2, 1, one)])) == [green, blue, blue, green])
        let rows: [UInt8] = [255, 0, 0, 0, 255, 0, 0, 0, 0, 0, 255, 9, 9, 9, 0, 0]
        #expect(try pixels(icon([(2, 24, bitmap(bits: 24, rows: rows, mask: mask))])) == [red, under, blue, green])
    }

    @Test("The largest image is taken, a PNG or a bitmap, and among equals the deepest")
    func largest() throws {
        let small = bitmap(bits: 24, rows: [UInt8](repeating: 7, count: 16), mask: open)
        let png = try DrawnImage.encoded(seed: 2, width: 256, height: 256, kind: .alpha, format: .png)
        let result = try transformed(icon([(2, 24, small), (256, 32, png), (16, 32, small)]), ImageOptions())
        #expect(result.originalWidth == 256 && result.originalHeight == 256)
        let one = bitmap(bits: 1, palette: [0, 0, 0, 0, 0, 0, 0, 0], rows: open, mask: open)
        #expect(try pixels(icon([(2, 1, one), (2, 24, small), (2, 1, one)]))[0] == [7, 7, 7])
    }

    @Test("Icons that lie fail, and no byte of one crashes")
    func hostile() {
        let rows: [UInt8] = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 9, 9, 9, 0]
        let whole = icon([(2, 32, bitmap(bits: 32, rows: rows, mask: open))])
        for count in 0..<whole.count { #expect(failure(Array(whole.prefix(count))) != nil) }
        #expect(failure(icon([]) + [UInt8](repeating: 0, count: 40)) != nil)
        for place in 4..<62 {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var changed = whole
                changed[place] = value
                _ = failure(changed, ImageOptions(resizeMode: .no))
            }
        }
    }
}
