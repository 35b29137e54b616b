// The ways an image is brought to its size, under img2dataset's names.

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
}
