// The ways an image is brought to its size: img2dataset's under its names, and our own.

/// How an image is brought to the target size.
package enum ResizeMode: String, CaseIterable, Sendable {
    /// The size stays.
    case no
    /// The smaller side becomes the target size.
    case keepRatio = "keep_ratio"
    /// As `keepRatio`, then the middle square is cut out.
    case centerCrop = "center_crop"
    /// The larger side becomes the target size, then white fills up a square.
    case border
    /// The larger side becomes the target size.
    case keepRatioLargest = "keep_ratio_largest"
    /// The largest size of the same ratio inside the target box. Ours.
    case fit
    /// The smallest size of the same ratio that covers the target box, then its middle is cut out. Ours.
    case fill
    /// The largest size of the same ratio with at most the target area; never larger than the image. Ours.
    case maxArea = "max_area"

    /// Whether the target may be other than a square.
    package var takesBox: Bool {
        switch self {
        case .fit, .fill, .maxArea: true
        case .no, .keepRatio, .centerCrop, .border, .keepRatioLargest: false
        }
    }
}
