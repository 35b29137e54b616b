// The vector kernels for rows held against the plain ones, and those against libvips.

import PlaneKernels
import Testing
import Vips

@testable import Imaging

@Suite("Row kernels")
struct RowKernelTests {
    /// Every value under every opacity, in an order that repeats nothing soon.
    private static let pixels: [UInt8] = (0..<65_536).flatMap { number in
        let value = UInt8(truncatingIfNeeded: number &* 7)
        return [value, value &+ 85, ~value, UInt8(truncatingIfNeeded: number >> 8)]
    }

    @Test("Pixels laid over a colour are the same on every CPU, and nothing is written past them")
    func flattening() {
        let matte: [UInt8] = [200, 30, 10]
        for count in [0, 1, 7, 8, 9, 10, 11, 17, 18, 100, 65_536] {
            var vector = [UInt8](repeating: 7, count: 3 * count + 32)
            var plain = vector
            row_flatten(&vector, Self.pixels, Int32(count), 3, matte)
            row_flatten_plain(&plain, Self.pixels, Int32(count), 3, matte)
            #expect(vector == plain)
            #expect(vector[(3 * count)...].allSatisfy { $0 == 7 })
            vector = [UInt8](repeating: 7, count: 3 * count + 32)
            plain = vector
            row_show_inks(&vector, Self.pixels, Int32(count))
            row_show_inks_plain(&plain, Self.pixels, Int32(count))
            #expect(vector == plain)
            #expect(vector[(3 * count)...].allSatisfy { $0 == 7 })
        }
    }

    @Test("They are what libvips makes of them", arguments: ["white", "black", "gray", "#c81e0a"])
    func asLibvips(colour: String) throws {
        let matte = try #require(MatteColour(colour))
        try Self.pixels.withUnsafeBytes { bytes in
            for bands in matte.isGrey ? [2, 4] : [4] {
                let image = try PixelImage(
                    borrowing: bytes, width: bytes.count / 256 / bands, height: 256, bands: bands)
                guard let form = PixelForm(of: image, over: matte, takesSixteenBit: false), case .opacity = form else {
                    Issue.record("no opacity")
                    return
                }
                let flat = try image.plain(keepsSixteenBit: false, matte: matte.levels)
                let reader = try PixelReader(flat)
                let length = image.width * (bands - 1)
                var ours = [UInt8](repeating: 0, count: length)
                for row in 0..<image.height {
                    let from = try #require(bytes.baseAddress) + row * image.width * bands
                    form.convert(from, pixels: image.width, bands: bands - 1, into: &ours)
                    try reader.withRows(from: row, count: 1) { theirs, _ in
                        #expect(ours.elementsEqual(UnsafeRawBufferPointer(start: theirs, count: length)))
                    }
                }
            }
        }
    }

    @Test("Weighted sums are the same on every CPU, bit by bit")
    func adding() {
        for count in [1, 15, 16, 17, 100, 1_001] {
            var vector = [Float](repeating: 3, count: count + 8)
            var plain = vector
            for (number, weight) in [Float(0.1), 0.333, 1.25, 1e-3].enumerated() {
                row_add(&vector, Self.pixels, Int32(count), weight, number == 0 ? 1 : 0)
                row_add_plain(&plain, Self.pixels, Int32(count), weight, number == 0 ? 1 : 0)
            }
            #expect(vector.map(\.bitPattern) == plain.map(\.bitPattern))
            #expect(vector[count...].allSatisfy { $0 == 3 })
        }
    }
}
