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

    /// A transformer for one thread; starts libvips when nobody has.
    package init(_ options: ImageOptions) {
        self.options = options
        asked = options
        VipsLibrary.start()
        if options.allowsSVG { VipsLibrary.allowSVG() }
    }

    /// The image in `body`, brought to its size and encoded.
    ///
    /// Sizes are checked from the file's header before anything is decoded. Damaged and cut files fail: no half
    /// picture is ever given back, unless `keepsTruncated` asks for it.
    ///
    /// - Parameter boxes: what is blurred; with any, the bytes as fetched are never given back.
    package func transform(_ body: ByteBuffer, blurring boxes: [BlurBox] = []) throws(ImageError) -> TransformedImage {
        defer { trim() }
        limit = TimeLimit(seconds: asked.maximumSeconds)
        stageBegins?(.decode)
        return try body.withUnsafeBytes { bytes throws(ImageError) in
            guard !bytes.isEmpty else { throw ImageError(.empty, "the body has no bytes") }
            try asked.filters.check(bodyBytes: bytes.count)
            let (kind, header) = try recognised(bytes)
            let container = kind == .webp ? WebPContainer(bytes) : nil
            options = asked.resolved(for: kind)
            if boxes.isEmpty, let kept = try kept(body, bytes, kind, header) { return kept }
            switch try ImagePath(
                for: kind, header: header, container: container, options: options, hasBoxes: !boxes.isEmpty)
            {
            case .planes(let header, let sampling):
                return try jpegTransformer().transform(
                    bytes, header: header, sampling: sampling, stageBegins: stageBegins)
            case .libvips(let loader):
                return try loading(bytes, with: loader, header) { bytes, stopsAtWarnings throws(ImageError) in
                    try transform(bytes, with: loader, stopsAtWarnings: stopsAtWarnings, blurring: boxes)
                }
            case .bitmap: return try transformBitmap(bytes, blurring: boxes)
            case .icon: return try transformIcon(bytes, blurring: boxes)
            case .webp(let orientation):
                return try transformWebP(bytes, orientation: orientation, blurring: boxes)
            }
        }
    }

    /// Gives large memory back.
    func trim() {
        memories.forEach { $0.trim() }
        decodedMemory.trim()
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
        blurring boxes: [BlurBox]
    ) throws(ImageError) -> TransformedImage {
        if loader == .svg { return try transformDrawing(bytes, blurring: boxes) }
        var image = try loaded(bytes, with: loader, stopsAtWarnings: stopsAtWarnings)
        let plan = try TransformPlan(
            width: image.width, height: image.height, orientation: orientation(of: image, bytes, loader),
            options: options)
        let shrink = loader == .jpeg ? plan.shrinkOnLoad : 1
        if shrink > 1 {
            image = try loaded(bytes, with: loader, shrink: shrink, stopsAtWarnings: stopsAtWarnings)
        }
        let extent = PixelExtent(of: plan, shrunkBy: shrink, image)
        return try finish(image, plan: plan, extent: extent, blurring: boxes)
    }

    func transformBitmap(
        _ bytes: UnsafeRawBufferPointer, blurring boxes: [BlurBox]
    ) throws(ImageError) -> TransformedImage {
        let bitmap = try BitmapHeader(bytes)
        try checkSize(width: bitmap.width, height: bitmap.height, pixelBytes: 4)
        let plan = try TransformPlan(width: bitmap.width, height: bitmap.height, orientation: 1, options: options)
        let pixels = UnsafeMutableRawBufferPointer.allocate(
            byteCount: bitmap.width * bitmap.height * bitmap.bands, alignment: 16)
        defer { pixels.deallocate() }
        try BitmapDecoder(bitmap, bytes).decode(into: pixels)
        let image = try decoding { () throws(VipsError) in
            try PixelImage(
                borrowing: UnsafeRawBufferPointer(pixels), width: bitmap.width, height: bitmap.height,
                bands: bitmap.bands)
        }
        return try finish(image, plan: plan, blurring: boxes)
    }

    /// Reads the pixels through the resampler onto the canvas, and encodes that.
    ///
    /// - Parameter extent: of an image loaded at part of its size.
    func finish(
        _ image: borrowing PixelImage, plan: TransformPlan, extent: PixelExtent? = nil, blurring boxes: [BlurBox]
    ) throws(ImageError) -> TransformedImage {
        let extent = extent ?? PixelExtent(of: plan, shrunkBy: 1, image)
        if canBeDrawn(image) { return try draw(image, plan: plan, extent: extent, blurring: boxes) }
        return try draw(drawable(image), plan: plan, extent: extent, blurring: boxes)
    }

    /// Whether an image's values are those of the result.
    func canBeDrawn(_ image: borrowing PixelImage) -> Bool {
        if options.convertsToSRGB, image.hasForeignProfile { return false }
        return image.isInks || image.isPlain && (image.depth == .eightBit || options.encodeFormat == .png)
    }

    /// The image with values that can be drawn.
    func drawable(_ image: borrowing PixelImage) throws(ImageError) -> PixelImage {
        do throws(VipsError) {
            return try image.plain(
                keepsSixteenBit: options.encodeFormat == .png, matte: options.background.levels,
                convertsToSRGB: options.convertsToSRGB && image.hasForeignProfile)
        } catch {
            throw ImageError(.decode, error.detail)
        }
    }

    private func draw(
        _ image: borrowing PixelImage, plan: TransformPlan, extent: PixelExtent, blurring boxes: [BlurBox]
    ) throws(ImageError) -> TransformedImage {
        let isDeep = image.depth == .sixteenBit
        let canvas = canvas(0, for: image, plan)
        if isDeep {
            try canvas.draw(image, extent: extent, blurring: boxes, as: UInt16.self)
        } else {
            try canvas.draw(image, extent: extent, blurring: boxes, as: UInt8.self)
        }
        return try encoded(canvas, isDeep: isDeep)
    }

    /// The canvas of the size at `place`.
    func canvas(_ place: Int, for image: borrowing PixelImage, _ plan: TransformPlan) -> Canvas {
        while memories.count <= place { memories.append(CanvasMemory()) }
        let memory = memories[place]
        return Canvas(
            plan: plan, bands: image.isInks ? 3 : image.bands, isInks: image.isInks, canvasMemory: memory.canvas,
            scaledMemory: memory.scaled, blurMemory: memory.blur, limit: limit, stageBegins: stageBegins)
    }

    /// What is drawn on a canvas, as a file.
    func encoded(_ canvas: Canvas, isDeep: Bool) throws(ImageError) -> TransformedImage {
        stageBegins?(.encode)
        let plan = canvas.plan
        let geometry = plan.geometry
        let bytes = try encode(
            canvas.pixels(bytesPerValue: isDeep ? 2 : 1), geometry, bands: canvas.bands, isDeep: isDeep)
        return TransformedImage(
            bytes: bytes, width: geometry.width, height: geometry.height, originalWidth: plan.seenWidth,
            originalHeight: plan.seenHeight, format: options.encodeFormat)
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
