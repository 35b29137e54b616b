// An encoded image as plain bytes, to look at in tests.

import Ground
import Vips

@testable import Imaging

/// Pixels of a file, rows without gaps, as 8-bit values.
struct DecodedPixels {
    let width: Int
    let height: Int
    let bands: Int
    let values: [UInt8]

    init(_ bytes: ByteBuffer, _ loader: ImageLoader) throws {
        VipsLibrary.start()
        (width, height, bands, values) = try bytes.withUnsafeBytes { raw in
            let image = try PixelImage(loading: raw, with: loader)
            return (image.width, image.height, image.bands, try image.copiedPixels())
        }
    }

    func pixel(_ x: Int, _ y: Int) -> [Int] {
        (0..<bands).map { Int(values[(y * width + x) * bands + $0]) }
    }

    /// Mean of all values.
    var mean: Double { Double(values.reduce(0) { $0 + Int($1) }) / Double(values.count) }

    /// Mean of the absolute differences, value by value; infinite for images of another shape.
    func meanDifference(from other: DecodedPixels) -> Double {
        guard other.values.count == values.count, other.width == width, other.bands == bands else { return .infinity }
        let sum = zip(values, other.values).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        return Double(sum) / Double(values.count)
    }
}

/// Runs `bytes` through a transformer of its own.
func transformed(_ bytes: [UInt8], _ options: ImageOptions) throws(ImageError) -> TransformedImage {
    try ImageTransformer(options).transform(bytes.withUnsafeBytes { ByteBuffer(copying: $0) })
}

/// The result as PNG, decoded.
func transformedPixels(_ bytes: [UInt8], _ options: ImageOptions = ImageOptions()) throws -> DecodedPixels {
    var options = options
    options.encodeFormat = .png
    options.encodeQuality = 1
    return try DecodedPixels(transformed(bytes, options).bytes, .png)
}

/// Why `bytes` cannot be transformed; nil when they can.
func failure(_ bytes: [UInt8], _ options: ImageOptions = ImageOptions()) -> ImageError? {
    do throws(ImageError) {
        _ = try transformed(bytes, options)
        return nil
    } catch {
        return error
    }
}
