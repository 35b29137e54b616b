// Columns that many lists have, under one of several names.

/// What a column says about an image, whatever its name is.
package enum UsualColumn: String, Sendable, CaseIterable {
    case width
    case height
    case similarity
    case nsfw

    /// What known data sets call it, the likeliest first: LAION, COYO, DataComp, and their own datasets' tables.
    package var names: [String] {
        switch self {
        case .width: ["WIDTH", "width", "original_width", "Width", "image_width", "IMAGE_WIDTH"]
        case .height: ["HEIGHT", "height", "original_height", "Height", "image_height", "IMAGE_HEIGHT"]
        case .similarity:
            [
                "similarity", "SIMILARITY", "clip_similarity_vitb32", "clip_similarity_vitl14",
                "clip_b32_similarity_score", "clip_l14_similarity_score", "clip_similarity",
            ]
        case .nsfw: ["NSFW", "nsfw"]
        }
    }

    /// In words, for messages.
    var words: String {
        switch self {
        case .width: "widths"
        case .height: "heights"
        case .similarity: "similarities"
        case .nsfw: "NSFW tags"
        }
    }

    /// The one of `columns` that is it; nil when none is.
    package func column(among columns: [String]) -> String? { names.first { columns.contains($0) } }
}
