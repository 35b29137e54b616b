// How much of an image its decoded pixels stand for.

internal import Vips

/// The sides of a whole image counted in decoded pixels; with a fraction when the last pixel stands for part of one.
struct PixelExtent {
    let width: Double
    let height: Double

    /// - Parameter shrink: the part of its size at which a decoder made `image` that rounds up.
    init(of plan: TransformPlan, shrunkBy shrink: Int, _ image: borrowing PixelImage) {
        guard shrink > 1 else {
            (width, height) = (Double(image.width), Double(image.height))
            return
        }
        width = Double(plan.storedWidth) / Double(shrink)
        height = Double(plan.storedHeight) / Double(shrink)
    }
}

extension PixelImage {
    /// Whether it has inks and a profile that is not for them, or damaged.
    var hasUselessInkProfile: Bool {
        isCMYK && withProfile { profile in profile.map { !ColourProfile($0).explainsInks } ?? false }
    }

    /// Whether the file has a colour profile that is not sRGB's.
    var hasForeignProfile: Bool {
        withProfile { profile in profile.map { !ColourProfile($0).isSRGB } ?? false }
    }
}
