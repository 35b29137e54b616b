// The pixels that readers of a result will see.

internal import Ground
internal import Vips

extension ImageTransformer {
    /// Those of a canvas that is encoded. Lossy WebP and AVIF change them further.
    func seen(of canvas: Canvas, isDeep: Bool) throws(ImageError) -> RGBImage {
        let geometry = canvas.plan.geometry
        if options.encodeFormat == .jpg {
            return try stored.pixels(
                encoding: canvas.pixels(bytesPerValue: 1), width: geometry.width, height: geometry.height,
                bands: canvas.bands, quality: min(max(options.encodeQuality, 0), 100))
        }
        return RGBImage(
            width: geometry.width, height: geometry.height,
            bytes: canvas.rgb(isDeep: isDeep).withUnsafeBytes { Array($0) })
    }

    /// Those of an image whose bytes are kept, as `PixelSource` sees them: decoded once, by `draw`.
    ///
    /// - Parameter plan: of the image at its own size.
    func seen(
        _ plan: TransformPlan,
        _ draw: (SizedPlans<TransformPlan>) throws(ImageError) -> [Result<TransformedImage, ImageError>]
    ) throws(ImageError) -> RGBImage {
        let own = (options: options, givesPixels: givesPixels)
        defer { (options, givesPixels) = own }
        var seeing = PixelSource.options
        seeing.maximumPixels = own.options.maximumPixels
        seeing.maximumDecodedBytes = own.options.maximumDecodedBytes
        (options, givesPixels) = (seeing, true)
        let plans = SizedPlans(
            width: plan.storedWidth, height: plan.storedHeight, orientation: 1, options: options,
            targetSizes: [options.targetSize])
        guard let image = try draw(plans).first else { throw ImageError(.decode, "nothing was drawn") }
        let drawn = try image.get()
        return RGBImage(
            width: drawn.width, height: drawn.height, bytes: drawn.bytes.withUnsafeBytes { Array($0) })
    }
}
