// The options that choose rows by what the list says of them, as typed.

/// Conditions on the list's columns; a row has to meet all of them.
package struct FilterFlags: Sendable {
    /// As `WIDTH >= 512 and NSFW == "UNLIKELY"`.
    package var condition: String?
    /// In pixels, of the column that says an image's width.
    package var minimumWidth: Int?
    package var minimumHeight: Int?
    /// Of image and caption.
    package var minimumSimilarity: Double?
    /// Tags, in any case; nil for any.
    package var nsfw: [String]?

    /// As `similarity:30%`.
    package var top: [String] = []

    package init() {}
}
