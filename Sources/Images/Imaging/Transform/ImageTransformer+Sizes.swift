// Several sizes of one image: decoded once, at the scale of the largest.

package import Ground
internal import Vips

extension ImageTransformer {
    /// The image in `body` in several sizes. As `transform`, each size for itself: one that cannot be made, as its
    /// result is too large, leaves the others alone.
    ///
    /// - Parameter targetSizes: some of the options' `sizes`, each once.
    /// - Returns: one result for each, in order.
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
                let kept = boxes.isEmpty ? keptSizes(body, bytes, kind, header, targetSizes) : [:]
                let others = targetSizes.filter { kept[$0] == nil }
                if others.isEmpty { return targetSizes.compactMap { kept[$0] } }
                var made = drawnSizes(bytes, kind, header, others, boxes).makeIterator()
                return targetSizes.compactMap { kept[$0] ?? made.next() }
            }
        } catch {
            return targetSizes.map { _ in .failure(error) }
        }
    }

    /// The sizes in which the bytes stay as they are, or cannot be made. The bytes are checked for the first of them.
    private func keptSizes(
        _ body: ByteBuffer, _ bytes: UnsafeRawBufferPointer, _ kind: ImageKind, _ header: JPEGHeader?,
        _ targetSizes: [Int]
    ) -> [Int: Result<TransformedImage, ImageError>] {
        guard options.mayKeep(kind, bytes) else { return [:] }
        var results: [Int: Result<TransformedImage, ImageError>] = [:]
        var whole: TransformedImage?
        for size in targetSizes {
            options.targetSize = size
            do throws(ImageError) {
                if let whole {
                    let plan = try TransformPlan(
                        width: whole.width, height: whole.height, orientation: 1, options: options)
                    if plan.changesNothing { results[size] = .success(whole) }
                } else if let kept = try kept(body, bytes, kind, header) {
                    whole = kept
                    results[size] = .success(kept)
                }
            } catch {
                results[size] = .failure(error)
            }
        }
        return results
    }

    private func drawnSizes(
        _ bytes: UnsafeRawBufferPointer, _ kind: ImageKind, _ header: JPEGHeader?, _ targetSizes: [Int],
        _ boxes: [BlurBox]
    ) -> [Result<TransformedImage, ImageError>] {
        do throws(ImageError) {
            let container = kind == .webp ? WebPContainer(bytes) : nil
            let path = try ImagePath(
                for: kind, header: header, container: container, options: options, hasBoxes: !boxes.isEmpty)
            switch path {
            case .planes(let header, let sampling):
                return try jpegTransformer().transform(
                    bytes, header: header, sampling: sampling, to: targetSizes, stageBegins: stageBegins)
            case .libvips(let loader) where loader != .svg:
                return try loading(bytes, with: loader, header) { bytes, stopsAtWarnings throws(ImageError) in
                    try transform(
                        bytes, with: loader, stopsAtWarnings: stopsAtWarnings, to: targetSizes, blurring: boxes)
                }
            case .webp(let orientation):
                return try transformWebP(bytes, orientation: orientation, to: targetSizes, blurring: boxes)
            case .bitmap:
                return eachAlone(targetSizes) { () throws(ImageError) in try transformBitmap(bytes, blurring: boxes) }
            case .icon:
                return eachAlone(targetSizes) { () throws(ImageError) in try transformIcon(bytes, blurring: boxes) }
            case .libvips:
                return eachAlone(targetSizes) { () throws(ImageError) in try transformDrawing(bytes, blurring: boxes) }
            }
        } catch {
            return targetSizes.map { _ in .failure(error) }
        }
    }

    /// What is rare, or is drawn again for each size anyway.
    private func eachAlone(
        _ targetSizes: [Int], _ transform: () throws(ImageError) -> TransformedImage
    ) -> [Result<TransformedImage, ImageError>] {
        targetSizes.map { size in
            options.targetSize = size
            return Result(catching: transform)
        }
    }

    private func transform(
        _ bytes: UnsafeRawBufferPointer, with loader: ImageLoader, stopsAtWarnings: Bool, to targetSizes: [Int],
        blurring boxes: [BlurBox]
    ) throws(ImageError) -> [Result<TransformedImage, ImageError>] {
        var image = try loaded(bytes, with: loader, stopsAtWarnings: stopsAtWarnings)
        let plans = SizedPlans(
            width: image.width, height: image.height, orientation: orientation(of: image, bytes, loader),
            options: options, targetSizes: targetSizes)
        guard plans.hasAny else { return plans.failures }
        let shrink = loader == .jpeg ? plans.shrinkOnLoad : 1
        if shrink > 1 {
            image = try loaded(bytes, with: loader, shrink: shrink, stopsAtWarnings: stopsAtWarnings)
        }
        return try finish(image, plans: plans, shrink: shrink, blurring: boxes)
    }

    /// Reads the pixels once, through a resampler for each size, and encodes each.
    ///
    /// - Parameter shrink: the part of its size at which a decoder that rounds up has loaded the image.
    func finish(
        _ image: borrowing PixelImage, plans: SizedPlans, shrink: Int = 1, blurring boxes: [BlurBox]
    ) throws(ImageError) -> [Result<TransformedImage, ImageError>] {
        if canBeDrawn(image) { return try draw(image, plans: plans, shrink: shrink, blurring: boxes) }
        return try draw(drawable(image), plans: plans, shrink: shrink, blurring: boxes)
    }

    private func draw(
        _ image: borrowing PixelImage, plans: SizedPlans, shrink: Int, blurring boxes: [BlurBox]
    ) throws(ImageError) -> [Result<TransformedImage, ImageError>] {
        if image.depth == .sixteenBit {
            return try draw(image, plans: plans, shrink: shrink, blurring: boxes, as: UInt16.self)
        }
        return try draw(image, plans: plans, shrink: shrink, blurring: boxes, as: UInt8.self)
    }

    private func draw<Sample: FixedWidthInteger & UnsignedInteger>(
        _ image: borrowing PixelImage, plans: SizedPlans, shrink: Int, blurring boxes: [BlurBox],
        as sample: Sample.Type
    ) throws(ImageError) -> [Result<TransformedImage, ImageError>] {
        var canvases: [Canvas] = []
        var drawings: [CanvasDrawing<Sample>] = []
        for case .success(let plan) in plans.plans {
            let canvas = canvas(canvases.count, for: image, plan)
            let extent = PixelExtent(of: plan, shrunkBy: shrink, image)
            canvases.append(canvas)
            // A canvas without pixels draws nothing.
            guard let drawing = CanvasDrawing<Sample>(boxes.isEmpty ? canvas : canvas.whole, image, extent: extent)
            else { continue }
            drawings.append(drawing)
        }
        guard let first = canvases.first else { return plans.failures }
        try first.read(image) { (row: UnsafePointer<Sample>, index) in
            for drawing in drawings { drawing.take(row, at: index) }
        }
        for drawing in drawings { drawing.finish() }
        var drawn = canvases.makeIterator()
        return plans.plans.map { plan in
            plan.flatMap { _ in
                guard let canvas = drawn.next() else { return .failure(ImageError(.encode, "nothing was drawn")) }
                return Result { () throws(ImageError) in
                    if !boxes.isEmpty { try canvas.takeBlurred(boxes, as: sample) }
                    try limit.check()
                    return try encoded(canvas, isDeep: MemoryLayout<Sample>.size == 2)
                }
            }
        }
    }
}
