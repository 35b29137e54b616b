// Several sizes of one image from one decoding.

import Ground
import Testing
import Vips

@testable import Imaging

@Suite("Several sizes of one image")
struct SizesTests {
    private static let sizes = [24, 48, 96]

    private func several(
        _ file: [UInt8], _ options: ImageOptions = ImageOptions(), to wanted: [Int] = sizes,
        blurring boxes: [BlurBox] = [], with transformer: ImageTransformer? = nil
    ) -> [Result<TransformedImage, ImageError>] {
        let body = file.withUnsafeBytes { ByteBuffer(copying: $0) }
        return (transformer ?? ImageTransformer(sized(options))).transform(body, to: wanted, blurring: boxes)
    }

    private func sized(_ options: ImageOptions) -> ImageOptions {
        var options = options
        if options.targetSizes.count == 1 { options.targetSizes = Self.sizes }
        return options
    }

    private func bytes(_ image: TransformedImage) -> [UInt8] { image.bytes.withUnsafeBytes { Array($0) } }

    @Test(
        "Each size is what it is alone, but for the scale of the decoding; the largest to the byte",
        arguments: [DrawnImage.Format.jpg, .png, .webp, .avif, .gif, .tiff, .bmp],
        [ResizeMode.border, .keepRatio, .centerCrop])
    func alone(format: DrawnImage.Format, mode: ResizeMode) throws {
        let file = try DrawnImage(seed: 5, width: 400, height: 300, kind: .photo).encoded(as: format, quality: 90)
        let results = try several(file, ImageOptions(resizeMode: mode)).map { try $0.get() }
        for (size, result) in zip(Self.sizes, results) {
            let options = ImageOptions(resizeMode: mode, targetSize: size)
            let alone = try transformed(file, options)
            #expect(result.width == alone.width && result.height == alone.height)
            #expect(result.originalWidth == 400 && result.originalHeight == 300)
            if size == 96 { #expect(bytes(result) == bytes(alone)) }
            let difference = try DecodedPixels(result.bytes, .jpeg).meanDifference(
                from: DecodedPixels(alone.bytes, .jpeg))
            #expect(difference < 4, "\(size)")
        }
    }

    @Test(
        "What a size becomes does not depend on the others that are asked for",
        arguments: [DrawnImage.Format.jpg, .webp, .png])
    func some(format: DrawnImage.Format) throws {
        let file = try DrawnImage(seed: 9, width: 500, height: 400, kind: .photo).encoded(as: format, quality: 90)
        let transformer = ImageTransformer(sized(ImageOptions()))
        let all = try several(file, with: transformer).map { bytes(try $0.get()) }
        #expect(try several(file, to: [24], with: transformer).map { bytes(try $0.get()) } == [all[0]])
        #expect(try several(file, to: [96, 24], with: transformer).map { bytes(try $0.get()) } == [all[2], all[0]])
    }

    @Test("Turned images and blurred boxes are right in every size")
    func turnedAndBlurred() throws {
        let box = try #require(BlurBox(left: 0.2, top: 0.2, right: 0.6, bottom: 0.7))
        for format in [DrawnImage.Format.jpg, .webp] {
            let file = try DrawnImage(seed: 5, width: 90, height: 60, kind: .photo, orientation: 6)
                .encoded(as: format, quality: 90)
            for (size, result) in zip(Self.sizes, several(file, blurring: [box])) {
                let alone = ImageTransformer(ImageOptions(targetSize: size))
                let body = file.withUnsafeBytes { ByteBuffer(copying: $0) }
                // Ninety pixels are decoded whole for every size.
                #expect(try bytes(result.get()) == bytes(alone.transform(body, blurring: [box])), "\(format) \(size)")
            }
        }
    }

    @Test("Icons, bitmaps and drawings are in every size what they are alone")
    func withoutScale() throws {
        let png = try DrawnImage(seed: 5, width: 90, height: 60, kind: .photo).encoded(as: .png)
        let length = (0..<4).map { UInt8(truncatingIfNeeded: png.count >> (8 * $0)) }
        let icon: [UInt8] = [0, 0, 1, 0, 1, 0, 90, 60, 0, 0, 1, 0, 32, 0] + length + [22, 0, 0, 0] + png
        let bitmap = try DrawnImage(seed: 5, width: 90, height: 60, kind: .photo).encoded(as: .bmp)
        let drawing =
            "<svg xmlns='http://www.w3.org/2000/svg' width='30' height='20'><circle cx='9' cy='9' r='8'/></svg>"
        var options = ImageOptions()
        options.allowsSVG = true
        for (name, file) in [("icon", icon), ("bitmap", bitmap), ("drawing", Array(drawing.utf8))] {
            for (size, result) in zip(Self.sizes, several(file, options)) {
                let alone = try transformed(file, options.resizing(to: size))
                #expect(try bytes(result.get()) == bytes(alone), "\(name) \(size)")
            }
        }
    }

    @Test(
        "Bytes are kept in the sizes in which nothing changes, and only there",
        arguments: [DrawnImage.Format.jpg, .png])
    func kept(format: DrawnImage.Format) throws {
        let file = try DrawnImage(seed: 5, width: 48, height: 40, kind: .photo).encoded(as: format, quality: 90)
        var options = ImageOptions(resizeMode: .keepRatioLargest, resizeOnlyIfBigger: true)
        options.keeping = .anyFormat
        let results = try several(file, options).map { try $0.get() }
        #expect(results.map { bytes($0) == file } == [false, true, true])
        #expect(results.map(\.width) == [24, 48, 48])
        options.resizeOnlyIfBigger = false
        #expect(try several(file, options).map { bytes(try $0.get()) == file } == [false, true, false])
    }

    @Test("A size that cannot be made leaves the others alone; a damaged image fails in all")
    func failures() throws {
        let file = try DrawnImage(seed: 5, width: 80, height: 60, kind: .photo).encoded(as: .png)
        var options = ImageOptions(encodeFormat: .webp)
        options.targetSizes = [32, 17_000]
        let results = several(file, options, to: options.targetSizes)
        #expect(try results[0].get().width == 32)
        #expect(throws: ImageError.self) { try results[1].get() }
        for format in [DrawnImage.Format.jpg, .png, .webp] {
            let whole = try DrawnImage(seed: 5, width: 80, height: 60, kind: .photo).encoded(as: format)
            let cut = several(Array(whole.prefix(whole.count / 2)))
            #expect(cut.count == 3)
            for result in cut { #expect(throws: ImageError.self) { try result.get() } }
        }
        for result in several([]) {
            #expect { try result.get() } throws: { ($0 as? ImageError)?.category == .empty }
        }
    }
}
