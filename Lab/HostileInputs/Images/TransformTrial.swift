// One input through the whole transform, and what must hold whatever the input is.

internal import Ground
internal import Imaging

/// Transforms hostile bytes under several options. For one thread.
package final class TransformTrial {
    /// Above what a seed has, low enough that trials are quick.
    private static let maximumPixels = 1 << 20
    private static let maximumDecodedBytes = 1 << 25

    /// By number of the options.
    private static let reductions = [1, 2, 1, 4, 1, 2, 8]

    private let transformers: [ImageTransformer]
    private let comparison = JPEGDecoderComparison()

    package init() {
        var cut = ImageOptions(resizeMode: .maxArea, targetSize: 40)
        cut.sideMultiple = 16
        let shapes: [ImageOptions] = [
            ImageOptions(targetSize: 32),
            ImageOptions(resizeMode: .centerCrop, targetSize: 17, encodeFormat: .webp),
            ImageOptions(resizeMode: .keepRatio, targetSize: 24, downscaleInterpolation: .lanczos),
            ImageOptions(resizeMode: .keepRatioLargest, targetSize: 50, encodeFormat: .png, orients: false),
            ImageOptions(resizeMode: .no),
            ImageOptions(
                targetSize: 64, resizeOnlyIfBigger: true, upscaleInterpolation: .nearest,
                downscaleInterpolation: .cubic),
            cut,
        ]
        transformers = shapes.map { shape in
            var options = shape
            options.maximumPixels = Self.maximumPixels
            options.maximumDecodedBytes = Self.maximumDecodedBytes
            return ImageTransformer(options)
        }
    }

    /// How many options there are.
    package var optionCount: Int { transformers.count }

    /// Options for `bytes`, by their last one, which decoders rarely read: so a kept input is one file and no more.
    package func options(for bytes: UnsafeRawBufferPointer) -> Int {
        Int(bytes.last ?? 0) % transformers.count
    }

    /// Whether the options numbered `number` make an image of `bytes`.
    package func transforms(_ bytes: UnsafeRawBufferPointer, options number: Int) -> Bool {
        (try? transformers[number].transform(ByteBuffer(copying: bytes))) != nil
    }

    /// Transforms `bytes` under the options numbered `number`.
    ///
    /// - Returns: what is wrong with the result; nil when the image failed in order or is as it must be.
    package func problem(with bytes: UnsafeRawBufferPointer, options number: Int) -> String? {
        let transformer = transformers[number]
        // A copy of exactly that size: an address sanitizer sees a read beyond it.
        let body = ByteBuffer(copying: bytes)
        let reduction = Self.reductions[number % Self.reductions.count]
        if case .different(let place) = body.withUnsafeBytes({ comparison.compare($0, reduction: reduction) }) {
            return "JPEG decoders differ at 1/\(reduction): \(place)"
        }
        // Any `ImageError` is in order.
        guard let image = try? transformer.transform(body) else { return nil }
        let size = "\(image.originalWidth)x\(image.originalHeight) to \(image.width)x\(image.height)"
        if image.originalWidth < 1 || image.originalHeight < 1 || image.width < 1 || image.height < 1 {
            return "no pixels: \(size)"
        }
        if image.originalWidth * image.originalHeight > Self.maximumPixels { return "too many pixels: \(size)" }
        if image.width * image.height > Self.maximumPixels { return "too many pixels made: \(size)" }
        let side = transformer.options.targetSize
        let fits: Bool
        switch transformer.options.resizeMode {
        case .border, .centerCrop:
            fits = transformer.options.resizeOnlyIfBigger || image.width == side && image.height == side
        case .keepRatio: fits = min(image.width, image.height) == side
        case .keepRatioLargest: fits = max(image.width, image.height) == side
        case .maxArea:
            fits = image.width % 16 == 0 && image.height % 16 == 0 && image.width * image.height <= side * side
        case .fit: fits = max(image.width, image.height) <= side
        case .fill: fits = image.width == side && image.height == side
        case .no: fits = image.width == image.originalWidth && image.height == image.originalHeight
        }
        if !fits { return "wrong size: \(size)" }
        return image.bytes.withUnsafeBytes { encoded in
            let format = transformer.options.encodeFormat
            let kind = format == .jpg ? .jpeg : ImageKind(rawValue: format.rawValue)
            return ImageKind(of: encoded) == kind ? nil : "not \(format.rawValue)"
        }
    }
}
