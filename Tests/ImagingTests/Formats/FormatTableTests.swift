// The rows of docs/images.md that have no suite of their own.

import Ground
import Testing
import Vips

@testable import Imaging

@Suite("The table of formats")
struct FormatTableTests {
    private let asStored = ImageOptions(resizeMode: .no)

    @Test("PNG of 1, 2 and 4 bits: the whole range from black to white", arguments: [1, 2, 4])
    func shallowGrey(bits: Int) throws {
        let most = 1 << bits
        let packed = stride(from: 0, to: 8, by: 8 / bits).map { start in
            (0..<8 / bits).reduce(UInt8(0)) { $0 << UInt8(bits) | UInt8((start + $1) % most) }
        }
        let png = MadePNG(width: 8, height: 1, bitDepth: UInt8(bits), colourType: 0, rows: [packed])
        let pixels = try transformedPixels(png.file, asStored)
        #expect(pixels.values.map(Int.init) == (0..<8).map { $0 % most * 255 / (most - 1) })
    }

    @Test("16 bits become 8 with their tones, as the float from 0 to 1 does: never clipped white")
    func tones() throws {
        let plain = try DecodedPixels(
            transformed(DrawnImage.encoded(seed: 5, width: 60, height: 40, format: .png), asStored).bytes, .jpeg)
        let deep: [(DrawnImage.Kind, DrawnImage.Format)] = [(.sixteenBit, .png), (.sixteenBit, .tiff), (.float, .tiff)]
        for (kind, format) in deep {
            let file = try DrawnImage.encoded(seed: 5, width: 60, height: 40, kind: kind, format: format)
            let pixels = try DecodedPixels(transformed(file, asStored).bytes, .jpeg)
            #expect(abs(pixels.mean - plain.mean) < 3, "\(kind) \(format): \(pixels.mean), not \(plain.mean)")
        }
    }

    @Test("An interlaced PNG is put together")
    func interlaced() throws {
        let png = MadePNG.interlaced(width: 13, height: 11) { UInt8($0 * 19 + $1) }
        let pixels = try transformedPixels(png.file, asStored)
        #expect(pixels.values.map(Int.init) == (0..<11).flatMap { y in (0..<13).map { $0 * 19 + y } })
    }

