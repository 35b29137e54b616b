// The decoders of libvips that bytes from the web may reach.

internal import CVips

/// One decoder of libvips, named: libvips is never left to guess, since it would try all it has.
package enum ImageLoader: String, CaseIterable, Sendable {
    case jpeg, png, webp, gif, tiff, heif, jp2k, jxl
    /// Blocked until `VipsLibrary.allowSVG()`.
    case svg
}

extension PixelImage {
    /// Reads the header of `bytes`; pixels are decoded when asked for, once, from top to bottom.
    ///
    /// Only the first image of several is read, an animation's first frame as it is shown. A damaged or cut file
    /// fails here or when its pixels are read.
    ///
    /// - Parameters:
    ///   - bytes: not copied; must outlive the image and all images made from it.
    ///   - shrink: 1, 2, 4 or 8, for jpeg alone: decode at this part of the size.
    ///   - stopsAtWarnings: for jpeg alone: whatever libjpeg warns of fails the file; otherwise a cut or damaged one does
    ///     not fail, and libjpeg fills what is missing.
    ///   - enlargement: of svg alone: draw it at so many times its own size.
    package init(
        loading bytes: UnsafeRawBufferPointer, with loader: ImageLoader, shrink: Int = 1, stopsAtWarnings: Bool = true,
        enlargement: Int = 1
    ) throws(VipsError) {
        let base = bytes.baseAddress
        let count = bytes.count
        // What succeeded may have left a text too.
        vips_error_clear()
        try self.init(.load) { made in
            switch loader {
            case .jpeg: cvips_jpegload(base, count, made, Int32(shrink), stopsAtWarnings ? 1 : 0)
            case .png: cvips_pngload(base, count, made)
            case .webp: cvips_webpload(base, count, made)
            case .gif: cvips_gifload(base, count, made)
            case .tiff: cvips_tiffload(base, count, made)
            case .heif: cvips_heifload(base, count, made)
            case .jp2k: cvips_jp2kload(base, count, made)
            case .jxl: cvips_jxlload(base, count, made)
            case .svg: cvips_svgload(base, count, made, Double(enlargement))
            }
        }
    }
}
