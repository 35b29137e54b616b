// The plane path held against the libvips path.

import Ground
import Testing
import Vips

@testable import Imaging

@Suite("Both paths")
struct JPEGPathsAgreeTests {
    /// The libvips path's pixels for a JPEG: through PNG, then to planes without another change of size.
    private func throughVips(_ bytes: [UInt8], _ options: ImageOptions) throws -> PlanePicture {
        var lossless = options
        lossless.encodeFormat = .png
        lossless.encodeQuality = 0
        let png = try ImageTransformer(lossless).transform(bytes.withUnsafeBytes { ByteBuffer(copying: $0) })
        let same = ImageOptions(resizeMode: .no, encodeQuality: 100)
        let jpeg = try ImageTransformer(same).transform(png.bytes)
        return try PlanePicture(decoding: jpeg.bytes.withUnsafeBytes { Array($0) })
    }

    private func throughPlanes(_ bytes: [UInt8], _ options: ImageOptions) throws -> PlanePicture {
        var best = options
        best.encodeQuality = 100
        let jpeg = try ImageTransformer(best).transform(bytes.withUnsafeBytes { ByteBuffer(copying: $0) })
        return try PlanePicture(decoding: jpeg.bytes.withUnsafeBytes { Array($0) })
    }

    private func agree(_ bytes: [UInt8], _ options: ImageOptions, luma: Double, chroma: Double) throws {
        let vips = try throughVips(bytes, options)
        let planes = try throughPlanes(bytes, options)
        #expect((vips.width, vips.height) == (planes.width, planes.height))
        let limits = [luma, chroma, chroma]
        for plane in planes.planes.indices {
            let ratio = planes.signalToNoise(to: vips, plane: plane)
            #expect(ratio > limits[plane], "plane \(plane): \(ratio) dB")
        }
    }

    @Test("The paths agree in every mode", arguments: ResizeMode.allCases)
    func modes(mode: ResizeMode) throws {
        for (seed, size) in [(1, (500, 375)), (2, (333, 499)), (3, (1_201, 173)), (4, (131, 97))] {
            let bytes = try DrawnImage.encoded(seed: UInt64(seed), width: size.0, height: size.1)
            try agree(bytes, ImageOptions(resizeMode: mode, targetSize: 151), luma: 36, chroma: 38)
        }
    }

    @Test("The paths agree in boxes, in buckets and where sides are cut to multiples", arguments: 1...8)
    func boxes(orientation: Int) throws {
        for (width, height) in [(301, 222), (131, 297)] {
            let image = DrawnImage(seed: 5, width: width, height: height, orientation: orientation)
            let bytes = try image.encoded(as: .jpg, quality: 92)
            for mode in [ResizeMode.no, .fit, .fill, .maxArea, .keepRatio] {
                var options = ImageOptions(resizeMode: mode, targetSize: 97)
                options.targetBox = PixelSize(width: 96, height: 160)
                options.sideMultiple = mode == .fill ? 1 : 16
                try agree(bytes, options, luma: 34, chroma: 36)
            }
            var options = ImageOptions()
            options.buckets = BucketChoice(base: 128, multiple: 16, maximumRatio: 4)
            try agree(bytes, options, luma: 36, chroma: 38)
        }
    }

    @Test("The paths agree with every filter, down and up", arguments: Interpolation.allCases)
    func filters(filter: Interpolation) throws {
        let bytes = try DrawnImage.encoded(seed: 9, width: 300, height: 221)
        for target in [128, 451] {
            let options = ImageOptions(
                targetSize: target, upscaleInterpolation: filter, downscaleInterpolation: filter)
            try agree(bytes, options, luma: 36, chroma: 34)
        }
    }

    @Test("The paths agree in every orientation", arguments: 1...8)
    func orientations(orientation: Int) throws {
        let image = DrawnImage(seed: 5, width: 301, height: 222, orientation: orientation)
        for mode in [ResizeMode.border, .centerCrop] {
            let options = ImageOptions(resizeMode: mode, targetSize: 99)
            try agree(try image.encoded(as: .jpg, quality: 92), options, luma: 36, chroma: 38)
        }
    }

    @Test("Grey stays grey on both paths")
    func grey() throws {
        let bytes = try DrawnImage.encoded(seed: 6, width: 300, height: 200, kind: .gray)
        try agree(bytes, ImageOptions(targetSize: 128), luma: 40, chroma: 0)
        #expect(try throughPlanes(bytes, ImageOptions()).sampling == .grey)
    }
}
