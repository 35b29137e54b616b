// The one place that decides by which way a body becomes pixels.

package import Vips

/// The way from a body to pixels.
package enum ImagePath: Sendable, Equatable {
    /// A decoder of libvips.
    case libvips(ImageLoader)
    /// Our own reader of Windows bitmaps: libvips reads them through ImageMagick only, whose two hundred
    /// decoders are not to see bytes from the web.
    case bitmap
    /// Our own reader of Windows icons, whose images are bitmaps and PNGs; libvips reads them as it reads bitmaps.
    case icon
    /// libwebp itself, for a still WebP.
    case webp(ExifOrientation)

    /// TurboJPEG and our own resampler, in planes and never through RGB: JPEG to JPEG.
    case planes(JPEGHeader, ChromaSampling)

    /// Decides by the kind of the bytes, a JPEG's header and the format that is wanted.
    ///
    /// - Parameters:
    ///   - header: of a JPEG; nil when the bytes are none or their header cannot be read.
    ///   - container: of a WebP.
    ///   - options: format, colours and SVG count here.
    ///   - hasBoxes: parts of the image are to be blurred, which is done on pixels and not on planes.
    init(
        for kind: ImageKind, header: JPEGHeader? = nil, container: WebPContainer? = nil,
        options: ImageOptions = ImageOptions(), hasBoxes: Bool = false
    ) throws(ImageError) {
        switch kind {
        case .jpeg:
            let isConverted = options.convertsToSRGB && header?.hasForeignProfile == true
            if options.encodeFormat == .jpg, !hasBoxes, !isConverted, let header,
                case .planes(let sampling) = JPEGPathChoice(header)
            {
                self = .planes(header, sampling)
            } else {
                self = .libvips(.jpeg)
            }
        case .png: self = .libvips(.png)
        case .webp:
            // libvips puts frames together and applies profiles.
            if let container, !container.isAnimation, !(container.hasProfile && options.convertsToSRGB) {
                self = .webp(container.orientation)
            } else {
                self = .libvips(.webp)
            }
        case .gif: self = .libvips(.gif)
        case .tiff: self = .libvips(.tiff)
        case .avif, .heic: self = .libvips(.heif)
        case .jp2: self = .libvips(.jp2k)
        case .jxl: self = .libvips(.jxl)
        case .bmp: self = .bitmap
        case .ico: self = .icon
        case .svg where options.allowsSVG: self = .libvips(.svg)
        case .svg, .psd: throw ImageError(.unsupported, "\(kind.rawValue) is not read")
        case .pdf, .html: throw ImageError(.notAnImage, "the body is \(kind.rawValue)")
        case .unknown: throw ImageError(.notAnImage, "the body does not begin like any image format")
        }
    }
}
