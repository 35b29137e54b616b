// What is done to the images, in a few words for a header.

/// Size and encoding of the written images.
package enum ImageTreatment: Hashable, Sendable {
    /// The fetched bytes are written as they are.
    case kept
    /// - resizeMode: img2dataset's word (`border`, `keep_ratio`…, `no` for the original size).
    /// - format: an encode format, or `original` for each image's own.
    /// - quality: 0–100, more for lossless webp; of png it is the compression, 0–9.
    /// - sizing: the mode and its target in words, where they are more than a word and a side.
    /// - keepsUnchanged: images that need no change keep the bytes that were fetched.
    case encoded(
        resizeMode: String, sizePixels: Int, format: String, quality: Int, keepsUnchanged: Bool = false,
        sizing: String? = nil)

    /// `border 256 px, jpg q95`.
    package var text: String {
        switch self {
        case .kept: return "bytes as fetched"
        case .encoded(let mode, let size, let format, let quality, let keepsUnchanged, let sizing):
            let words = mode.split(separator: "_").joined(separator: " ")
            let resized = sizing ?? (mode == "no" ? "original size" : "\(words) \(size) px")
            let encoded =
                format == "png"
                ? "png level \(quality)"
                : format == "original"
                    ? "original format" : format == "webp" && quality > 100 ? "webp lossless" : "\(format) q\(quality)"
            return resized + ", " + encoded + (keepsUnchanged ? ", bytes kept where nothing changes" : "")
        }
    }
}
