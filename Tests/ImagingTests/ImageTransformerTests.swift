// The whole way: a file's bytes in, an encoded image out.

import Ground
import Testing
import Vips

@testable import Imaging

@Suite("Transforming images")
struct ImageTransformerTests {
    private func drawn(
        _ width: Int = 120, _ height: Int = 90, _ kind: DrawnImage.Kind = .photo, _ format: DrawnImage.Format = .png
    ) throws -> [UInt8] {
        try DrawnImage.encoded(seed: 11, width: width, height: height, kind: kind, format: format, quality: 95)
    }

    /// What `drawn` looks like at the size of its kind-of-`photo` result.
    private func reference(_ options: ImageOptions = ImageOptions(targetSize: 60)) throws -> DecodedPixels {
        try transformedPixels(drawn(), options)
    }

    @Test("Every format gives about the same picture", arguments: DrawnImage.Format.allCases)
    func formats(format: DrawnImage.Format) throws {
        let pixels = try transformedPixels(drawn(120, 90, .photo, format), ImageOptions(targetSize: 60))
        let limit = format == .gif ? 12.0 : 6.0
        #expect(pixels.meanDifference(from: try reference()) < limit)
    }

    @Test(
        "Every kind of pixel keeps its tones",
        arguments: [
            (DrawnImage.Kind.cmyk, DrawnImage.Format.jpg), (.cmyk, .tiff), (.sixteenBit, .png), (.sixteenBit, .tiff),
            (.sixteenBit, .avif), (.float, .tiff), (.palette, .png), (.animation, .webp), (.animation, .gif),
        ])
    func kinds(kind: DrawnImage.Kind, format: DrawnImage.Format) throws {
        let options = ImageOptions(targetSize: 60, encodeFormat: .jpg, encodeQuality: 100)
        let result = try transformed(drawn(120, 90, kind, format), options)
        let expected = try transformed(drawn(), options)
        let difference = try DecodedPixels(result.bytes, .jpeg).meanDifference(
            from: DecodedPixels(expected.bytes, .jpeg))
        #expect(difference < (kind == .cmyk ? 18 : 14), "\(difference)")
        #expect(result.originalWidth == 120 && result.originalHeight == 90)
    }

    @Test("Grey stays grey", arguments: [DrawnImage.Format.jpg, .png, .tiff])
    func grey(format: DrawnImage.Format) throws {
        let result = try transformed(drawn(50, 40, .gray, format), ImageOptions(targetSize: 30))
        let pixels = try DecodedPixels(result.bytes, .jpeg)
        #expect(pixels.bands == 1)
        #expect(pixels.pixel(0, 0) == [255])
    }

    @Test(
        "Transparency lies over white",
        arguments: [
            (DrawnImage.Kind.alpha, DrawnImage.Format.png), (.grayAlpha, .png), (.alpha, .webp), (.alpha, .avif),
        ])
    func transparency(kind: DrawnImage.Kind, format: DrawnImage.Format) throws {
        let pixels = try transformedPixels(drawn(64, 64, kind, format), ImageOptions(resizeMode: .no))
        // Opaque on the left, nothing left of the picture on the right.
        #expect(pixels.bands == (kind == .alpha ? 3 : 1))
        #expect(pixels.pixel(63, 32).allSatisfy { $0 >= 250 })
        #expect(pixels.pixel(1, 32).contains { $0 < 250 })
    }

    @Test("16 bits stay 16 bits in png, and border is white there too")
    func deepPNG() throws {
        let result = try transformed(
            drawn(60, 40, .sixteenBit, .png), ImageOptions(targetSize: 30, encodeFormat: .png, encodeQuality: 3))
        // Bit depth and colour type of the header.
        #expect(result.bytes.withUnsafeBytes { Array($0[24...25]) } == [16, 2])
        let pixels = try result.bytes.withUnsafeBytes { raw in
            try PixelImage(loading: raw, with: .png).copiedPixels()
        }
        #expect(pixels.prefix(6).allSatisfy { $0 == 255 })
    }

    @Test("Each EXIF orientation is turned upright", arguments: 1...8)
    func orientation(value: Int) throws {
        let (width, height) = (40, 24)
        let stored = try transformedPixels(drawn(width, height, .photo, .jpg), ImageOptions(resizeMode: .no))
        let file = try DrawnImage(seed: 11, width: width, height: height, orientation: value)
            .encoded(as: .jpg, quality: 95)
        let seen = try transformedPixels(file, ImageOptions(resizeMode: .no))
        #expect(seen.width == (value < 5 ? width : height))
        for y in 0..<height {
            for x in 0..<width {
                let place: (Int, Int) =
                    switch value {
                    case 2: (width - 1 - x, y)
                    case 3: (width - 1 - x, height - 1 - y)
                    case 4: (x, height - 1 - y)
                    case 5: (y, x)
                    case 6: (height - 1 - y, x)
                    case 7: (height - 1 - y, width - 1 - x)
                    case 8: (y, width - 1 - x)
                    default: (x, y)
                    }
                guard seen.pixel(place.0, place.1) == stored.pixel(x, y) else {
                    Issue.record("pixel \(x) \(y) is elsewhere")
                    return
                }
            }
        }
    }

