// What lies under transparent pixels.

import Testing
import Vips

@testable import Imaging

@Suite("Transparency")
struct TransparencyTests {
    private func options(_ colour: String, _ mode: ResizeMode = .no) throws -> ImageOptions {
        var options = ImageOptions(resizeMode: mode, targetSize: 64)
        options.background = try #require(MatteColour(colour))
        return options
    }

    @Test(
        "Transparent pixels show the background's colour",
        arguments: [
            (DrawnImage.Kind.alpha, DrawnImage.Format.png), (.grayAlpha, .png), (.alpha, .webp), (.alpha, .avif),
            (.alpha, .tiff),
        ])
    func background(kind: DrawnImage.Kind, format: DrawnImage.Format) throws {
        let file = try DrawnImage.encoded(seed: 11, width: 64, height: 32, kind: kind, format: format, quality: 100)
        let pixels = try transformedPixels(file, options("#c81e0a"))
        #expect(pixels.bands == 3)
        let corner = pixels.pixel(63, 16)
        #expect(zip(corner, [200, 30, 10]).allSatisfy { abs($0 - $1) <= 3 }, "\(corner)")
        // The opaque side is the picture's own.
        let white = try transformedPixels(file, options("white"))
        #expect(zip(pixels.pixel(0, 16), white.pixel(0, 16)).allSatisfy { abs($0 - $1) <= 2 })
    }

    @Test("The border stays white over any background")
    func border() throws {
        let file = try DrawnImage.encoded(seed: 11, width: 64, height: 32, kind: .alpha, format: .png)
        let pixels = try transformedPixels(file, options("black", .border))
        #expect(pixels.pixel(30, 2) == [255, 255, 255])
        #expect(pixels.pixel(63, 32).allSatisfy { $0 < 8 })
    }

    @Test("Grey with opacity stays grey over a grey background, in 8 and in 16 bits")
    func greyOverGrey() throws {
        let eight = MadePNG(width: 2, height: 1, colourType: 4, rows: [[90, 255, 90, 0]]).file
        let pixels = try transformedPixels(eight, options("gray"))
        #expect(pixels.bands == 1)
        #expect(pixels.values == [90, 128])
        let deep = MadePNG(width: 2, height: 1, bitDepth: 16, colourType: 4, rows: [[90, 90, 255, 255, 90, 90, 0, 0]])
        let result = try DecodedPixels(transformed(deep.file, options("gray")).bytes, .jpeg)
        #expect(result.values == [90, 128])
    }

    @Test("A palette's transparent colours, and one transparent colour of grey and RGB")
    func keyedColours() throws {
        let palette = MadePNG(
            width: 3, height: 1, colourType: 3, rows: [[0, 1, 2]],
            chunks: [("PLTE", [255, 0, 0, 0, 255, 0, 0, 0, 255]), ("tRNS", [0, 255])])
        let over = try transformedPixels(palette.file, options("#0a141e"))
        #expect([over.pixel(0, 0), over.pixel(1, 0), over.pixel(2, 0)] == [[10, 20, 30], [0, 255, 0], [0, 0, 255]])
        let grey = MadePNG(width: 2, height: 1, colourType: 0, rows: [[7, 9]], chunks: [("tRNS", [0, 7])])
        #expect(try transformedPixels(grey.file, options("white")).values == [255, 9])
        let colour = MadePNG(
            width: 2, height: 1, colourType: 2, rows: [[1, 2, 3, 4, 5, 6]], chunks: [("tRNS", [0, 1, 0, 2, 0, 3])])
        #expect(try transformedPixels(colour.file, options("white")).values == [255, 255, 255, 4, 5, 6])
    }

    @Test("Colours by name and as #rrggbb, nothing else")
    func colours() {
        #expect(MatteColour("White") == .white)
        #expect(MatteColour("#0A141e") == MatteColour(red: 10, green: 20, blue: 30))
        for wrong in ["", "#", "#fff", "0a141e", "#0a141g", "#+a141e", "whit", "#0a141e0"] {
            #expect(MatteColour(wrong) == nil)
        }
    }
}
