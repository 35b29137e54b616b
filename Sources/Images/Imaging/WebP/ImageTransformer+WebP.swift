// Still WebP, decoded by libwebp itself: libvips' loader hands the pixels from thread to thread and copies them twice,
// which costs as much as the decoding.

internal import CWebP
internal import Vips

extension ImageTransformer {
    /// A WebP of one frame, whose profile, if any, is ignored.
    func transformWebP(
        _ bytes: UnsafeRawBufferPointer, orientation: ExifOrientation, to targetSizes: [Int], blurring boxes: [BlurBox]
    ) throws(ImageError) -> [Result<TransformedImage, ImageError>] {
        let (width, height, bands) = try webPHeader(bytes)
        let plans = SizedPlans(
            width: width, height: height, orientation: orientation.value, options: options, targetSizes: targetSizes)
        guard plans.first != nil else { return plans.failures }
        let image = try decodeWebP(
            bytes, shrink: plans.evenShrinkOnLoad, width: width, height: height, bands: bands)
        return try finish(image, plans: plans, blurring: boxes)
    }

    /// Width, height and bands of a still WebP, checked.
    private func webPHeader(_ bytes: UnsafeRawBufferPointer) throws(ImageError) -> (Int, Int, Int) {
        var (width, height, hasAlpha): (Int32, Int32, Int32) = (0, 0, 0)
        guard cwebp_features(bytes.baseAddress, bytes.count, &width, &height, &hasAlpha) == 0 else {
            throw ImageError(.decode, "the header of the WebP is damaged")
        }
        let bands = hasAlpha == 0 ? 3 : 4
        try checkSize(width: Int(width), height: Int(height), pixelBytes: bands)
        return (Int(width), Int(height), bands)
    }

    /// The pixels, in memory that the next image takes over.
    private func decodeWebP(
        _ bytes: UnsafeRawBufferPointer, shrink: Int, width: Int, height: Int, bands: Int
    ) throws(ImageError) -> PixelImage {
        let loaded = (width: (width + shrink / 2) / shrink, height: (height + shrink / 2) / shrink)
        let pixels = decodedMemory.bytes(loaded.width * loaded.height * bands)
        let status = cwebp_decode(
            bytes.baseAddress, bytes.count, Int32(loaded.width), Int32(loaded.height), shrink > 1 ? 1 : 0,
            bands == 4 ? 1 : 0,
            pixels.baseAddress, Int32(loaded.width * bands), pixels.count)
        guard status == 0 else { throw ImageError(.decode, "libwebp's status \(status)") }
        return try decoding { () throws(VipsError) in
            try PixelImage(
                borrowing: UnsafeRawBufferPointer(pixels), width: loaded.width, height: loaded.height, bands: bands)
        }
    }
}