    @Test("WebP and PNG are turned too, a WebP through either decoder", arguments: 1...8)
    func otherOrientations(value: Int) throws {
        let jpeg = try DrawnImage(seed: 11, width: 40, height: 24, orientation: value).encoded(as: .jpg, quality: 100)
        let expected = try transformedPixels(jpeg, ImageOptions(resizeMode: .no))
        for format in [DrawnImage.Format.webp, .png, .tiff] {
            var file = try DrawnImage(seed: 11, width: 40, height: 24, orientation: value).encoded(as: format)
            if format == .png {
                // libvips' chunk, if it writes one, does not come first.
                let block = Array(JPEGBytes.exif(orientation: value).dropFirst(10))
                file.insert(contentsOf: MadePNG.chunk("eXIf", block), at: 33)
            }
            let difference = try transformedPixels(file, ImageOptions(resizeMode: .no)).meanDifference(from: expected)
            #expect(difference < 9, "\(format): \(difference)")
        }
    }

    @Test("Turned images are cut and bordered as they are seen")
    func orientationAndGeometry() throws {
        let file = try DrawnImage(seed: 4, width: 80, height: 40, orientation: 6).encoded(as: .jpg)
        let border = try transformed(file, ImageOptions(targetSize: 32))
        #expect(border.originalWidth == 40 && border.originalHeight == 80)
        let pixels = try transformedPixels(file, ImageOptions(targetSize: 32))
        #expect(pixels.pixel(0, 16) == [255, 255, 255] && pixels.pixel(31, 16) == [255, 255, 255])
        #expect(pixels.pixel(16, 0) != [255, 255, 255])
        let crop = try transformedPixels(file, ImageOptions(resizeMode: .centerCrop, targetSize: 32))
        #expect(crop.width == 32 && crop.height == 32)
        let upright = try transformedPixels(file, ImageOptions(resizeMode: .keepRatio, targetSize: 32))
        #expect(upright.width == 32 && upright.height == 64)
        #expect(crop.pixel(5, 0) == upright.pixel(5, 16))
    }

    @Test("Orientation is left alone when asked so")
    func asStored() throws {
        let file = try DrawnImage(seed: 4, width: 80, height: 40, orientation: 6).encoded(as: .jpg)
        let result = try transformed(file, ImageOptions(resizeMode: .keepRatio, targetSize: 32, orients: false))
        #expect(result.originalWidth == 80 && result.width == 64 && result.height == 32)
    }

    @Test("Files cut short fail", arguments: [DrawnImage.Format.jpg, .png, .webp, .gif, .tiff, .bmp])
    func cut(format: DrawnImage.Format) throws {
        let file = try drawn(200, 150, .photo, format)
        for part in [50, 90, 97] {
            let error = failure(Array(file.prefix(file.count * part / 100)))
            #expect(error?.category == .decode, "\(part) % of \(format)")
            #expect(error?.message == "Image decoding error")
        }
    }

    @Test("A cut file fails even when what is missing would be cropped away")
    func cutBelowCrop() throws {
        let file = try drawn(60, 400, .photo, .jpg)
        let options = ImageOptions(resizeMode: .centerCrop, targetSize: 32)
        #expect(failure(Array(file.prefix(file.count * 95 / 100)), options)?.category == .decode)
    }

    @Test("What is no image says so")
    func noImages() {
        #expect(failure([])?.category == .empty)
        #expect(failure(Array("<html><body>gone</body></html>".utf8))?.category == .notAnImage)
        #expect(failure(Array("%PDF-1.4 …".utf8))?.category == .notAnImage)
        #expect(failure(Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8))?.category == .unsupported)
        #expect(failure([UInt8](repeating: 3, count: 100))?.message == "Image decoding error")
    }

    @Test("A header with too many pixels is refused before anything is decoded")
    func bomb() throws {
        // The first chunk of a png, claiming 100,000 by 100,000 pixels with a right checksum.
        var file = try drawn(8, 8, .gray, .png)
        file.replaceSubrange(16..<24, with: [0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0])
        var check: UInt32 = 0xFFFF_FFFF
        for byte in file[12..<29] {
            check ^= UInt32(byte)
            for _ in 0..<8 { check = check & 1 == 1 ? check >> 1 ^ 0xEDB8_8320 : check >> 1 }
        }
        file.replaceSubrange(29..<33, with: (0..<4).map { UInt8(truncatingIfNeeded: ~check >> (24 - 8 * UInt32($0))) })
        #expect(failure(file)?.category == .tooManyPixels)
        let small = try drawn(100, 80, .photo, .jpg)
        #expect(failure(small, ImageOptions(maximumPixels: 7999))?.category == .tooManyPixels)
        #expect(failure(small, ImageOptions(maximumPixels: 70_000)) == nil)
        // Planes of luma and halved chroma take one and a half bytes per pixel, RGB three.
        #expect(failure(small, ImageOptions(maximumDecodedBytes: 11_999))?.category == .tooManyPixels)
        let forVips = ImageOptions(encodeFormat: .webp, maximumDecodedBytes: 23_999)
        #expect(failure(small, forVips)?.category == .tooManyPixels)
        let bitmap = try drawn(100, 80, .photo, .bmp)
        #expect(failure(bitmap, ImageOptions(maximumPixels: 7999))?.category == .tooManyPixels)
    }

