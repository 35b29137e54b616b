// The plans for one image in several sizes.

/// What the header decides for each size that is asked for. Pure.
struct SizedPlans {
    /// One for each size that is asked for.
    let plans: [Result<TransformPlan, ImageError>]
    /// Those of all sizes of the run: an image is decoded for the largest, whichever sizes are asked for, so that what it
    /// becomes does not depend on that.
    private let all: [TransformPlan]

    /// - Parameter targetSizes: some of the options' `sizes`.
    init(width: Int, height: Int, orientation: Int, options: ImageOptions, targetSizes: [Int]) {
        func plan(_ size: Int) -> Result<TransformPlan, ImageError> {
            Result { () throws(ImageError) in
                try TransformPlan(
                    width: width, height: height, orientation: orientation, options: options.resizing(to: size))
            }
        }
        plans = targetSizes.map(plan)
        all = options.sizes.compactMap { size in
            // A size that cannot be made does not count here.
            if case .success(let made) = plan(size) { made } else { nil }
        }
    }

    /// Whether there is anything to decode for.
    var hasAny: Bool { plans.contains { if case .success = $0 { true } else { false } } }

    /// What is left to say when nothing is decoded; call where `hasAny` is false.
    var failures: [Result<TransformedImage, ImageError>] {
        plans.map { $0.flatMap { _ in .failure(ImageError(.decode, "no size can be made")) } }
    }

    /// The part of its size at which a JPEG is decoded.
    var shrinkOnLoad: Int { all.map(\.shrinkOnLoad).min() ?? 1 }

    /// As `shrinkOnLoad`, of a still WebP.
    var evenShrinkOnLoad: Int { all.map(\.evenShrinkOnLoad).min() ?? 1 }
}
