// From an image of any kind to a small JPEG.

internal import Ground
internal import Imaging

/// Makes thumbnails. One thread at a time.
final class ThumbnailMaking {
    /// Pixels of the longer side.
    static let side = 240
    private static let quality = 74

    private let transformer: ImageTransformer

    init() {
        var options = ImageOptions(
            resizeMode: .keepRatioLargest, targetSize: Self.side, resizeOnlyIfBigger: true, encodeFormat: .jpg,
            encodeQuality: Self.quality)
        options.keepsTruncated = true
        options.convertsToSRGB = true
        transformer = ImageTransformer(options)
    }

    /// - Throws: why it cannot be shown.
    func thumbnail(of image: [UInt8]) throws(ImageError) -> Thumbnail {
        let made = try transformer.transform(image.withUnsafeBytes { ByteBuffer(copying: $0) })
        return Thumbnail(bytes: made.bytes.withUnsafeBytes { Array($0) }, width: made.width, height: made.height)
    }
}
