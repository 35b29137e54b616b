// Which images keep the bytes that were fetched, and which are encoded anew.

import Ground
import Testing
import Vips

@testable import Imaging

@Suite("Kept bytes")
struct KeptBytesTests {
    private func drawn(
        _ kind: DrawnImage.Kind = .photo, _ format: DrawnImage.Format = .jpg, orientation: Int = 1
    ) throws -> [UInt8] {
        try DrawnImage(seed: 5, width: 80, height: 60, kind: kind, orientation: orientation)
            .encoded(as: format, quality: 90)
    }

    private func options(_ keeping: KeptBytes, _ mode: ResizeMode = .no, _ format: EncodeFormat = .jpg) -> ImageOptions
    {
        var options = ImageOptions(resizeMode: mode, targetSize: 64, encodeFormat: format, encodeQuality: 9)
        options.keeping = keeping
        return options
    }

    private func bytes(_ image: TransformedImage) -> [UInt8] { image.bytes.withUnsafeBytes { Array($0) } }

    @Test("Of the encode format and unchanged: the bytes stay", arguments: [EncodeFormat.jpg, .png, .webp])
    func sameFormat(format: EncodeFormat) throws {
        let file = try drawn(.photo, try #require(DrawnImage.Format(rawValue: format.rawValue)))
        let result = try transformed(file, options(.sameFormat, .no, format))
        #expect(bytes(result) == file)
        #expect(result.width == 80 && result.height == 60 && result.originalWidth == 80)
        #expect(result.fileExtension == format.rawValue)
        #expect(bytes(try transformed(file, options(.none, .no, format))) != file)
    }

    @Test("Another format than the encode format is encoded", arguments: [DrawnImage.Format.png, .webp, .gif, .bmp])
    func otherFormat(format: DrawnImage.Format) throws {
        let result = try transformed(drawn(.photo, format), options(.sameFormat))
        #expect(bytes(result).starts(with: [0xFF, 0xD8]) && result.fileExtension == "jpg")
    }

    @Test(
        "original keeps the bytes of every format under its own extension",
        arguments: [
            (DrawnImage.Format.jpg, "jpg"), (.png, "png"), (.webp, "webp"), (.gif, "gif"), (.tiff, "tiff"),
            (.avif, "avif"), (.jxl, "jxl"), (.jp2, "jp2"), (.bmp, "bmp"),
        ])
    func anyFormat(format: DrawnImage.Format, name: String) throws {
        let file = try drawn(.photo, format)
        let result = try transformed(file, options(.anyFormat))
        #expect(bytes(result) == file)
        #expect(result.fileExtension == name)
    }

    @Test("Whatever changes pixels is encoded", arguments: [KeptBytes.sameFormat, .anyFormat])
    func changes(keeping: KeptBytes) throws {
        let file = try drawn()
        for mode in ResizeMode.allCases where mode != .no {
            #expect(bytes(try transformed(file, options(keeping, mode))) != file, "\(mode)")
        }
        let turned = try drawn(orientation: 6)
        let result = try transformed(turned, options(keeping))
        #expect(bytes(result) != turned && result.width == 60)
        var asStored = options(keeping)
        asStored.orients = false
        #expect(bytes(try transformed(turned, asStored)) == turned)
        var small = options(keeping, .keepRatio)
        small.resizeOnlyIfBigger = true
        small.targetSize = 100
        #expect(bytes(try transformed(file, small)) == file)
        small.targetSize = 60
        #expect(bytes(try transformed(file, small)) == file)
        small.targetSize = 59
        #expect(bytes(try transformed(file, small)) != file)
    }

    @Test("A square of the target size needs no border, no cut and no new bytes")
    func exactSize() throws {
        let file = try DrawnImage(seed: 5, width: 64, height: 64).encoded(as: .jpg)
        for mode in ResizeMode.allCases {
            #expect(bytes(try transformed(file, options(.sameFormat, mode))) == file, "\(mode)")
        }
    }

    @Test("Transparency is laid over white, and stays only in an image's own format")
    func alpha() throws {
        let file = try drawn(.alpha, .png)
        #expect(bytes(try transformed(file, options(.sameFormat, .no, .png))) != file)
        #expect(bytes(try transformed(file, options(.anyFormat))) == file)
    }

    @Test("original encodes what has to change in its own format, or as JPEG")
    func changedOriginals() throws {
        for (format, name) in [
            (DrawnImage.Format.jpg, "jpg"), (.png, "png"), (.webp, "webp"), (.gif, "jpg"), (.bmp, "jpg"),
        ] {
            let result = try transformed(drawn(.photo, format), options(.anyFormat, .border))
            #expect(result.fileExtension == name && result.width == 64)
            let kind = result.bytes.withUnsafeBytes { ImageKind(of: $0) }
            #expect(kind.fileExtension == name)
        }
    }

    @Test("A cut file is not kept", arguments: [DrawnImage.Format.jpg, .png, .webp, .gif, .tiff, .bmp])
    func cut(format: DrawnImage.Format) throws {
        let file = try drawn(.photo, format)
        let cut = Array(file.prefix(file.count * 9 / 10))
        #expect(failure(cut, options(.anyFormat))?.category == .decode)
        let encodeFormat = EncodeFormat(rawValue: format.rawValue) ?? .jpg
        #expect(failure(cut, options(.sameFormat, .no, encodeFormat))?.category == .decode)
    }

    @Test("What is no image is not kept, nor what is too large")
    func noImage() throws {
        #expect(failure(Array("<html><body>gone</body></html>".utf8), options(.anyFormat))?.category == .notAnImage)
        var few = options(.anyFormat)
        few.maximumPixels = 4799
        for format in [DrawnImage.Format.jpg, .png, .bmp] {
            #expect(failure(try drawn(.photo, format), few)?.category == .tooManyPixels)
        }
    }

    @Test("Boxes: the bytes are never kept", arguments: DrawnImage.Format.allCases)
    func boxes(format: DrawnImage.Format) throws {
        let file = try drawn(.photo, format)
        let box = try #require(BlurBox(left: 0.2, top: 0.2, right: 0.8, bottom: 0.8))
        for keeping in [KeptBytes.none, .sameFormat, .anyFormat, .undecoded] {
            for encodeFormat in EncodeFormat.allCases {
                let transformer = ImageTransformer(options(keeping, .no, encodeFormat))
                let body = file.withUnsafeBytes { ByteBuffer(copying: $0) }
                let result = try transformer.transform(body, blurring: [box])
                #expect(bytes(result) != file && result.keptKind == nil)
            }
        }
    }

    @Test("A cut JPEG is taken when asked for, encoded and never kept")
    func truncated() throws {
        let file = try drawn()
        let whole = try transformedPixels(file, options(.none))
        for format in [EncodeFormat.jpg, .png] {
            for keeping in [KeptBytes.none, .sameFormat, .anyFormat] {
                var lenient = options(keeping, .no, format)
                lenient.encodeQuality = format == .png && keeping != .anyFormat ? 1 : 95
                lenient.keepsTruncated = true
                let cut = Array(file.prefix(file.count * 7 / 10))
                let result = try transformed(cut, lenient)
                #expect(bytes(result) != cut && result.keptKind == nil)
                let pixels = try DecodedPixels(result.bytes, result.format == .jpg ? .jpeg : .png)
                // The top is there, and the bottom is not.
                func difference(_ row: Int) -> Int {
                    (0..<80).reduce(0) { $0 + abs(pixels.pixel($1, row)[1] - whole.pixel($1, row)[1]) } / 80
                }
                #expect(
                    difference(5) < 8 && difference(58) > 8,
                    "\(format) \(keeping) \((0..<8).map { difference($0 * 8) })")
            }
        }
        var lenient = options(.none)
        lenient.keepsTruncated = true
        #expect(failure(Array(file.prefix(60)), lenient)?.category == .decode)
    }
}
