// The pixels of results are those that a reader of their bytes sees.

import Ground
import Imaging
import Testing
import Vips

@Suite("Pixels of results")
struct SeenPixelsTests {
    init() { VipsLibrary.start() }

    private func body(
        _ kind: DrawnImage.Kind, _ format: DrawnImage.Format, _ width: Int, _ height: Int, orientation: Int = 1
    ) throws -> ByteBuffer {
        let image = DrawnImage(
            seed: UInt64(width * 31 + height), width: width, height: height, kind: kind, orientation: orientation)
        return try image.encoded(as: format).withUnsafeBytes { ByteBuffer(copying: $0) }
    }

    /// Bodies of every way through the transformer.
    private func bodies(_ sides: [(Int, Int)]) throws -> [(name: String, body: ByteBuffer)] {
        var bodies: [(name: String, body: ByteBuffer)] = []
        for (width, height) in sides {
            for (kind, format) in [
                (.photo, .jpg), (.gray, .jpg), (.cmyk, .jpg), (.photo, .png), (.alpha, .png), (.gray, .png),
                (.grayAlpha, .png), (.sixteenBit, .png), (.photo, .webp), (.palette, .gif), (.photo, .bmp),
                (.photo, .tiff),
            ] as [(DrawnImage.Kind, DrawnImage.Format)] {
                bodies.append(("\(kind) \(format) \(width)x\(height)", try body(kind, format, width, height)))
            }
            bodies.append(("turned \(width)x\(height)", try body(.photo, .jpg, width, height, orientation: 6)))
        }
        return bodies
    }

    private func check(_ options: ImageOptions, _ bodies: [(name: String, body: ByteBuffer)]) throws {
        let (transformer, plain, source) = (ImageTransformer(options), ImageTransformer(options), PixelSource())
        transformer.addsPixels = true
        for (count, (name, body)) in bodies.enumerated() {
            let result = try transformer.transform(body)
            let without = try plain.transform(body)
            #expect(result.bytes.withUnsafeBytes { Array($0) } == without.bytes.withUnsafeBytes { Array($0) })
            #expect(without.pixels == nil)
            let seen = try source.pixels(result.bytes)
            #expect(result.pixels?.width == seen.width && result.pixels?.height == seen.height, "\(name)")
            #expect(result.pixels?.bytes == seen.bytes, "\(name), kept: \(result.keptKind != nil)")
            // One decoding for each body, and none for the pixels.
            #expect(transformer.decodeCount == count + 1, "\(name)")
        }
        // Of plain bitmaps that are kept, only the header is looked at.
        #expect(plain.decodeCount <= bodies.count)
    }

    @Test("They are the reader's bit for bit, and no image is decoded twice", arguments: [100, 95, 60, 1, 0])
    func asJPEG(quality: Int) throws {
        let bodies = try bodies([(300, 200), (97, 131), (18, 33)])
        try check(ImageOptions(resizeMode: .border, targetSize: 96, encodeQuality: quality), bodies)
        try check(ImageOptions(resizeMode: .keepRatio, targetSize: 77, encodeQuality: quality), bodies)
    }

    @Test("Also of images of one and two pixels")
    func tiny() throws {
        let bodies = try bodies([(1, 1), (2, 3), (3, 2), (5, 1), (17, 2)])
        try check(ImageOptions(resizeMode: .no), bodies)
    }

    @Test("Also of PNGs")
    func asPNG() throws {
        try check(
            ImageOptions(resizeMode: .border, targetSize: 96, encodeFormat: .png, encodeQuality: 1),
            try bodies([(300, 200), (97, 131)]))
    }

    @Test("Also of bytes that are kept", arguments: [KeptBytes.sameFormat, .anyFormat])
    func kept(keeping: KeptBytes) throws {
        var options = ImageOptions(resizeMode: .no)
        options.keeping = keeping
        // WebP is encoded again where it is of several frames only.
        try check(options, try bodies([(96, 64), (97, 131)]))
    }
}
