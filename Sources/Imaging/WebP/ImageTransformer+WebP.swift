// Still WebP, decoded by libwebp itself: libvips' loader hands the pixels from thread to thread and copies them twice,
// which costs as much as the decoding.

internal import CWebP
internal import Vips

extension ImageTransformer {
    /// A WebP of one frame whose EXIF and profile, if any, do not count.
    func transformWebP(_ bytes: UnsafeRawBufferPointer) throws(ImageError) -> TransformedImage {
        var (width, height, hasAlpha): (Int32, Int32, Int32) = (0, 0, 0)
        guard cwebp_features(bytes.baseAddress, bytes.count, &width, &height, &hasAlpha) == 0 else {
            throw ImageError(.decode, "the header of the WebP is damaged")
        }
        let bands = hasAlpha == 0 ? 3 : 4
        try checkSize(width: Int(width), height: Int(height), pixelBytes: bands)
        let plan = try TransformPlan(width: Int(width), height: Int(height), orientation: 1, options: options)
        let shrink = plan.evenShrinkOnLoad
        let loaded = (width: (Int(width) + shrink / 2) / shrink, height: (Int(height) + shrink / 2) / shrink)
        let pixels = decodedMemory.bytes(loaded.width * loaded.height * bands)
        let status = cwebp_decode(
            bytes.baseAddress, bytes.count, Int32(loaded.width), Int32(loaded.height), shrink > 1 ? 1 : 0, hasAlpha,
            pixels.baseAddress, Int32(loaded.width * bands), pixels.count)
        guard status == 0 else { throw ImageError(.decode, "libwebp's status \(status)") }
        let image = try decoding { () throws(VipsError) in
            try PixelImage(
                borrowing: UnsafeRawBufferPointer(pixels), width: loaded.width, height: loaded.height, bands: bands)
        }
        return try finish(image, plan: plan)
    }
}
