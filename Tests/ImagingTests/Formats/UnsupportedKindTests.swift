// Kinds of known formats that no decoder here reads: not damaged, so another word.

import Testing

@testable import Imaging

@Suite("Kinds that are not read")
struct UnsupportedKindTests {
    private func expectUnsupported(_ file: [UInt8], _ what: String) {
        var options = ImageOptions(resizeMode: .no)
        for keeping in [KeptBytes.none, .anyFormat] {
            options.keeping = keeping
            let error = failure(file, options)
            #expect(error?.category == .unsupported, "\(what) \(keeping): \(error?.detail ?? "an image")")
        }
    }

    @Test("JPEGs of 12 bits, lossless, hierarchical, JPEG-LS, and of no height")
    func jpeg() {
        expectUnsupported(JPEGBytes.head(precision: 12), "12 bits")
        expectUnsupported(JPEGBytes.head(height: 0), "no height")
        for frame: UInt8 in [0xC3, 0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF, 0xF7] {
            expectUnsupported(JPEGBytes.head(frame: frame), "frame \(frame)")
        }
        #expect(failure(JPEGBytes.head())?.category == .decode)
        #expect(failure(JPEGBytes.head(width: 0))?.category == .decode)
        #expect(failure(JPEGBytes.head(frame: 0xC9))?.category == .decode)
    }

    @Test("Apple's PNG")
    func png() {
        var file = MadePNG(width: 2, height: 1, colourType: 2, rows: [[1, 2, 3, 4, 5, 6]]).file
        #expect(failure(file) == nil)
        file.insert(contentsOf: [0, 0, 0, 4] + Array("CgBI".utf8) + [0x50, 0, 0x20, 6, 0x2B, 0xD5, 0xB3, 0x27], at: 8)
        expectUnsupported(file, "CgBI")
    }

    @Test("TIFFs of odd depths, of tiles in planes, of subsampled colours, and of foreign compressions")
    func tiff() {
        let data = [UInt8](repeating: 90, count: 64 * 64 * 24)
        func strips(_ change: (inout MadeStrips) -> Void) -> [UInt8] {
            var made = MadeStrips(width: 64, height: 64, data: data)
            change(&made)
            return made.file
        }
        #expect(failure(strips { _ in }) == nil)
        expectUnsupported(strips { $0.bits = 12 }, "12 bits")
        expectUnsupported(strips { ($0.bits, $0.sampleFormat) = (64, 3) }, "double")
        expectUnsupported(strips { ($0.bits, $0.sampleFormat) = (16, 3) }, "half")
        expectUnsupported(strips { ($0.photometric, $0.shorts) = (6, [530: [2, 2]]) }, "subsampled")
        expectUnsupported(strips { $0.photometric = 6 }, "subsampled because nothing is said")
        expectUnsupported(strips { ($0.photometric, $0.compression) = (6, 6) }, "old JPEG")
        expectUnsupported(strips { $0.compression = 12_345 }, "compression")
        let tiles = strips { made in
            made.shorts = [284: [2], 322: [32], 323: [32], 324: Array(repeating: 8, count: 12)]
            made.shorts[325] = Array(repeating: 1024, count: 12)
        }
        expectUnsupported(tiles, "tiles in planes")
        // What is read and cut stays damaged.
        let whole = strips { _ in }
        #expect(failure(Array(whole[..<8] + whole[2000...]))?.category == .decode)
        #expect(failure(Array(whole.prefix(100)))?.category == .decode)
    }
}
