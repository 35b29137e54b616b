// JPEG to JPEG in planes of luma and chroma, never through RGB.

/// Decodes, resizes and encodes ordinary JPEGs. Handles, planes and weights are kept and used again; one per worker
/// thread.
final class JPEGTransformer {
    private let options: ImageOptions
    private let decoder: JPEGPlaneDecoder
    private let resampler = PlaneResampler()
    private let canvas = PlaneCanvas()
    private let encoder: JPEGPlaneEncoder
    private var cache = AxisWeightsCache()

    init(_ options: ImageOptions) throws(ImageError) {
        self.options = options
        decoder = try JPEGPlaneDecoder()
        encoder = try JPEGPlaneEncoder()
    }

    /// Transforms a JPEG that `JPEGPathChoice` has let in as planes of `sampling`.
    func transform(
        _ bytes: UnsafeRawBufferPointer, header: JPEGHeader, sampling: ChromaSampling,
        stageBegins: ((ImageStage) -> Void)? = nil
    ) throws(ImageError) -> TransformedImage {
        defer { trim() }
        let limit = TimeLimit(seconds: options.maximumSeconds)
        let plan = try JPEGPlan(header: header, sampling: sampling, options: options)
        return try encode(
            draw(bytes, header: header, plan: plan, stageBegins: stageBegins), plan, limit, stageBegins)
    }

    private func encode(
        _ planes: [SamplePlane], _ plan: JPEGPlan, _ limit: TimeLimit, _ stageBegins: ((ImageStage) -> Void)?
    ) throws(ImageError) -> TransformedImage {
        try limit.check()
        stageBegins?(.encode)
        let result = try encoder.encode(
            planes, sampling: planes.count == 1 ? .grey : .quarter, quality: options.encodeQuality)
        return TransformedImage(
            bytes: result, width: plan.transform.geometry.width, height: plan.transform.geometry.height,
            originalWidth: plan.transform.seenWidth, originalHeight: plan.transform.seenHeight, format: .jpg)
    }

    /// As `transform`, to several sizes from one decoding, at the reduction that the largest size of all needs: so what
    /// an image becomes does not depend on which sizes are asked for.
    ///
    /// - Parameter targetSizes: some of the options' `sizes`.
    func transform(
        _ bytes: UnsafeRawBufferPointer, header: JPEGHeader, sampling: ChromaSampling, to targetSizes: [Int],
        stageBegins: ((ImageStage) -> Void)?
    ) -> [Result<TransformedImage, ImageError>] {
        defer { trim() }
        let limit = TimeLimit(seconds: options.maximumSeconds)
        var reduction = 8
        for size in options.sizes {
            // A size that cannot be made does not count here.
            guard let plan = try? JPEGPlan(header: header, sampling: sampling, options: options.resizing(to: size))
            else { continue }
            reduction = min(reduction, plan.layout.reduction)
        }
        let plans = targetSizes.map { size in
            Result { () throws(ImageError) in
                try JPEGPlan(
                    header: header, sampling: sampling, options: options.resizing(to: size), reduction: reduction)
            }
        }
        guard let layout = plans.lazy.compactMap({ try? $0.get().layout }).first else {
            return plans.map { $0.flatMap { _ in .failure(ImageError(.decode, "no size can be made")) } }
        }
        do throws(ImageError) {
            try decoder.decode(bytes, header: header, layout: layout, keepsTruncated: options.keepsTruncated)
        } catch {
            return plans.map { $0.flatMap { _ in .failure(error) } }
        }
        return plans.map { plan in
            plan.flatMap { plan in
                Result { () throws(ImageError) in
                    stageBegins?(.resize)
                    return try encode(resized(by: plan), plan, limit, stageBegins)
                }
            }
        }
    }

    /// The planes of the result before encoding; valid until the next call.
    func draw(
        _ bytes: UnsafeRawBufferPointer, header: JPEGHeader, plan: JPEGPlan,
        stageBegins: ((ImageStage) -> Void)? = nil
    ) throws(ImageError) -> [SamplePlane] {
        try decoder.decode(bytes, header: header, layout: plan.layout, keepsTruncated: options.keepsTruncated)
        stageBegins?(.resize)
        return resized(by: plan)
    }

    /// The decoded planes on the canvas; as they are where nothing changes.
    private func resized(by plan: JPEGPlan) -> [SamplePlane] {
        let layout = plan.layout
        let geometry = plan.transform.geometry
        let swapsAxes = plan.transform.orientation.swapsSides
        canvas.begin(width: geometry.width, height: geometry.height)
        return (0..<layout.planeCount).map { index in
            let source = SamplePlane(
                samples: decoder.samples(ofPlane: index, layout), stride: layout.stride(ofPlane: index),
                width: layout.width(ofPlane: index), height: layout.height(ofPlane: index))
            let columns = plan.columns(ofPlane: index)
            let rows = plan.rows(ofPlane: index)
            if columns.isIdentity, rows.isIdentity, !swapsAxes { return source }
            let target = canvas.plane(index)
            let columnWeights = cache.weights(for: columns, isForColumns: true)
            let rowWeights = cache.weights(for: rows, isForColumns: false)
            if columnWeights.range.count < columns.cellCount || rowWeights.range.count < rows.cellCount {
                canvas.clear(target, index: index)
            }
            resampler.resample(
                source, columns: columnWeights, rows: rowWeights, swapsAxes: swapsAxes, into: target)
            return target
        }
    }

    /// Decodes a JPEG for nothing but to know that it is whole.
    func check(_ bytes: UnsafeRawBufferPointer, header: JPEGHeader, plan: JPEGPlan) throws(ImageError) {
        defer { trim() }
        try decoder.decode(bytes, header: header, layout: plan.layout)
    }

    private func trim() {
        decoder.trim()
        resampler.trim()
        canvas.trim()
        encoder.trim()
    }
}
