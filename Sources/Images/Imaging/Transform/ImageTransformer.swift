// From a body to an encoded image: decode, resize, encode.

package import Ground
internal import Vips

/// Decodes, resizes and encodes images as its options say. One per worker thread: it keeps memory between images.
package final class ImageTransformer {
    /// The result for the present image: the options, with the format that its kind is encoded in.
    package internal(set) var options: ImageOptions
    /// How the images are transformed.
    let asked: ImageOptions
    /// Called whenever another stage of the work begins; for measuring.
    package var stageBegins: ((ImageStage) -> Void)?
    /// One for each size; kept for the next image.
    private var memories = [CanvasMemory()]
    /// Pixels of decoders that write all of them at once.
    let decodedMemory = ScratchMemory()
    private var planes: JPEGTransformer?
    private var pixelEncoder: JPEGPixelEncoder?
    /// Of the present image.
    var limit = TimeLimit(seconds: 0)
    /// Whether results are pixels of red, green and blue instead of files.
    var givesPixels = false
    /// Whether results have the pixels that a reader of their bytes will see. They come from the one decoding, and of a JPEG
    /// from its encoder's arithmetic, bit by bit; those of lossy WebP and AVIF are the ones before encoding.
    package var addsPixels = false
    /// How often the coded pixels of a body were decoded so far.
    package internal(set) var decodeCount = 0
    let stored = StoredJPEG()

    /// A transformer for one thread; starts libvips when nobody has.
    package init(_ options: ImageOptions) {
        self.options = options
        asked = options
        VipsLibrary.start()
        if options.allowsSVG { VipsLibrary.allowSVG() }
    }

    /// The image in `body`, brought to each of some sizes and encoded; decoded once, at the scale of the largest.
    ///
    /// Sizes are checked from the file's header before anything is decoded. Damaged and cut files fail: no half
    /// picture is ever given back, unless `keepsTruncated` asks for it. Each size is made for itself: one that cannot
    /// be made, as its result is too large, leaves the others alone.
    ///
    /// - Parameters:
    ///   - targetSizes: some of the options' `targetSizes`, each once.
    ///   - boxes: what is blurred; with any, the bytes as fetched are never given back.
    /// - Returns: one result for each size, in order.
    package func transform(
        _ body: ByteBuffer, to targetSizes: [Int], blurring boxes: [BlurBox] = []
    ) -> [Result<TransformedImage, ImageError>] {
        defer { trim() }
        limit = TimeLimit(seconds: asked.maximumSeconds)
        stageBegins?(.decode)
        do throws(ImageError) {
            return try body.withUnsafeBytes { bytes throws(ImageError) in
                guard !bytes.isEmpty else { throw ImageError(.empty, "the body has no bytes") }
                try asked.filters.check(bodyBytes: bytes.count)
                let (kind, header) = try recognised(bytes)
                options = asked.resolved(for: kind)
                guard boxes.isEmpty, options.mayKeep(kind, bytes) else {
                    return try drawn(bytes, kind, header, to: targetSizes, blurring: boxes)
                }
                let kept = kept(body, bytes, kind, header, in: targetSizes)
                let others = zip(targetSizes, kept).compactMap { $1 == nil ? $0 : nil }
                if others.isEmpty { return kept.compactMap { $0 } }
                var drawn = (try drawn(bytes, kind, header, to: others, blurring: [])).makeIterator()
                return kept.compactMap { $0 ?? drawn.next() }
            }
        } catch {
            return targetSizes.map { _ in .failure(error) }
        }
    }

    /// As the other `transform`, to the options' one size, or the largest.
    package func transform(_ body: ByteBuffer, blurring boxes: [BlurBox] = []) throws(ImageError) -> TransformedImage {
        try transform(body, to: [asked.targetSize], blurring: boxes)[0].get()
    }

    /// What becomes of an image that does not keep its bytes.
    private func drawn(
        _ bytes: UnsafeRawBufferPointer, _ kind: ImageKind, _ header: JPEGHeader?, to targetSizes: [Int],
        blurring boxes: [BlurBox]
    ) throws(ImageError) -> [Result<TransformedImage, ImageError>] {
        let container = kind == .webp ? WebPContainer(bytes) : nil
        switch try ImagePath(
            for: kind, header: header, container: container, options: options, hasBoxes: !boxes.isEmpty)
        {
        case .planes(let header, let sampling):
            decodeCount += 1
            return try jpegTransformer().transform(
                bytes, header: header, sampling: sampling, to: targetSizes, showing: addsPixels ? stored : nil,
                stageBegins: stageBegins)
        case .libvips(.svg): return transformDrawing(bytes, to: targetSizes, blurring: boxes)
        case .libvips(let loader):
            return try loading(bytes, with: loader, header) { bytes, stopsAtWarnings throws(ImageError) in
                try transform(
                    bytes, with: loader, stopsAtWarnings: stopsAtWarnings, to: targetSizes, blurring: boxes)
            }
        case .bitmap: return try transformBitmap(bytes, to: targetSizes, blurring: boxes)
        case .icon: return try transformIcon(bytes, to: targetSizes, blurring: boxes)
        case .webp(let orientation):
            return try transformWebP(bytes, orientation: orientation, to: targetSizes, blurring: boxes)
        }
    }

    /// Gives large memory back.
    func trim() {
        memories.forEach { $0.trim() }
        decodedMemory.trim()
        stored.trim()
        pixelEncoder?.trim()
    }

    /// Made when the first JPEG comes.
    func jpegTransformer() throws(ImageError) -> JPEGTransformer {
        if let planes { return planes }
        let made = try JPEGTransformer(options)
        planes = made
        return made
    }

    func transform(
        _ bytes: UnsafeRawBufferPointer, with loader: ImageLoader, stopsAtWarnings: Bool = true,
        to targetSizes: [Int], blurring boxes: [BlurBox]
    ) throws(ImageError) -> [Result<TransformedImage, ImageError>] {
        var image = try loaded(bytes, with: loader, stopsAtWarnings: stopsAtWarnings)
        let plans = SizedPlans(
            width: image.width, height: image.height, orientation: orientation(of: image, bytes, loader),
            options: options, targetSizes: targetSizes)
        guard plans.first != nil else { return plans.failures }
        let shrink = loader == .jpeg ? plans.shrinkOnLoad : 1
        if shrink > 1 {
            image = try loaded(bytes, with: loader, shrink: shrink, stopsAtWarnings: stopsAtWarnings)
        }
        return try finish(image, plans: plans, shrink: shrink, blurring: boxes)
    }

    /// The canvas of the size at `place`.
    func canvas(_ place: Int, _ plan: TransformPlan, bands: Int, form: PixelForm) -> Canvas {
        while memories.count <= place { memories.append(CanvasMemory()) }
        let memory = memories[place]
        return Canvas(
            plan: plan, bands: bands, form: form, canvasMemory: memory.canvas, scaledMemory: memory.scaled,
            blurMemory: memory.blur, limit: limit, stageBegins: stageBegins)
    }

    /// What is drawn on a canvas, as a file.
    func encoded(_ canvas: Canvas, isDeep: Bool) throws(ImageError) -> TransformedImage {
        stageBegins?(.encode)
        let plan = canvas.plan
        let geometry = plan.geometry
        let bytes =
            try givesPixels
            ? canvas.rgb(isDeep: isDeep)
            : encode(canvas.pixels(bytesPerValue: isDeep ? 2 : 1), geometry, bands: canvas.bands, isDeep: isDeep)
        return TransformedImage(
            bytes: bytes, width: geometry.width, height: geometry.height, originalWidth: plan.seenWidth,
            originalHeight: plan.seenHeight, format: options.encodeFormat,
            pixels: addsPixels && !givesPixels ? try seen(of: canvas, isDeep: isDeep) : nil)
    }

    /// Made when the first image comes that is not encoded from planes.
    private func jpegEncoder() throws(ImageError) -> JPEGPixelEncoder {
        if let pixelEncoder { return pixelEncoder }
        let made = try JPEGPixelEncoder()
        pixelEncoder = made
        return made
    }

    private func encode(
        _ pixels: UnsafeRawBufferPointer, _ geometry: ResizeGeometry, bands: Int, isDeep: Bool
    ) throws(ImageError) -> ByteBuffer {
        if options.encodeFormat == .jpg {
            return try jpegEncoder().encode(
                pixels, width: geometry.width, height: geometry.height, bands: bands,
                quality: min(max(options.encodeQuality, 0), 100))
        }
        do throws(VipsError) {
            return try PixelImage(
                borrowing: pixels, width: geometry.width, height: geometry.height, bands: bands, isSixteenBit: isDeep
            ).encoded(as: encoding)
        } catch {
            throw ImageError(.encode, error.detail)
        }
    }

    private var encoding: ImageEncoding {
        switch options.encodeFormat {
        case .jpg: .jpeg(quality: min(max(options.encodeQuality, 0), 100))
        case .png: .png(compression: min(max(options.encodeQuality, 0), 9))
        case .webp: options.encodeQuality > 100 ? .losslessWebP : .webp(quality: max(0, options.encodeQuality))
        case .avif:
            .avif(quality: min(max(options.encodeQuality, 0), 100), speed: min(max(options.encodeSpeed, 0), 9))
        }
    }

    /// Runs a step whose failure means that the file cannot be decoded.
    func decoding(_ step: () throws(VipsError) -> PixelImage) throws(ImageError) -> PixelImage {
        do throws(VipsError) {
            return try step()
        } catch {
            throw ImageError(.decode, error.detail)
        }
    }
}
