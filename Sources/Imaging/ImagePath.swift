// The one place that decides by which way a body becomes pixels.

package import Vips

/// The way from a body to pixels.
package enum ImagePath: Sendable, Equatable {
    /// A decoder of libvips.
    case libvips(ImageLoader)
    /// Our own reader of Windows bitmaps: libvips reads them through ImageMagick only, whose two hundred
    /// decoders are not to see bytes from the web.
    case bitmap

    /// Decides by the kind of the bytes.
    package init(for kind: ImageKind) throws(ImageError) {
        switch kind {
        case .jpeg: self = .libvips(.jpeg)
        case .png: self = .libvips(.png)
        case .webp: self = .libvips(.webp)
        case .gif: self = .libvips(.gif)
        case .tiff: self = .libvips(.tiff)
        case .avif, .heic: self = .libvips(.heif)
        case .jp2: self = .libvips(.jp2k)
        case .jxl: self = .libvips(.jxl)
        case .bmp: self = .bitmap
        case .ico, .svg, .psd: throw ImageError(.unsupported, "\(kind.rawValue) is not read")
        case .pdf, .html: throw ImageError(.notAnImage, "the body is \(kind.rawValue)")
        case .unknown: throw ImageError(.notAnImage, "the body begins like no image")
        }
    }
}