    @Test("A result larger than its format can hold is refused")
    func tooLarge() throws {
        let error = failure(try drawn(600, 2), ImageOptions(resizeMode: .keepRatio))
        #expect(error?.category == .tooLarge)
        let plan = try TransformPlan(
            width: 511, height: 2, orientation: 1, options: ImageOptions(resizeMode: .keepRatio))
        #expect(plan.geometry.width == 65_408)
    }

    @Test("Odd shapes have the size of their geometry", arguments: [(1, 500), (500, 1), (2, 511), (1, 1), (3, 7)])
    func oddShapes(width: Int, height: Int) throws {
        let covering: [ResizeMode] = [.keepRatio, .centerCrop, .fill]
        for mode in ResizeMode.allCases where !covering.contains(mode) || min(width, height) > 2 {
            let options = ImageOptions(resizeMode: mode, targetSize: 64)
            let result = try transformed(drawn(width, height), options)
            let expected = ResizeGeometry(width: width, height: height, options: options)
            #expect(result.width == expected.width && result.height == expected.height)
            let pixels = try DecodedPixels(result.bytes, .jpeg)
            #expect(pixels.width == expected.width && pixels.height == expected.height)
        }
    }

    @Test("jpg is baseline, 4:2:0 and without metadata")
    func jpegFlavour() throws {
        let file = try DrawnImage(seed: 4, width: 80, height: 40, orientation: 6).encoded(as: .jpg)
        let result = try transformed(file, ImageOptions())
        let bytes = result.bytes.withUnsafeBytes { Array($0) }
        let frame = bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 }
        #expect(frame.map { Array(bytes[($0 + 11)..<($0 + 12)]) } == [0x22])
        #expect(!zip(bytes, bytes.dropFirst()).prefix(400).contains { $0 == 0xFF && $1 == 0xE1 })
    }

    @Test("webp above quality 100 is lossless")
    func losslessWebP() throws {
        let options = ImageOptions(resizeMode: .no, encodeFormat: .webp, encodeQuality: 101)
        let result = try transformed(drawn(), options)
        #expect(result.format == .webp)
        let difference = try DecodedPixels(result.bytes, .webp).meanDifference(
            from: transformedPixels(drawn(), ImageOptions(resizeMode: .no)))
        #expect(difference == 0)
    }

    @Test("A JPEG decoded at part of its size looks like one decoded in full")
    func shrinkOnLoad() throws {
        let image = DrawnImage(seed: 21, width: 1203, height: 901)
        let jpeg = try image.encoded(as: .jpg, quality: 95)
        let full = try transformedPixels(jpeg, ImageOptions(resizeMode: .no))
        let file = try PixelImage(copying: full.values, width: full.width, height: full.height, bands: 3)
            .encoded(as: .png(compression: 1))
        let options = ImageOptions(targetSize: 150)
        let fromPixels = try transformedPixels(file.withUnsafeBytes { Array($0) }, options)
        #expect(try transformedPixels(jpeg, options).meanDifference(from: fromPixels) < 1.5)
    }

    @Test("A transformer gives the same bytes however often it was used")
    func reuse() throws {
        let transformer = ImageTransformer(ImageOptions(targetSize: 64))
        let first = try drawn(300, 200, .photo, .jpg).withUnsafeBytes { ByteBuffer(copying: $0) }
        let other = try drawn(30, 200, .alpha, .png).withUnsafeBytes { ByteBuffer(copying: $0) }
        let before = try transformer.transform(first).bytes.withUnsafeBytes { Array($0) }
        _ = try transformer.transform(other)
        #expect(try transformer.transform(first).bytes.withUnsafeBytes { Array($0) } == before)
    }

    @Test("Transformers on several threads do not disturb each other")
    func threads() async throws {
        let file = try drawn(300, 200, .photo, .jpg)
        let expected = try transformed(file, ImageOptions()).bytes.withUnsafeBytes { Array($0) }
        let broken = Array(file.prefix(file.count / 2))
        let wrong = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let transformer = ImageTransformer(ImageOptions())
                    let body = file.withUnsafeBytes { ByteBuffer(copying: $0) }
                    var wrong = 0
                    for _ in 0..<10 {
                        if failure(broken)?.category != .decode { wrong += 1 }
                        let result = try transformer.transform(body).bytes.withUnsafeBytes { Array($0) }
                        if result != expected { wrong += 1 }
                    }
                    return wrong
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }
}
