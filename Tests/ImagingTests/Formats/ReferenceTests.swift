// References between the items of HEIC and AVIF.

import Ground
import Testing
import Vips

@testable import Imaging

@Suite("References in HEIC and AVIF")
struct ReferenceTests {
    private static func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
        MadePNG.big(8 + content.count) + Array(name.utf8) + content
    }

    private static func short(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }

    /// A HEIC of no pixels, whose first image is number 1.
    private static func file(_ references: [(String, from: Int, to: [Int])]) -> [UInt8] {
        let each = references.flatMap { name, from, targets in
            box(name, short(from) + short(targets.count) + targets.flatMap(short))
        }
        let meta = box("pitm", [0, 0, 0, 0, 0, 1]) + box("iref", [0, 0, 0, 0] + each)
        return box("ftyp", Array("heic\0\0\0\0mif1heic".utf8)) + box("meta", [0, 0, 0, 0] + meta)
    }

    @Test("EXIF that describes nothing does not lose the picture")
    func descriptions() throws {
        // An orientation is kept as EXIF, with a reference to the picture.
        let drawn = DrawnImage(seed: 4, width: 64, height: 48, orientation: 3)
        for format in [DrawnImage.Format.heic, .avif] {
            let file = try drawn.encoded(as: format)
            let place = try #require(file.firstRange(of: Array("cdsc".utf8))).upperBound
            let options = ImageOptions(resizeMode: .no)
            let expected = try transformedPixels(file, options).values
            for target in [0, 77] {
                var odd = file
                odd.replaceSubrange(place + 4..<place + 6, with: Self.short(target))
                #expect(try transformedPixels(odd, options).values == expected, "\(format) \(target)")
            }
        }
    }

    @Test("A reference that only a newer libheif takes is called that")
    func tooOld() {
        let error = failure(Self.file([("auxl", 2, [1, 3])]))
        #expect(error?.category == .unsupported && error?.message.contains("libheif is too old") == true)
        let damaged = failure(Self.file([("auxl", 2, [1]), ("cdsc", 4, [1])]))
        #expect(damaged?.category == .decode && damaged?.message == "Image decoding error")
    }

    @Test("Whether colours were multiplied by their opacity is read from the first image's references")
    func premultiplied() {
        func isUsed(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { PremultipliedOpacity.isUsed(in: $0) } }
        #expect(isUsed(Self.file([("auxl", 2, [1]), ("prem", 1, [2])])))
        #expect(!isUsed(Self.file([("auxl", 2, [1])])))
        #expect(!isUsed(Self.file([("prem", 3, [2])])))
        let file = Self.file([("auxl", 2, [1]), ("prem", 1, [2])])
        for count in 0..<file.count { #expect(!isUsed(Array(file.prefix(count)))) }
    }

    @Test("Colours are divided by their opacity, and nothing else changes")
    func divided() throws {
        VipsLibrary.start()
        let pixels: [UInt8] = [100, 50, 0, 128, 10, 200, 30, 255, 0, 0, 0, 0, 255, 255, 255, 255]
        let image = try PixelImage(copying: pixels, width: 4, height: 1, bands: 4).unpremultiplied()
        let values = try image.copiedPixels()
        #expect(values == [199, 100, 0, 128, 10, 200, 30, 255, 0, 0, 0, 0, 255, 255, 255, 255])
    }
}
