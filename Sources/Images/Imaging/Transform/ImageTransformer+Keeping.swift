// Bytes that are kept: checked by decoding them, and not encoded again.

internal import Ground
internal import Vips

extension ImageTransformer {
    /// The image with its bytes as they are, for each size in which they may stay; nil where it has to be encoded. The
    /// bytes are checked for the first of those sizes. Call where `mayKeep` is true.
    func kept(
        _ body: ByteBuffer, _ bytes: UnsafeRawBufferPointer, _ kind: ImageKind, _ header: JPEGHeader?,
        in targetSizes: [Int]
    ) -> [Result<TransformedImage, ImageError>?] {
        var whole: TransformedImage?
        return targetSizes.map { size in
            let options = options.resizing(to: size)
            do throws(ImageError) {
                guard let known = whole else {
                    whole = try kept(body, bytes, kind, header, options)
                    return whole.map { .success($0) }
                }
                let plan = try TransformPlan(
                    width: known.width, height: known.height, orientation: 1, options: options)
                return plan.changesNothing ? .success(known) : nil
            } catch {
                return .failure(error)
            }
        }
    }

    /// The image with its bytes as they are; nil when it has to be encoded.
    ///
    /// It is decoded all the same, strictly: what is cut, damaged or too large does not pass. With `keepsTruncated`
    /// a damaged image is encoded, so that what is written is always whole.
    ///
    /// - Parameter options: those of the transformer, with one size.
    private func kept(
        _ body: ByteBuffer, _ bytes: UnsafeRawBufferPointer, _ kind: ImageKind, _ header: JPEGHeader?,
        _ options: ImageOptions
    ) throws(ImageError) -> TransformedImage? {
        do {
            // In any format a JPEG is checked in planes, a WebP by libvips.
            var checking = options
            checking.encodeFormat = .jpg
            switch try ImagePath(for: kind, header: header, options: checking) {
            case .planes(let header, let sampling):
                let plan = try JPEGPlan(header: header, sampling: sampling, options: options)
                guard plan.transform.changesNothing else { return nil }
                decodeCount += 1
                let pixels = try jpegTransformer().check(
                    bytes, header: header, plan: plan, showing: addsPixels ? stored : nil)
                return unchanged(body, kind, plan.transform, pixels)
            case .libvips(let loader):
                return try loading(bytes, with: loader, header, keepsTruncated: false) {
                    bytes, stopsAtWarnings throws(ImageError) in
                    try kept(body, bytes, kind, loader, options, stopsAtWarnings: stopsAtWarnings)
                }
            case .bitmap: return try keptBitmap(body, bytes, options)
            case .webp: return try kept(body, bytes, kind, .webp, options, stopsAtWarnings: true)
            case .icon: return nil
            }
        } catch {
            if options.keepsTruncated, error.category == .decode { return nil }
            throw error
        }
    }

    private func kept(
        _ body: ByteBuffer, _ bytes: UnsafeRawBufferPointer, _ kind: ImageKind, _ loader: ImageLoader,
        _ options: ImageOptions, stopsAtWarnings: Bool
    ) throws(ImageError) -> TransformedImage? {
        // A drawing has no pixels to keep.
        guard loader != .svg else { return nil }
        let image = try loaded(bytes, with: loader, stopsAtWarnings: stopsAtWarnings)
        let plan = try TransformPlan(
            width: image.width, height: image.height, orientation: orientation(of: image, bytes, loader),
            options: options)
        guard !(options.convertsToSRGB && image.hasForeignProfile) else { return nil }
        // Laying transparency over the background would change pixels; kept in its own format it may stay.
        guard plan.changesNothing, options.keeping == .anyFormat || !image.hasAlpha else { return nil }
        if addsPixels {
            let pixels = try seen(plan) { plans throws(ImageError) in
                try finish(image, plans: plans, blurring: [])
            }
            return unchanged(body, kind, plan, pixels)
        }
        let limit = self.limit
        decodeCount += 1
        do throws(VipsError) {
            try image.readAll { !limit.isOver }
        } catch {
            throw ImageError(.decode, error.detail)
        }
        try limit.check()
        return unchanged(body, kind, plan)
    }

    private func keptBitmap(
        _ body: ByteBuffer, _ bytes: UnsafeRawBufferPointer, _ options: ImageOptions
    ) throws(ImageError) -> TransformedImage? {
        let bitmap = try BitmapHeader(bytes)
        try checkSize(width: bitmap.width, height: bitmap.height, pixelBytes: 4)
        let plan = try TransformPlan(width: bitmap.width, height: bitmap.height, orientation: 1, options: options)
        guard plan.changesNothing else { return nil }
        if addsPixels {
            let pixels = try seen(plan) { _ throws(ImageError) in
                try transformBitmap(bytes, to: [self.options.targetSize], blurring: [])
            }
            return unchanged(body, .bmp, plan, pixels)
        }
        // Where rows are stored as they are, the header's check against the bytes is all that can fail.
        if bitmap.isRunLengthCoded {
            try BitmapDecoder(bitmap, bytes).decode(into: decodedMemory.bytes(bitmap.width * bitmap.height * 3))
        }
        return unchanged(body, .bmp, plan)
    }

    private func unchanged(
        _ body: ByteBuffer, _ kind: ImageKind, _ plan: TransformPlan, _ pixels: RGBImage? = nil
    ) -> TransformedImage {
        TransformedImage(
            bytes: body, width: plan.storedWidth, height: plan.storedHeight, originalWidth: plan.storedWidth,
            originalHeight: plan.storedHeight, format: options.encodeFormat, keptKind: kind, pixels: pixels)
    }
}
