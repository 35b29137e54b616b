// Boxes are blurred between resizing and cutting, so that they need the whole resized image.

internal import Vips

extension Canvas {
    /// The canvas on which the whole resized image is drawn before boxes are blurred in it.
    var whole: Canvas {
        Canvas(
            plan: plan.uncut, bands: bands, form: form, canvasMemory: blurMemory, scaledMemory: scaledMemory,
            blurMemory: blurMemory, limit: limit, stageBegins: stageBegins)
    }

    /// Blurs `boxes` on the canvas `whole`, and copies what is to be seen of it.
    func takeBlurred<Sample: FixedWidthInteger & UnsignedInteger>(
        _ boxes: [BlurBox], as sample: Sample.Type
    ) throws(ImageError) {
        let geometry = plan.geometry
        let (width, height) = (geometry.scaledWidth, geometry.scaledHeight)
        let blurred = blurMemory.bytes(width * height * bands * MemoryLayout<Sample>.stride)
            .bindMemory(to: Sample.self)
        let bytes = canvasMemory.bytes(geometry.width * geometry.height * bands * MemoryLayout<Sample>.stride)
        let canvas = bytes.bindMemory(to: Sample.self)
        guard let from = blurred.baseAddress, let to = canvas.baseAddress else { return }
        let mask = BlurMask(boxes.map { $0.turned(by: plan.orientation) }, width: width, height: height)
        try BoxBlur(mask, width: width, height: height, bands: bands).apply(to: from, limit: limit)
        canvas.update(repeating: Sample.max)
        let columns = max(0, -geometry.left)..<min(width, geometry.width - geometry.left)
        for row in max(0, -geometry.top)..<min(height, geometry.height - geometry.top) {
            let start = ((row + geometry.top) * geometry.width + columns.lowerBound + geometry.left) * bands
            (to + start).update(
                from: from + (row * width + columns.lowerBound) * bands, count: columns.count * bands)
        }
    }
}
