// SVG: a drawing without pixels of its own.

internal import Vips

extension ImageTransformer {
    /// Most pixels a drawing is rendered with, whatever size it names.
    private static let mostDrawnPixels = 1 << 24

    /// Draws an SVG for each size anew, as each needs another scale.
    func transformDrawing(
        _ bytes: UnsafeRawBufferPointer, to targetSizes: [Int], blurring boxes: [BlurBox]
    ) -> [Result<TransformedImage, ImageError>] {
        targetSizes.flatMap { size in
            do throws(ImageError) {
                return try transformDrawing(bytes, to: size, blurring: boxes)
            } catch {
                return [.failure(error)]
            }
        }
    }

    /// Draws an SVG at its own size, or at the multiple of it that the result needs; sizes before resizing are its own.
    private func transformDrawing(
        _ bytes: UnsafeRawBufferPointer, to targetSize: Int, blurring boxes: [BlurBox]
    ) throws(ImageError) -> [Result<TransformedImage, ImageError>] {
        let own = try decoding { () throws(VipsError) in try PixelImage(loading: bytes, with: .svg) }
        try checkSize(of: own)
        let most = min(Self.mostDrawnPixels, options.maximumPixels)
        guard own.width * own.height <= most else {
            throw ImageError(.tooManyPixels, "an SVG of \(own.width)x\(own.height) is above \(most) pixels")
        }
        let plans = SizedPlans(width: own.width, height: own.height, options: options, targetSizes: [targetSize])
        guard case .success(let plan)? = plans.plans.first else { return plans.failures }
        let wanted = (plan.geometry.scaledWidth + own.width - 1) / own.width
        let affordable = Int((Double(most) / Double(own.width * own.height)).squareRoot())
        let times = max(1, min(wanted, affordable))
        guard times > 1 else { return try finish(own, plans: plans, blurring: boxes) }
        let drawn = try decoding { () throws(VipsError) in
            try PixelImage(loading: bytes, with: .svg, enlargement: times)
        }
        return try finish(drawn, plans: plans, blurring: boxes)
    }
}
