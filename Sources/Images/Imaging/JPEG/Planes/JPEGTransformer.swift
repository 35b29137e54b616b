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
        decoder = JPEGPlaneDecoder()
        encoder = try JPEGPlaneEncoder()
    }

    /// Transforms a JPEG that `JPEGPathChoice` has let in as planes of `sampling`, to several sizes from one decoding, at
    /// the reduction that the largest of the options' sizes needs: so what an image becomes does not depend on which sizes
    /// are asked for.
    ///
    /// - Parameters:
    ///   - targetSizes: some of the options' `targetSizes`.
    ///   - stored: for the pixels of the results; nil for results without.
    func transform(
        _ bytes: UnsafeRawBufferPointer, header: JPEGHeader, sampling: ChromaSampling, to targetSizes: [Int],
        showing stored: StoredJPEG? = nil, stageBegins: ((ImageStage) -> Void)? = nil
    ) -> [Result<TransformedImage, ImageError>] {
        defer { trim() }
        let limit = TimeLimit(seconds: options.maximumSeconds)
        let plans = plans(header, sampling, targetSizes)
        guard let first = plans.first else { return plans.failures }
        do throws(ImageError) {
            try decode(bytes, header: header, plan: first)
        } catch {
            return plans.made { _ throws(ImageError) in throw error }
        }
        return plans.made { plan throws(ImageError) in
            stageBegins?(.resize)
            let planes = resized(by: plan)
            try limit.check()
            stageBegins?(.encode)
            var result = try encoded(planes, plan)
            result.pixels = try stored?.pixels(encoding: planes, quality: options.encodeQuality)
            return result
        }
    }

    /// Plans that take the same planes.
    private func plans(
        _ header: JPEGHeader, _ sampling: ChromaSampling, _ targetSizes: [Int]
    ) -> SizedPlans<JPEGPlan> {
        let own = SizedPlans(targetSizes, of: options) { options throws(ImageError) in
            try JPEGPlan(header: header, sampling: sampling, options: options)
        }
        guard own.all.count > 1 else { return own }
        let reduction = own.all.map(\.layout.reduction).min()
        return SizedPlans(targetSizes, of: options) { options throws(ImageError) in
            try JPEGPlan(header: header, sampling: sampling, options: options, reduction: reduction)
        }
    }

    /// Decodes the planes that `resized` takes.
    func decode(_ bytes: UnsafeRawBufferPointer, header: JPEGHeader, plan: JPEGPlan) throws(ImageError) {
        try decoder.decode(
            bytes, header: header, layout: plan.layout, readsAll: options.isStrict,
            keepsTruncated: options.keepsTruncated)
    }

    /// The decoded planes on the canvas, before encoding; as they are where nothing changes. Valid until the next call.
    func resized(by plan: JPEGPlan) -> [SamplePlane] {
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

    private func encoded(_ planes: [SamplePlane], _ plan: JPEGPlan) throws(ImageError) -> TransformedImage {
        let result = try encoder.encode(
            planes, sampling: planes.count == 1 ? .grey : .quarter, quality: options.encodeQuality)
        return TransformedImage(
            bytes: result, width: plan.transform.geometry.width, height: plan.transform.geometry.height,
            originalWidth: plan.transform.seenWidth, originalHeight: plan.transform.seenHeight, format: .jpg)
    }

    /// Decodes a JPEG to know that it is whole, and for its pixels where they are to be shown.
    ///
    /// - Returns: nil without `stored`.
    func check(
        _ bytes: UnsafeRawBufferPointer, header: JPEGHeader, plan: JPEGPlan, showing stored: StoredJPEG? = nil
    ) throws(ImageError) -> RGBImage? {
        defer { trim() }
        let layout = plan.layout
        try decoder.decode(bytes, header: header, layout: layout)
        guard let stored else { return nil }
        let planes = (0..<layout.planeCount).map { index in
            SamplePlane(
                samples: decoder.samples(ofPlane: index, layout), stride: layout.stride(ofPlane: index),
                width: layout.width(ofPlane: index), height: layout.height(ofPlane: index))
        }
        return stored.pixels(of: planes, sampling: layout.sampling)
    }

    private func trim() {
        decoder.trim()
        resampler.trim()
        canvas.trim()
        encoder.trim()
    }
}
