// Images of libvips' loaders as they are meant to be seen, where libvips shows them otherwise.

internal import Vips

extension ImageTransformer {
    /// What a loader makes of `bytes`, its size checked.
    ///
    /// - Parameters:
    ///   - shrink, stopsAtWarnings: as for `PixelImage`.
    func loaded(
        _ bytes: UnsafeRawBufferPointer, with loader: ImageLoader, shrink: Int = 1, stopsAtWarnings: Bool
    ) throws(ImageError) -> PixelImage {
        if loader == .png, let image = try plainPNG(bytes) { return image }
        let image = try decoding { () throws(VipsError) in
            try PixelImage(loading: bytes, with: loader, shrink: shrink, stopsAtWarnings: stopsAtWarnings)
        }
        try checkSize(of: image)
        if image.hasUselessInkProfile {
            return try decoding { () throws(VipsError) in try image.withoutProfile() }
        }
        switch loader {
        case .png:
            // The pixels are there, and not those that were written.
            guard !PlainPNGDecoder.hasWrongSum(bytes) else { throw ImageError(.decode, "IDAT: incorrect data check") }
            return image
        case .heif where image.hasAlpha && PremultipliedOpacity.isUsed(in: bytes):
            return try decoding { () throws(VipsError) in try image.unpremultiplied() }
        case .gif, .webp:
            // With an opacity, what no frame covers is transparent already.
            guard !image.hasAlpha,
                let place = FramePlace(of: bytes, loader, canvasWidth: image.width, canvasHeight: image.height)
            else { return image }
            return try decoding { () throws(VipsError) in
                try image.alone(
                    left: place.left, top: place.top, width: place.width, height: place.height,
                    over: options.background.levels)
            }
        default: return image
        }
    }

    /// A PNG by our own decoder; nil for what is left to libvips, which knows profiles.
    private func plainPNG(_ bytes: UnsafeRawBufferPointer) throws(ImageError) -> PixelImage? {
        let image = try PlainPNGDecoder.decode(
            bytes, takesProfiles: !options.convertsToSRGB, into: decodedMemory
        ) { width, height, bands throws(ImageError) in
            try checkSize(width: width, height: height, pixelBytes: bands)
        }
        guard let image else { return nil }
        return try decoding { () throws(VipsError) in
            try PixelImage(
                borrowing: UnsafeRawBufferPointer(image.pixels), width: image.width, height: image.height,
                bands: image.bands)
        }
    }
}
