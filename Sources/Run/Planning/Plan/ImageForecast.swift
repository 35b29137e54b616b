// What an ordinary image will take, by rates measured on lists from the web.

internal import DatasetModel
package import Imaging
package import ShardFormats

/// Bytes and time of one image, before any was fetched: rough figures, for a plan.
package struct ImageForecast: Hashable, Sendable {
    /// Share of a crawled list's URLs that still give an image.
    package static let shareHad = 0.8
    /// Of the body of an ordinary image: 500x375 px. docs/benchmarks.md has the measurements.
    package static let bodyBytes = 110_000
    private static let sourcePixels = 500.0 * 375
    private static let longerSide = 500.0
    /// JSON, caption, tar headers and the metadata's row.
    private static let bytesBesideImage = 4_000

    /// Written for one image.
    package let bytesWritten: Int
    /// Of one core, everything included.
    package let processorSeconds: Double

    /// Of several sizes, all of them from one body.
    package init(_ images: ImageOptions, _ format: ShardFormat) {
        var (bytes, seconds) = (0, 0.0)
        for size in images.targetSizes {
            let pixels = Self.pixels(images.resizing(to: size))
            let keepsBytes =
                images.keeping == .undecoded || images.keeping != .none && pixels >= Self.sourcePixels
            let imageBytes = keepsBytes ? Self.bodyBytes : Int(pixels * Self.bytesPerPixel(images))
            bytes += format.savesImages ? imageBytes + Self.bytesBesideImage : Self.bytesBesideImage / 8
            seconds += keepsBytes ? 0 : pixels / 49_152 * Self.secondsToEncode(images)
        }
        bytesWritten = format.format.definition.writesNothing ? 0 : bytes
        // Fetching, hash, EXIF, writing.
        let around = 0.0003
        let decoding = images.keeping == .undecoded ? 0 : 0.0008
        processorSeconds = around + decoding + seconds
    }

    private static func pixels(_ images: ImageOptions) -> Double {
        let side = Double(images.targetSize)
        let source = sourcePixels
        let pixels: Double =
            switch images.resizeMode {
            case .no: source
            case .keepRatio: side * side * 4 / 3
            // A border's white takes next to nothing.
            case .border, .keepRatioLargest: side * side * 3 / 4
            default: side * side
            }
        return images.resizeOnlyIfBigger || images.resizeMode == .no ? min(pixels, source) : pixels
    }

    /// Of photographs.
    private static func bytesPerPixel(_ images: ImageOptions) -> Double {
        let quality = Double(images.encodeQuality)
        switch images.encodeFormat {
        case .png: return 1.9
        case .jpg: return quality >= 90 ? 0.35 + (quality - 90) * 0.05 : 0.35 * max(0.2, quality / 90)
        case .webp: return quality > 100 ? 1.4 : (quality >= 90 ? 0.25 + (quality - 90) * 0.03 : 0.25 * quality / 90)
        case .avif: return 0.3 * max(0.1, quality / 80)
        }
    }

    /// To resize and encode 256x192 px.
    private static func secondsToEncode(_ images: ImageOptions) -> Double {
        switch images.encodeFormat {
        case .jpg: 0.00025
        case .png: 0.004
        case .webp: 0.007
        case .avif: 0.04
        }
    }
}
