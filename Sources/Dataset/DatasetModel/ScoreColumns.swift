// What models compute of images and captions, by the names of its columns.

/// Names of columns in the metadata of embeddings. A list's column of such a name is replaced by the computed one.
package enum ScoreColumns {
    /// Cosine of image and caption.
    package static let similarity = "similarity"
    /// 0 to 1.
    package static let nsfwScore = "nsfw_score"
    /// LAION's words.
    package static let nsfwTag = "NSFW"
    /// Clip-retrieval's name of the key.
    package static let key = "image_path"

    /// Those that are never a list's own where there are computed ones.
    package static let computed: Set<String> = [similarity, nsfwScore, nsfwTag]
}