    @Test(
        "GIF: the first frame at its place, transparent around it, interlaced or not, with transparent colours or none",
        arguments: [false, true], [false, true])
    func gif(isInterlaced: Bool, hasOpacity: Bool) throws {
        var options = asStored
        options.background = MatteColour(red: 9, green: 8, blue: 7)
        let result = try transformedPixels(MadeFrames.gif(isInterlaced: isInterlaced, hasOpacity: hasOpacity), options)
        #expect(result.width == 8 && result.height == 8)
        for (x, y) in [(0, 0), (1, 3), (6, 6), (7, 2)] { #expect(result.pixel(x, y) == [9, 8, 7]) }
        for (x, y) in [(2, 2), (5, 5), (3, 4)] { #expect(result.pixel(x, y) == [255, 0, 0]) }
    }

    @Test(
        "Animated WebP: the first frame at its place, transparent around it, with opacity or without",
        arguments: [true, false])
    func webp(hasOpacity: Bool) throws {
        let result = try transformedPixels(MadeFrames.webp(hasOpacity: hasOpacity), asStored)
        #expect(result.width == 64 && result.height == 64)
        for (x, y) in [(0, 0), (8, 40), (63, 63)] { #expect(result.pixel(x, y) == [255, 255, 255]) }
        let still = try transformedPixels(
            DrawnImage.encoded(seed: 3, width: 32, height: 32, format: .webp), asStored)
        #expect(result.pixel(30, 30) == still.pixel(14, 14))
    }

    @Test("Several sizes of one WebP made small look alike", arguments: [2, 3, 5, 7])
    func shrunkWebP(times: Int) throws {
        let (width, height) = (64 * times * 2 + 3, 48 * times * 2 + 1)
        let webp = try DrawnImage.encoded(seed: 21, width: width, height: height, format: .webp, quality: 95)
        let full = try transformedPixels(webp, asStored)
        let png = try PixelImage(copying: full.values, width: full.width, height: full.height, bands: 3)
            .encoded(as: .png(compression: 1)).withUnsafeBytes { Array($0) }
        let options = ImageOptions(resizeMode: .keepRatioLargest, targetSize: 64)
        let difference = try transformedPixels(webp, options).meanDifference(from: transformedPixels(png, options))
        #expect(difference < 1.5, "\(difference)")
    }

    @Test(
        "AVIF and HEIC are turned as their boxes say, and by EXIF not again",
        arguments: [DrawnImage.Format.avif, .heic])
    func boxedOrientation(format: DrawnImage.Format) throws {
        let image = DrawnImage(seed: 8, width: 96, height: 64)
        var file = try image.encoded(as: format, quality: 95)
        let upright = try transformedPixels(file, asStored)
        // The channels' bit depths make room for a quarter turn against the clock, its angle in the first byte.
        let place = try #require(file.firstRange(of: Array("pixi".utf8)))
        file.replaceSubrange(place, with: Array("irot".utf8))
        file[place.upperBound] = 1
        let turned = try transformedPixels(file, asStored)
        #expect(turned.width == 64 && turned.height == 96)
        for (x, y) in [(3, 5), (90, 60), (40, 9)] {
            let (one, two) = (upright.pixel(x, y), turned.pixel(y, 95 - x))
            #expect(zip(one, two).allSatisfy { abs($0 - $1) <= 12 }, "\(one) \(two)")
        }
    }

    @Test("A size in an AVIF's boxes that is too large is refused before libheif sees it")
    func hugeAVIF() throws {
        var file = try DrawnImage.encoded(seed: 8, width: 64, height: 64, format: .avif)
        let place = try #require(file.firstRange(of: Array("ispe".utf8)))
        for (width, height) in [(17_000, 17_000), (0xFFFF_FFFF, 0xFFFF_FFFF), (1, 0xFFFF_FFFF)] {
            file.replaceSubrange(
                place.upperBound + 4..<place.upperBound + 12, with: MadePNG.big(width) + MadePNG.big(height))
            #expect(failure(file)?.category == .tooManyPixels)
        }
        for cut in 0..<min(file.count, 400) { _ = file.prefix(cut).withUnsafeBytes { BoxedSize(of: $0).largest } }
    }

    @Test("Results in AVIF look like the picture")
    func encodedAVIF() throws {
        let file = try DrawnImage.encoded(seed: 8, width: 120, height: 90, format: .png)
        for kind in [DrawnImage.Kind.photo, .gray, .alpha] {
            let file = try DrawnImage.encoded(seed: 8, width: 120, height: 90, kind: kind, format: .png)
            let result = try transformed(file, ImageOptions(targetSize: 64, encodeFormat: .avif, encodeQuality: 90))
            #expect(result.format == .avif && result.width == 64 && result.height == 64)
            #expect(result.bytes.withUnsafeBytes { ImageKind(of: $0) } == .avif)
        }
        var options = ImageOptions(targetSize: 64, encodeFormat: .avif, encodeQuality: 90)
        let expected = try transformedPixels(file, ImageOptions(targetSize: 64))
        for speed in [2, 9] {
            options.encodeSpeed = speed
            let pixels = try DecodedPixels(transformed(file, options).bytes, .heif)
            #expect(pixels.meanDifference(from: expected) < 6)
        }
    }

    @Test("SVG is drawn when it is allowed, large enough for the result and within limits")
    func svg() throws {
        let drawing = Array(
            "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'><rect width='10' height='10' fill='#ff0000'/></svg>"
                .utf8)
        #expect(failure(drawing)?.category == .unsupported)
        var options = ImageOptions(resizeMode: .keepRatioLargest, targetSize: 200)
        options.allowsSVG = true
        let result = try transformed(drawing, options)
        #expect([result.originalWidth, result.originalHeight, result.width, result.height] == [20, 10, 200, 100])
        let pixels = try transformedPixels(drawing, options)
        // Drawn at that size: the edge is sharp.
        #expect(pixels.pixel(96, 50) == [255, 0, 0] && pixels.pixel(103, 50) == [255, 255, 255])
        let huge = Array("<svg xmlns='http://www.w3.org/2000/svg' width='30000' height='30000'/>".utf8)
        #expect(failure(huge, options)?.category == .tooManyPixels)
        #expect(failure(drawing)?.category == .unsupported)
    }

    @Test("What is no image is refused whatever is allowed")
    func refused() {
        var options = ImageOptions()
        options.allowsSVG = true
        for text in ["%PDF-1.7", "<!DOCTYPE html><html><body/></html>", "{\"error\": 404}", "8BPS\0\u{1}", "GIF", "MZ"]
        {
            let category = failure(Array(text.utf8) + [UInt8](repeating: 0, count: 60), options)?.category
            #expect(category == .notAnImage || category == .unsupported, "\(text)")
        }
    }
}
