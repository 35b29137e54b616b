// Bytes that are kept: checked by decoding them, and not encoded again.

internal import ByteBuffers
internal import Vips

extension ImageTransformer {
    /// The image with its bytes as they are; nil when it has to be encoded.
    ///
    /// It is decoded all the same, strictly: what is cut, damaged or too large does not pass. With `keepsTruncated`
    /// a damaged image is encoded, so that what is written is always whole.
    func kept(_ body: ByteBuffer, _ bytes: UnsafeRawBufferPointer, _ kind: ImageKind, _ header: JPEGHeader?)
        throws(ImageError) -> TransformedImage?
    {
        guard options.mayKeep(kind) else { return nil }
        do {
            switch try ImagePath(for: kind, header: header, options: options) {
            case .planes(let header, let sampling):
                let plan = try JPEGPlan(header: header, sampling: sampling, options: options)
                guard plan.transform.changesNothing else { return nil }
                try jpegTransformer().check(bytes, header: header, plan: plan)
                return unchanged(body, kind, plan.transform)
            case .libvips(let loader): return try kept(body, bytes, kind, loader)
            case .bitmap: return try keptBitmap(body, bytes)
            // An icon holds several images: the one that counts is encoded.
            case .webp, .icon: return nil
            }
        } catch {
            if options.keepsTruncated, error.category == .decode { return nil }
            throw error
        }
    }

    private func kept(
        _ body: ByteBuffer, _ bytes: UnsafeRawBufferPointer, _ kind: ImageKind, _ loader: ImageLoader
    ) throws(ImageError) -> TransformedImage? {
        let image = try decoding { () throws(VipsError) in try PixelImage(loading: bytes, with: loader) }
        try checkSize(of: image)
        let plan = try TransformPlan(
            width: image.width, height: image.height, orientation: image.orientation, options: options)
        // Laying transparency over the background would change pixels; kept in its own format it may stay.
        guard plan.changesNothing, options.keeping == .anyFormat || !image.hasAlpha else { return nil }
        do throws(VipsError) {
            try image.readAll()
        } catch {
            throw ImageError(.decode, error.detail)
        }
        return unchanged(body, kind, plan)
    }

    private func keptBitmap(_ body: ByteBuffer, _ bytes: UnsafeRawBufferPointer) throws(ImageError)
        -> TransformedImage?
    {
        // The header's check against the bytes is all that can fail: the rows are stored as they are.
        let bitmap = try BitmapHeader(bytes)
        try checkSize(width: bitmap.width, height: bitmap.height, pixelBytes: 4)
        let plan = try TransformPlan(width: bitmap.width, height: bitmap.height, orientation: 1, options: options)
        return plan.changesNothing ? unchanged(body, .bmp, plan) : nil
    }

    private func unchanged(_ body: ByteBuffer, _ kind: ImageKind, _ plan: TransformPlan) -> TransformedImage {
        TransformedImage(
            bytes: body, width: plan.storedWidth, height: plan.storedHeight, originalWidth: plan.storedWidth,
            originalHeight: plan.storedHeight, format: options.encodeFormat, keptKind: kind)
    }
}
