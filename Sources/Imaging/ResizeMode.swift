// The ways an image is brought to its size, under img2dataset's names.

/// How an image is brought to the target size.
package enum ResizeMode: String, CaseIterable, Sendable {
    /// The size stays.
    case no
    /// The smaller side becomes the target size.
    case keep_ratio  // swift-format-ignore: AlwaysUseLowerCamelCase
    /// As `keep_ratio`, then the middle square is cut out.
    case center_crop  // swift-format-ignore: AlwaysUseLowerCamelCase
    /// The larger side becomes the target size, then white fills up a square.
    case border
    /// The larger side becomes the target size.
    case keep_ratio_largest  // swift-format-ignore: AlwaysUseLowerCamelCase
}
