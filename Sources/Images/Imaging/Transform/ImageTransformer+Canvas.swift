// From a decoded image to results: its rows are read once, and drawn on a canvas for each size.

internal import Vips

extension ImageTransformer {
    /// How an image's values are drawn; nil where they are not those of the result yet.
    private func form(of image: borrowing PixelImage) -> PixelForm? {
        if options.convertsToSRGB, image.hasForeignProfile { return nil }
        return PixelForm(of: image, over: options.background, takesSixteenBit: options.encodeFormat == .png)
    }

    /// The image with values that can be drawn.
    private func drawable(_ image: borrowing PixelImage) throws(ImageError) -> PixelImage {
        do throws(VipsError) {
            return try image.plain(
                keepsSixteenBit: options.encodeFormat == .png, matte: options.background.levels,
                convertsToSRGB: options.convertsToSRGB && image.hasForeignProfile)
        } catch {
            throw ImageError(.decode, error.detail)
        }
    }

    /// Reads the pixels once, through a resampler for each size, and encodes each.
    ///
    /// - Parameter shrink: the part of its size at which a decoder that rounds up has loaded the image.
    func finish(
        _ image: borrowing PixelImage, plans: SizedPlans<TransformPlan>, shrink: Int = 1, blurring boxes: [BlurBox]
    ) throws(ImageError) -> [Result<TransformedImage, ImageError>] {
        if let form = form(of: image) {
            return try draw(image, form, plans: plans, shrink: shrink, blurring: boxes)
        }
        let image = try drawable(image)
        return try draw(image, image.isInks ? .inks : .colours, plans: plans, shrink: shrink, blurring: boxes)
    }

    private func draw(
        _ image: borrowing PixelImage, _ form: PixelForm, plans: SizedPlans<TransformPlan>, shrink: Int,
        blurring boxes: [BlurBox]
    ) throws(ImageError) -> [Result<TransformedImage, ImageError>] {
        if image.depth == .sixteenBit {
            return try draw(image, form, plans: plans, shrink: shrink, blurring: boxes, as: UInt16.self)
        }
        return try draw(image, form, plans: plans, shrink: shrink, blurring: boxes, as: UInt8.self)
    }

    private func draw<Sample: FixedWidthInteger & UnsignedInteger>(
        _ image: borrowing PixelImage, _ form: PixelForm, plans: SizedPlans<TransformPlan>, shrink: Int,
        blurring boxes: [BlurBox], as sample: Sample.Type
    ) throws(ImageError) -> [Result<TransformedImage, ImageError>] {
        var canvases: [Canvas] = []
        var drawings: [CanvasDrawing<Sample>] = []
        for case .success(let plan) in plans.plans {
            let canvas = canvas(canvases.count, plan, bands: form.bands(stored: image.bands), form: form)
            let extent = PixelExtent(of: plan, shrunkBy: shrink, image)
            canvases.append(canvas)
            // A canvas without pixels draws nothing.
            guard let drawing = CanvasDrawing<Sample>(boxes.isEmpty ? canvas : canvas.whole, image, extent: extent)
            else { continue }
            drawings.append(drawing)
        }
        guard let first = canvases.first else { return plans.failures }
        decodeCount += 1
        try first.read(image) { (row: UnsafePointer<Sample>, index) in
            for drawing in drawings { drawing.take(row, at: index) }
        }
        for drawing in drawings { drawing.finish() }
        var drawn = canvases.makeIterator()
        return plans.made { _ throws(ImageError) in
            guard let canvas = drawn.next() else { throw ImageError(.encode, "nothing was drawn") }
            if !boxes.isEmpty { try canvas.takeBlurred(boxes, as: sample) }
            try limit.check()
            return try encoded(canvas, isDeep: MemoryLayout<Sample>.size == 2)
        }
    }
}
