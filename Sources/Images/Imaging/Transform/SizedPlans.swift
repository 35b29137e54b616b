// The plans for one image, one for each size it is made in.

/// What the header decides for each size that is asked for. Pure.
struct SizedPlans<Plan> {
    /// One for each size that is asked for, in order.
    let plans: [Result<Plan, ImageError>]
    /// Those of all sizes of the run that can be made: an image is decoded for the largest, whichever sizes are asked
    /// for, so that what it becomes does not depend on that.
    let all: [Plan]

    /// - Parameters:
    ///   - targetSizes: some of the options' `targetSizes`.
    ///   - plan: makes the plan for options with one size.
    init(
        _ targetSizes: [Int], of options: ImageOptions, _ plan: (ImageOptions) throws(ImageError) -> Plan
    ) {
        func planned(_ size: Int) -> Result<Plan, ImageError> {
            Result { () throws(ImageError) in try plan(options.resizing(to: size)) }
        }
        plans = targetSizes.map(planned)
        let every = targetSizes == options.targetSizes ? plans : options.targetSizes.map(planned)
        all = every.compactMap { if case .success(let made) = $0 { made } else { nil } }
    }

    /// One of the plans; nil where there is nothing to decode for.
    var first: Plan? {
        for case .success(let plan) in plans { return plan }
        return nil
    }

    /// What `make` makes by each plan; what failed before stays so.
    func made(
        _ make: (Plan) throws(ImageError) -> TransformedImage
    ) -> [Result<TransformedImage, ImageError>] {
        plans.map { plan in
            plan.flatMap { plan in Result { () throws(ImageError) in try make(plan) } }
        }
    }

    /// The reasons where there is nothing to decode for; call where `first` is nil.
    var failures: [Result<TransformedImage, ImageError>] {
        made { _ throws(ImageError) in throw ImageError(.decode, "no size can be made") }
    }
}

extension SizedPlans<TransformPlan> {
    init(width: Int, height: Int, orientation: Int = 1, options: ImageOptions, targetSizes: [Int]) {
        self.init(targetSizes, of: options) { options throws(ImageError) in
            try TransformPlan(width: width, height: height, orientation: orientation, options: options)
        }
    }

    /// The part of its size at which a JPEG is decoded.
    var shrinkOnLoad: Int { all.map(\.shrinkOnLoad).min() ?? 1 }

    /// As `shrinkOnLoad`, of a still WebP.
    var evenShrinkOnLoad: Int { all.map(\.evenShrinkOnLoad).min() ?? 1 }
}
